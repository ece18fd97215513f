// Numbers with a fraction as the stored integers that a recording is made of: exactly where they are decimal or whole,
// else to a 2^30th of the largest.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace triptych::formats {

struct Quantised {
    std::vector<std::int32_t> values;  // kMissingSample for NaN, infinities and what no signal is
    double gain = 1;                   // integers per unit of the numbers
};

// `precision`: the relative rounding that the numbers have gone through before (2^-24 for 32-bit ones).
[[nodiscard]] Quantised quantised(std::span<const double> numbers, double precision = 0x1p-52);

}  // namespace triptych::formats
