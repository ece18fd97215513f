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

// Renames each of `files` to NAME.old, or NAME.old.2 and so on, where nothing reads it, and says so in a warning each;
// nothing is deleted. Error: io_failed.
[[nodiscard]] Result<std::vector<Warning>> setAside(const std::vector<std::string>& files);

}  // namespace triptych::formats
