// GDF 2 (General Data Format for biosignals, Schlögl 2006): channels of mixed rates and types, and a table of events.
#pragma once

#include "core/domain/error.h"
#include "core/domain/job.h"
#include "core/domain/recording.h"

#include <string>
#include <string_view>

namespace triptych::formats {

[[nodiscard]] bool sniffGdf(std::string_view beginning);

// Errors: those of formats::open; unsupported (GDF 1), refused (larger than is held in memory).
[[nodiscard]] Result<RecordingPtr> openGdf(const std::string& path, const Job& job);

}  // namespace triptych::formats
