// The rows of `study robustness` that ask a model: each a function from the data to figures.
#pragma once

#include "app/cli/study/study_data.h"
#include "app/cli/study/study_row.h"

#include <array>
#include <string_view>

namespace triptych::cli {

// Fills the figures of a row, or says why it is left out. Errors: those of opening and classifying; cancelled.
using MeasureRow = Result<void> (*)(StudyData& data, StudyRow& row);
struct StudyRowKind {
    std::string_view name;
    std::string_view situation;
    MeasureRow measure;
};

// study_rows_added.cpp: what is added to recordings of MIT-BIH
[[nodiscard]] Result<void> measureHum(StudyData& data, StudyRow& row);
[[nodiscard]] Result<void> measureWhiteNoise(StudyData& data, StudyRow& row);
[[nodiscard]] Result<void> measureWander(StudyData& data, StudyRow& row);
[[nodiscard]] Result<void> measureMotion(StudyData& data, StudyRow& row);
// study_rows_strips.cpp: a handheld's strips, and ten seconds of twelve leads
[[nodiscard]] Result<void> measureNormalStrips(StudyData& data, StudyRow& row);
[[nodiscard]] Result<void> measureFibrillation(StudyData& data, StudyRow& row);
[[nodiscard]] Result<void> measureNoisyStrips(StudyData& data, StudyRow& row);
[[nodiscard]] Result<void> measureFirstBeats(StudyData& data, StudyRow& row);
[[nodiscard]] Result<void> measureLudb(StudyData& data, StudyRow& row);
// study_rows_graded.cpp, study_rows_clean.cpp: recordings as they are
[[nodiscard]] Result<void> measureClean(StudyData& data, StudyRow& row);
[[nodiscard]] Result<void> measureReadable(StudyData& data, StudyRow& row);
[[nodiscard]] Result<void> measurePaced(StudyData& data, StudyRow& row);
[[nodiscard]] Result<void> measureRhythms(StudyData& data, StudyRow& row);
[[nodiscard]] Result<void> measureSets(StudyData& data, StudyRow& row);

inline constexpr std::array<StudyRowKind, 14> kModelRows = {{
    {"clean", "MIT-BIH as it is, at the reference's beats", &measureClean},
    {"readable", "beats of clean recordings that can be read", &measureReadable},
    {"hum", "mains hum of 50 and 60 Hz added", &measureHum},
    {"white", "white noise of 0.1 mV rms added", &measureWhiteNoise},
    {"wander", "wander of 1 mV at 0.3 Hz added", &measureWander},
    {"motion", "moving electrodes added, noisy minutes", &measureMotion},
    {"normal-strips", "handheld strips labelled normal", &measureNormalStrips},
    {"af-strips", "handheld strips in atrial fibrillation", &measureFibrillation},
    {"noisy-strips", "handheld strips too noisy to read", &measureNoisyStrips},
    {"first-beats", "first beats of strips in atrial fibrillation", &measureFirstBeats},
    {"paced", "records 102 104 107 217", &measurePaced},
    {"rhythms", "ventricular flutter of 207, sustained tachycardia of svdb", &measureRhythms},
    {"sets", "likely sets", &measureSets},
    {"ludb", "LUDB, ten seconds of twelve leads", &measureLudb},
}};

}  // namespace triptych::cli
