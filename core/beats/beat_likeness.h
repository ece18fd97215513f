// How a beat's P wave, QRS and T wave differ from those of the record's typical beat, and from the beat before: what a
// reader compares first, as a few numbers that need no labels and know no polarity and no lead.
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

namespace triptych::beats {

inline constexpr std::size_t kLikenessFeatures = 12;
// "unlike": 1 − correlation, 0 (same shape) to 2. "difference": root mean square in units of the typical QRS. A name
// with " / " is the logarithm of that ratio. All are 0 for a beat that equals the typical one.
inline constexpr std::array<std::string_view, kLikenessFeatures> kLikenessFeatureNames = {
    "QRS unlike typical",
    "QRS unlike typical, shifted",
    "P unlike typical",
    "T unlike typical",
    "QRS difference",
    "P difference",
    "QRS size / typical",
    "QRS breadth / typical",
    "QRS swings / typical",
    "QRS unlike beat before",
    "QRS of beat before unlike",
    "P difference of beat before"};

// `windows` [n × kProductLength] and `typical` [kProductLength] of one lead in one scale, the QRS of the typical beat
// about 1 high: [n × kLikenessFeatures] row-major. P is 0.27 to 0.06 s before the mark, QRS 0.06 before to 0.08 s after
// it, T 0.12 to 0.52 s after it; "shifted" takes the best of ±32 ms, against marks that lie a little off. The first
// beat of the list counts as its own beat before. Any thread.
[[nodiscard]] std::vector<float> likenessFeatures(std::span<const float> windows, std::span<const float> typical);

}  // namespace triptych::beats
