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

// Where labels that were saved beside `path` lie, and the recording of that name that they belong to and that an export
// there does not replace; "" where there is none.
[[nodiscard]] std::string labelsBeside(const std::string& path);
[[nodiscard]] std::string whoseLabels(const std::string& path, ExportFormat format);

// A file that was in the way, and its new name: NAME.old, or NAME.old.2 and so on, where nothing reads it.
struct SetAside {
    std::string file;
    std::string kept;
};

// Renames each of `files`, a link as a link, before anything is written. Error: io_failed; then none is renamed.
[[nodiscard]] Result<std::vector<SetAside>> setAside(const std::vector<std::string>& files);
// After an export that failed: all have their names again.
void putBack(const std::vector<SetAside>& aside);
// After one that succeeded: a file that was written again as it was needs no second; of the others a warning says where
// they are.
[[nodiscard]] std::vector<Warning> settle(const std::vector<SetAside>& aside);

}  // namespace triptych::formats
