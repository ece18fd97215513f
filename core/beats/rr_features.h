// Dimensionless rhythm features of each beat: how early it came and how long the heart then paused, against several
// spans of its surroundings, how irregular those are, and the intervals around it one by one. docs/methods.md §1 names
// the first four; the others tell a premature beat from fibrillation, from a run and from a mostly ectopic record.
#pragma once

#include "core/domain/beat.h"

#include <array>
#include <string_view>
#include <vector>

namespace triptych::beats {

inline constexpr std::size_t kRrFeatures = 27;
// Every feature is a logarithm of a ratio; "change" is the factor between one interval and the next.
inline constexpr std::array<std::string_view, kRrFeatures> kRrFeatureNames = {
    "pre-RR / local RR",        "post-RR / local RR",       "pre-RR / post-RR",         "local RR / record RR",
    "pre-RR / last five",       "pre-RR / RR before",       "post-RR / RR after",       "pre-RR / RR after",
    "pre-RR / RR of 60",        "post-RR / RR of 60",       "local RR / RR of 60",      "pre-RR / late RR",
    "post-RR / late RR",        "late RR / median RR",      "mean change, 10 RR",       "mean change, 20 RR",
    "median change, 20 RR",     "median change, 60 RR",     "6th RR before / RR of 60", "5th RR before / RR of 60",
    "4th RR before / RR of 60", "3rd RR before / RR of 60", "2nd RR before / RR of 60", "RR before / RR of 60",
    "RR after / RR of 60",      "2nd RR after / RR of 60",  "3rd RR after / RR of 60"};

// Logarithms of ratios, clipped to ±2 (a factor of 7.4): [beats × kRrFeatures] row-major.
// - pre-RR ends at the beat, post-RR begins there; "RR before" is the one before pre-RR, "RR after" the one after
//   post-RR. An interval that lies beyond either end of the list counts as local RR.
// - local RR: mean of the 10 nearest intervals (five before the beat and five after it; at an end of the list, the
//   first or last ten). "last five": mean of the five before pre-RR, likewise. "RR of 60": mean of the 60 nearest.
//   "median RR": of the 20 nearest. "late RR": the upper quartile of the 40 nearest, what the heart does when nothing
//   comes early, even where most beats do. "record RR": the median of the record.
// - changes: of |ln| of the ratio of neighbouring intervals, clipped to 1, over the intervals around the beat.
// Fewer than three beats give zeros. An interval over three times the record's median is a hole in the marks (missing
// samples, unmarked flutter), not a rhythm: it counts as the pre- or post-RR of its own two beats, but not in a mean,
// median or quartile of others; where all of a span are such, it counts as the record's median. Two marks on one sample
// count as one sample apart.
[[nodiscard]] std::vector<float> rrFeatures(const BeatList& beats);

}  // namespace triptych::beats
