// NumPy's files: .npy, one array, and .npz, a ZIP file of them. Nothing in them is ever run.
#pragma once

#include "core/domain/error.h"
#include "core/domain/job.h"
#include "core/domain/recording.h"
#include "core/formats/numpy/npy.h"
#include "core/formats/open.h"

#include <string>
#include <string_view>
#include <vector>

namespace triptych::formats {

// A ZIP file whose first entry is an array.
[[nodiscard]] bool sniffNpz(std::string_view beginning);

// Errors: those of parseNpyHeader() and openArrays(); truncated, where not one sample of each lead is there.
[[nodiscard]] Result<RecordingPtr> openNpy(const std::string& path, const Job& job, const OpenHints& hints);
[[nodiscard]] Result<RecordingPtr> openNpz(const std::string& path, const Job& job, const OpenHints& hints);
[[nodiscard]] Result<std::vector<std::string>> recordsInNpy(const std::string& path, const Job& job,
                                                            const OpenHints& hints);
[[nodiscard]] Result<std::vector<std::string>> recordsInNpz(const std::string& path, const Job& job,
                                                            const OpenHints& hints);

}  // namespace triptych::formats
