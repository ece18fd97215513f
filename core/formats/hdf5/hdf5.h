// HDF5, read by a child process: its library does not stand hostile bytes.
#pragma once

#include "core/domain/error.h"
#include "core/domain/job.h"
#include "core/domain/recording.h"
#include "core/formats/open.h"

#include <string>
#include <string_view>
#include <vector>

namespace triptych::formats {

[[nodiscard]] bool sniffHdf5(std::string_view beginning);

// Errors: those of openArrays() and runReader().
[[nodiscard]] Result<RecordingPtr> openHdf5(const std::string& path, const Job& job, const OpenHints& hints);
[[nodiscard]] Result<std::vector<std::string>> recordsInHdf5(const std::string& path, const Job& job,
                                                             const OpenHints& hints);

}  // namespace triptych::formats
