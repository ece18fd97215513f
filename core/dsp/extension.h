// How a signal is taken to go on beyond its ends, so that a filter run both ways has settled when it reaches them.
// Private to this room.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace triptych::dsp {

// For a baseline filter: `pad` samples on either side, the signal turned by 180° about its baseline at that end
// (2·baseline - x). The baseline is the end value of a straight line through `fit` samples, not the end sample itself:
// a record that begins on an R wave must not start with a step. pad < signal.size().
[[nodiscard]] std::vector<float> turnedAboutBaseline(std::span<const float> signal, std::size_t pad, std::size_t fit);

// For low-passes and notches, on a signal without baseline: the signal mirrored at its end samples, but for sines at
// `mains_hz`, which are fitted to the second next to the end and go on in their own phase. pad < signal.size().
[[nodiscard]] std::vector<float> mirroredWithMains(std::span<const float> signal, std::size_t pad,
                                                   std::span<const double> mains_hz, double rate_hz);

}  // namespace triptych::dsp
