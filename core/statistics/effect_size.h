// How large a difference is, in units of how much things differ anyway (Cohen 1988, §2.2).
#pragma once

#include <optional>
#include <span>

namespace triptych::statistics {

// d = (mean of first − mean of second) / pooled standard deviation, of two independent samples. Nothing where a sample
// has fewer than two values or neither varies.
[[nodiscard]] std::optional<double> cohensD(std::span<const double> first, std::span<const double> second);

// d_z = mean of the differences / their standard deviation, of values in pairs: first[i] and second[i] belong together
// (the same fold and seed). Nothing where the spans are of different lengths, fewer than two pairs, or all differences
// are the same.
[[nodiscard]] std::optional<double> cohensDz(std::span<const double> first, std::span<const double> second);

}  // namespace triptych::statistics
