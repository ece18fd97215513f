// The median, as every part of this room means it: of an even count, the mean of the two middle values.
#pragma once

#include <algorithm>
#include <cstddef>
#include <span>

namespace triptych::beats {

// Reorders `values`; 0 when there are none. No value may be NaN.
template <class T>
[[nodiscard]] T medianInPlace(std::span<T> values) {
    if (values.empty()) return T{};
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    if (values.size() % 2 == 1) return *middle;
    return (*std::max_element(values.begin(), middle) + *middle) / T{2};
}

// The value below which `fraction` (0..1) of `values` lies, nearest rank. Reorders `values`; 0 when there are none.
template <class T>
[[nodiscard]] T quantileInPlace(std::span<T> values, double fraction) {
    if (values.empty()) return T{};
    const auto last = static_cast<double>(values.size() - 1);
    const auto rank = static_cast<std::ptrdiff_t>(std::clamp(fraction, 0.0, 1.0) * last + 0.5);
    std::nth_element(values.begin(), values.begin() + rank, values.end());
    return values[static_cast<std::size_t>(rank)];
}

}  // namespace triptych::beats
