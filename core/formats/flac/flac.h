// Signals in FLAC files, decoded in blocks when they are asked for.
#pragma once

#include "core/domain/error.h"
#include "core/domain/job.h"
#include "core/domain/recording.h"

#include <string>
#include <string_view>

namespace triptych::formats {

[[nodiscard]] bool sniffFlac(std::string_view beginning);

// The rate is the stream's; FLAC has no unit, which is said. Errors: those of formats::open; malformed.
[[nodiscard]] Result<RecordingPtr> openFlac(const std::string& path, const Job& job);

}  // namespace triptych::formats
