// A recording packed by gzip (RFC 1952): unpacked within limits into a file that goes with it.
#pragma once

#include "core/domain/error.h"
#include "core/domain/job.h"
#include "core/domain/recording.h"
#include "core/formats/open.h"

#include <string>
#include <string_view>
#include <vector>

namespace triptych::formats {

[[nodiscard]] bool sniffGzip(std::string_view beginning);

// What is damaged or cut is shown as far as it can be unpacked, with a warning. Errors: those of formats::open; refused
// (a bomb).
[[nodiscard]] Result<RecordingPtr> openGzip(const std::string& path, const Job& job, const OpenHints& hints);

// The recordings of a packed file that holds several.
[[nodiscard]] Result<std::vector<std::string>> recordsInGzip(const std::string& path, const Job& job,
                                                             const OpenHints& hints);

}  // namespace triptych::formats
