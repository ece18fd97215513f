// A recording written in another format: WFDB, EDF+, BDF+, DICOM, CSV or JSON. What is written reads back as it was,
// within half a step of the converter, annotations to the sample.
#pragma once

#include "core/domain/error.h"
#include "core/domain/job.h"
#include "core/domain/recording.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace triptych::formats {

enum class ExportFormat { wfdb, edf, bdf, csv, json, dicom };

struct ExportOptions {
    // Without comments and start time; notes among the annotations stay, with a warning, but in DICOM, which states
    // that it follows PS3.15's basic profile.
    bool anonymise = false;
    bool overwrite = false;  // files that exist are replaced
};

struct Exported {
    std::vector<std::string> files;
    std::vector<Warning> warnings;  // what the format cannot say
};

// Writes `recording` to `path` and, where the format has several files, beside it: WFDB NAME.hea, NAME.dat and one file
// per annotator; CSV NAME.csv and NAME.annotations.csv. Files appear whole or not at all. Mixed rates stay mixed: as
// samples per frame in WFDB, as samples per record in EDF+; gaps become discontinuities of EDF+D. Annotations of
// another recording that lie where they would be read with the new one, or be replaced by it, are refused, or, with
// options.overwrite, kept under another name, with a warning. Any thread; reads the recording twice. Errors: refused (a
// file exists; annotations of another recording lie there: both with Wants::to_replace, which options.overwrite cures;
// the recording itself would be overwritten), wrong_use (a name that WFDB cannot have), unsupported (rates without a
// common frame), cancelled, and those of writeFile().
[[nodiscard]] Result<Exported> exportRecording(const Recording& recording, const std::string& path, ExportFormat format,
                                               const ExportOptions& options, const Job& job = {});

// By the ending of a file name: ".hea", ".edf", ".bdf", ".csv", ".json", ".dcm"; none at all means WFDB. nullopt for
// others.
[[nodiscard]] std::optional<ExportFormat> exportFormatFor(const std::string& path);
// "wfdb", "edf", ...; nullopt for others.
[[nodiscard]] std::optional<ExportFormat> exportFormatNamed(std::string_view name);

}  // namespace triptych::formats
