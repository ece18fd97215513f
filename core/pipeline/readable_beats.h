// Which beats cannot be read on a lead, for who walks through those that can, or that cannot.
#pragma once

#include "core/beats/signal_quality.h"

#include <cstdint>
#include <span>
#include <vector>

namespace triptych::pipeline {

// [beats] 1: the lead is noisy, flat, clipped or missing in the second of the beat (core/beats/signal_quality.h), or
// ends before it. Whether a beat is found and has a class is decided on all leads together (core/beats/readability.h),
// and is another thing. `times_s`: of the beats.
[[nodiscard]] std::vector<std::uint8_t> unreadableOn(const beats::QualityTrack& track, std::span<const double> times_s);

}  // namespace triptych::pipeline
