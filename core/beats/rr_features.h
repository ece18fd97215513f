// Dimensionless rhythm features of each beat (methods.md §1: pre/local, post/local, pre/post, local/record): how early
// it came and how long the heart then paused, independent of rate and species of recorder.
#pragma once

#include "core/domain/beat.h"

#include <array>
#include <string_view>
#include <vector>

namespace triptych::beats {

inline constexpr std::size_t kRrFeatures = 4;
inline constexpr std::array<std::string_view, kRrFeatures> kRrFeatureNames = {
    "pre-RR / local RR", "post-RR / local RR", "pre-RR / post-RR", "local RR / record RR"};

// log-ratios, clipped to ±2 (a factor of 7.4): [beats × kRrFeatures] row-major. local = mean RR of the 10 nearest
// intervals around the beat (five before it and five after it; at an end of the list, the first or last ten); record =
// median RR of the record. The first and last beat borrow their missing neighbour interval from the local mean. Fewer
// than three beats give zeros.
// An interval over three times the record's median is a hole in the marks (missing samples, unmarked flutter), not a
// rhythm: it counts as the pre- or post-RR of its own two beats, but not in the local mean of others; where all ten are
// such, local = record. Two marks on one sample count as one sample apart.
[[nodiscard]] std::vector<float> rrFeatures(const BeatList& beats);

}  // namespace triptych::beats
