// MATLAB's files of variables, levels 4, 5 and 7.3, read by a child process: matio does not stand hostile bytes.
#pragma once

#include "core/domain/error.h"
#include "core/domain/job.h"
#include "core/domain/recording.h"
#include "core/formats/open.h"

#include <string>
#include <string_view>
#include <vector>

namespace triptych::formats {

[[nodiscard]] bool sniffMatlab(std::string_view beginning);

// Errors: those of openArrays() and runReader().
[[nodiscard]] Result<RecordingPtr> openMatlab(const std::string& path, const Job& job, const OpenHints& hints);
[[nodiscard]] Result<std::vector<std::string>> recordsInMatlab(const std::string& path, const Job& job,
                                                               const OpenHints& hints);

}  // namespace triptych::formats
