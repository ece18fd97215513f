// The periodogram of samples that come when they come, each with its weight. Private to this room.
#pragma once

#include "core/rhythm/nn_intervals.h"

#include <span>
#include <vector>

namespace triptych::rhythm {

struct WeighedSample {
    double time_s = 0;
    double value = 0;
    double lasts_s = 0;  // how much time it stands for
    double weight = 0;   // that, times the window
};

// Intervals in ms at the middles of their time; no window yet.
[[nodiscard]] std::vector<WeighedSample> samplesOf(std::span<const NnInterval> intervals);

// Values less their straight line, weights under a Hann window over the whole.
void putUnderWindow(std::vector<WeighedSample>& samples);

// Integral of the one-sided density over a band, in the square of the values' unit; NaN for fewer than four samples.
// Four frequencies to each that the length can part.
[[nodiscard]] double powerBetween(std::span<const WeighedSample> samples, double from_hz, double to_hz);

}  // namespace triptych::rhythm
