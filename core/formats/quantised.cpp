#include "core/formats/quantised.h"

#include "core/domain/recording.h"

#include <algorithm>
#include <cmath>

namespace triptych::formats {
namespace {

constexpr double kLargestStored = 2e9;
constexpr double kLargestNumber = 1e30;  // of any unit
constexpr int kMostDecimals = 9;

bool isUsable(double value) {
    return std::abs(value) <= kLargestNumber;  // NaN is not
}

// Are all whole numbers after this factor, as far as their precision can tell?
bool areWhole(std::span<const double> numbers, double factor, double precision) {
    return std::all_of(numbers.begin(), numbers.end(), [&](double number) {
        if (!isUsable(number)) return true;
        const double scaled = number * factor;
        return std::abs(scaled - std::nearbyint(scaled)) <= 4 * precision * std::abs(scaled);
    });
}

}  // namespace

Quantised quantised(std::span<const double> numbers, double precision) {
    constexpr double kTelling = 0.05;  // of a step: beyond it every number would pass for whole
    double largest = 0;
    for (const double number : numbers) largest = isUsable(number) ? std::max(largest, std::abs(number)) : largest;
    Quantised out;
    bool found = largest == 0;
    for (int decimals = 0; !found && decimals <= kMostDecimals; ++decimals) {
        const double factor = std::pow(10.0, decimals);
        if (largest * factor > kLargestStored || 4 * precision * largest * factor > kTelling) break;
        out.gain = factor;
        found = areWhole(numbers, factor, precision);
    }
    if (!found) out.gain = std::ldexp(1.0, 30 - std::ilogb(largest) - 1);
    out.values.reserve(numbers.size());
    for (const double number : numbers) {
        out.values.push_back(isUsable(number) ? static_cast<std::int32_t>(std::llround(number * out.gain))
                                              : kMissingSample);
    }
    return out;
}

}  // namespace triptych::formats
