// Annotation files of another recording that lie where an export goes: whoever opens the new record would see them as
// its own.
#pragma once

#include "core/domain/error.h"
#include "core/domain/recording.h"
#include "core/formats/export/export.h"

#include <string>
#include <vector>

namespace triptych::formats {

// Files beside `path` that would be read with a recording written there in `format`: annotators of WFDB, the list of a
// CSV export, saved labels. Those of `recording` itself, where it has the same name in the same folder, are none.
[[nodiscard]] std::vector<std::string> annotationsBeside(const Recording& recording, const std::string& path,
                                                         ExportFormat format);

// A file that is in the way, and its copy under NAME.old, or NAME.old.2 and so on, where nothing reads it.
struct SetAside {
    std::string file;
    std::string copy;
};

// Copies each of `files`, before anything is written. Error: io_failed; then none has a copy.
[[nodiscard]] Result<std::vector<SetAside>> setAside(const std::vector<std::string>& files);

// After an export that gave `written` their names, or failed: a copy stays, with a warning, where its file holds
// something else now; of a file that is as it was it goes again, with the file itself where that is not one of
// `written` and `done` says that the export is. So nothing is lost. Error: io_failed.
[[nodiscard]] Result<std::vector<Warning>> settle(const std::vector<SetAside>& aside,
                                                  const std::vector<std::string>& written, bool done);

}  // namespace triptych::formats
