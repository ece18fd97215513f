// A recorded stretch of noise taken for endless: it is read at any place and speed, and goes on with its beginning.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <span>

namespace triptych::dsp {

// The value at `position`, in samples, on the straight line between two of them; positions before the beginning and
// beyond the end go round. `samples` holds one at least.
[[nodiscard]] inline double valueGoingRound(std::span<const float> samples, double position) {
    const auto count = static_cast<double>(samples.size());
    double inside = std::fmod(position, count);
    if (inside < 0) inside += count;
    const std::size_t before = std::min(static_cast<std::size_t>(inside), samples.size() - 1);
    const double share = inside - static_cast<double>(before);
    return (1 - share) * static_cast<double>(samples[before]) +
           share * static_cast<double>(samples[(before + 1) % samples.size()]);
}

}  // namespace triptych::dsp
