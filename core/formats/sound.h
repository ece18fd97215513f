// Signals in files of sound: a rate, channels without names, and no unit.
#pragma once

#include "core/domain/recording.h"

#include <cstdint>
#include <string>

namespace triptych::formats {

inline constexpr int kMostSoundChannels = 256;
inline constexpr std::int64_t kMostSoundNumbers = std::int64_t{1} << 28;  // that are decoded into memory

[[nodiscard]] std::string soundLeadName(int channel);

// A recording without its source: leads in stored units, with the warning that says so.
[[nodiscard]] Recording soundRecording(const std::string& path, const std::string& format, int channels, double rate_hz,
                                       std::int64_t samples, int bits);

}  // namespace triptych::formats
