// The folder that Apple Health exports: export.xml beside "electrocardiograms", a table for each ECG of the watch.
#pragma once

#include "core/domain/error.h"
#include "core/domain/job.h"
#include "core/domain/recording.h"
#include "core/formats/open.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace triptych::formats {

[[nodiscard]] bool sniffAppleHealth(std::string_view beginning);

// The folder itself, where it is such an export or its "electrocardiograms".
[[nodiscard]] std::optional<std::string> appleHealthFolder(const std::string& path);

// `path`: export.xml, of which nothing is read, or the folder. Its recordings are the tables, by their file names.
// Errors: those of formats::open; wrong_use with Wants::record, where there are several; empty (no ECG was exported).
[[nodiscard]] Result<RecordingPtr> openAppleHealth(const std::string& path, const Job& job, const OpenHints& hints);
[[nodiscard]] Result<std::vector<std::string>> recordsInAppleHealth(const std::string& path, const Job& job,
                                                                    const OpenHints& hints);

}  // namespace triptych::formats
