// Numbers with a fraction as the stored integers that a recording is made of: exactly where they are decimal or whole,
// else to a 2^30th of the largest.
#pragma once

#include "core/text/said.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace triptych::formats {

// How large the numbers of a signal are, counted by powers of two. Of those one may be a sentinel or a glitch of the
// transfer (1e12, 2147483647, -9999999999) that is so far from all others that no stored integers hold both.
class Magnitudes {
public:
    void add(double number);

    [[nodiscard]] double largest() const { return largest_; }  // of all numbers that a signal may have
    // The largest of those that are meant: what lies above is more than ten thousand times larger, and rarer. largest()
    // where nothing is so far away.
    [[nodiscard]] double meant() const;
    // How many are larger than that, numbers that no signal has among them.
    [[nodiscard]] std::int64_t beyond(double meant) const;

private:
    struct Class {
        int power = 0;  // of two
        std::int64_t count = 0;
        double largest = 0;
    };
    std::vector<Class> classes_;  // ascending
    std::size_t last_ = 0;        // found
    double largest_ = 0;
    std::int64_t absurd_ = 0;
};

struct Quantised {
    std::vector<std::int32_t> values;  // kMissingSample for NaN, infinities and what no signal is
    double gain = 1;                   // integers per unit of the numbers
    std::int64_t absurd = 0;           // numbers that are missing because all others are far smaller (absurdSamples())
};

// `precision`: the relative rounding that the numbers have gone through before (2^-24 for 32-bit ones).
[[nodiscard]] Quantised quantised(std::span<const double> numbers, double precision = 0x1p-52);

// For a warning: "3 values of II are absurdly far from all others and are shown as missing".
[[nodiscard]] text::Said absurdSamples(std::int64_t count, std::string_view lead);

}  // namespace triptych::formats
