// How long a lead may be for what can be read of it: gaps and repetitions cost a file nothing to state, and what looks
// for beats, draws an overview or exports holds or passes over every sample of a lead, missing or not.
#pragma once

#include <algorithm>
#include <cstdint>

namespace triptych::formats {

// Nine days at 250 Hz: triggered recorders write half-minutes over a week or two, and of a long record someone may have
// but a few segments.
inline constexpr std::int64_t kGapsAlways_samples = 200'000'000;
// Recordings of which that much and more was recorded may have so many times as many samples.
inline constexpr std::int64_t kMostGaps = 8;

// The most samples, missing ones included, that a lead has of which `recorded` can be read.
[[nodiscard]] constexpr std::int64_t mostSamples(std::int64_t recorded) {
    return recorded > INT64_MAX / kMostGaps ? INT64_MAX : std::max(kGapsAlways_samples, kMostGaps * recorded);
}

}  // namespace triptych::formats
