// Figures of values in order.
#pragma once

#include <span>
#include <vector>

namespace triptych::statistics {

// The q-quantile of ascending values, 0 <= q <= 1, linear between two of them (Hyndman & Fan's type 7). NaN where there
// is none.
[[nodiscard]] double quantile(std::span<const double> ascending, double q);
// Of values in any order, none of them NaN; between the two in the middle where their number is even. NaN where there
// is none.
[[nodiscard]] double median(std::vector<double> values);

}  // namespace triptych::statistics
