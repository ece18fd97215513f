// The writers behind exportRecording(), and what they share.
#pragma once

#include "core/files/file_writer.h"
#include "core/formats/export/export.h"
#include "core/formats/targets.h"

#include <string>
#include <vector>

namespace triptych::formats {

struct ExportTask {
    const Recording& recording;
    std::string path;
    ExportOptions options;
    const Job& job;

    [[nodiscard]] files::WriteMode mode() const {
        return options.overwrite ? files::WriteMode::replace : files::WriteMode::create_new;
    }
};

[[nodiscard]] Result<Exported> exportWfdb(const ExportTask& task);
// The annotation files that exportWfdb() writes beside `path`.
[[nodiscard]] std::vector<std::string> annotatorFiles(const Recording& recording, const std::string& path);
[[nodiscard]] Result<Exported> exportEdf(const ExportTask& task, bool is_bdf);
[[nodiscard]] Result<Exported> exportDicom(const ExportTask& task);
[[nodiscard]] Result<Exported> exportCsv(const ExportTask& task);
[[nodiscard]] Result<Exported> exportJson(const ExportTask& task);

// `path` with another ending: "a/b.hea" and ".dat" give "a/b.dat".
[[nodiscard]] std::string withEnding(const std::string& path, const std::string& ending);

// A lead's own name in its file, as one line, where reading that again gives the name it is known by; else the latter.
[[nodiscard]] std::string nameToWrite(const Lead& lead);

// The recording's comments, and, for formats that have no place of their own for it, what its header says of person,
// device and findings, where no comment says that already.
[[nodiscard]] std::vector<std::string> commentsToWrite(const Recording& recording);

// One line of text without control characters.
[[nodiscard]] std::string oneLine(std::string_view text);

// Notes that a reader typed may name the patient: anonymising says how many are kept.
void warnOfNotes(const ExportTask& task, std::vector<Warning>& warnings);

}  // namespace triptych::formats
