// Signals in WAVE files (RIFF, RF64): what sound cards and some recorders make of an ECG.
#pragma once

#include "core/domain/error.h"
#include "core/domain/job.h"
#include "core/domain/recording.h"

#include <string>
#include <string_view>

namespace triptych::formats {

[[nodiscard]] bool sniffWav(std::string_view beginning);

// Whole numbers of 8 to 32 bits are read from the mapped file when asked for, floating-point ones are decoded. The rate
// is the header's; a WAVE file has no unit, which is said. Errors: those of formats::open; unsupported (compressed
// sound).
[[nodiscard]] Result<RecordingPtr> openWav(const std::string& path, const Job& job);

}  // namespace triptych::formats
