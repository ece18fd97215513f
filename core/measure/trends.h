// How a figure goes over the recording: medians of equal stretches, with how many beats each rests on.
#pragma once

#include "core/measure/reading.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

namespace triptych::measure {

// Stretch i is [i, i + 1) × step_s. NaN where no beat of it could be read, and nothing is said of it then.
struct Trend {
    double step_s = 0;
    std::vector<float> values;
    std::vector<std::uint32_t> beats;
};

// Ten seconds up to ten minutes, half a minute up to three hours, else a minute.
[[nodiscard]] double usualStep_s(double duration_s);

// `times_s` [n] ascending; reading(i) is that of the i-th, empty where it does not count. What lies outside
// [0, duration_s] is left out; a step that is not positive gives an empty trend. Memory: 8 bytes a stretch, and one
// stretch's readings. Any thread.
[[nodiscard]] Trend medianTrend(std::span<const double> times_s, double duration_s, double step_s,
                                const std::function<Reading(std::size_t)>& reading);

}  // namespace triptych::measure
