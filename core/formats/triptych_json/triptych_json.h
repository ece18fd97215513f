// The JSON that Triptych itself exports (export/text.cpp), read back sample for sample.
#pragma once

#include "core/domain/error.h"
#include "core/domain/job.h"
#include "core/domain/recording.h"

#include <string>
#include <string_view>

namespace triptych::formats {

// An object that begins as our exports do.
[[nodiscard]] bool sniffTriptychJson(std::string_view beginning);

// Parsed as it is read, without a tree of it in memory. Errors: those of formats::open; malformed with the byte at
// which the text is no JSON any more.
[[nodiscard]] Result<RecordingPtr> openTriptychJson(const std::string& path, const Job& job);

}  // namespace triptych::formats
