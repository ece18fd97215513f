// The tables of a report, from what the window knows: beats by class and hour, rhythms, episodes, events, measurements.
#pragma once

#include "core/domain/recording.h"
#include "core/measure/measurements.h"
#include "core/pipeline/rhythm_report.h"
#include "ui/panels/report_book.h"
#include "ui/state/beat_state.h"

#include <vector>

namespace triptych::ui {

// By the letters in force; a beat without one is in no class.
[[nodiscard]] ReportTable reportCounts(const std::vector<LabelledBeat>& beats, double duration_s);
[[nodiscard]] ReportTable reportBurden(const pipeline::RhythmReport& report);
// The longest, in order of time; no row where one rhythm lasts throughout.
[[nodiscard]] ReportTable reportEpisodes(const pipeline::RhythmReport& report);
[[nodiscard]] ReportTable reportEvents(const pipeline::RhythmReport& report);
// Rate, intervals, QTc and axes, the device's own beside them where it states some. `fresh` false: of the waves before
// the last change.
[[nodiscard]] ReportTable reportMeasurements(const measure::Measurements& measured, const Recording& recording,
                                             bool fresh);

}  // namespace triptych::ui
