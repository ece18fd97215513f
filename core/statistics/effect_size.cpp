#include "core/statistics/effect_size.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

namespace triptych::statistics {
namespace {

struct Moments {
    double mean = 0;
    double squares = 0;  // sum of squared deviations from the mean
};

Moments momentsOf(std::span<const double> values) {
    Moments out;
    for (const double value : values) out.mean += value / static_cast<double>(values.size());
    for (const double value : values) out.squares += (value - out.mean) * (value - out.mean);
    return out;
}

// A spread that is nothing but the rounding of equal values is none.
bool isSpread(double deviation, double scale) {
    return deviation > 1e-12 * std::abs(scale) && deviation > 0;
}

}  // namespace

std::optional<double> cohensD(std::span<const double> first, std::span<const double> second) {
    if (first.size() < 2 || second.size() < 2) return std::nullopt;
    const Moments a = momentsOf(first);
    const Moments b = momentsOf(second);
    const double freedom = static_cast<double>(first.size() + second.size() - 2);
    const double deviation = std::sqrt((a.squares + b.squares) / freedom);
    if (!isSpread(deviation, std::abs(a.mean) + std::abs(b.mean))) return std::nullopt;
    return (a.mean - b.mean) / deviation;
}

std::optional<double> cohensDz(std::span<const double> first, std::span<const double> second) {
    if (first.size() != second.size() || first.size() < 2) return std::nullopt;
    std::vector<double> differences(first.size());
    double scale = 0;
    for (std::size_t i = 0; i < first.size(); ++i) {
        differences[i] = first[i] - second[i];
        scale = std::max({scale, std::abs(first[i]), std::abs(second[i])});
    }
    const Moments of = momentsOf(differences);
    const double deviation = std::sqrt(of.squares / static_cast<double>(differences.size() - 1));
    if (!isSpread(deviation, scale)) return std::nullopt;
    return of.mean / deviation;
}

}  // namespace triptych::statistics
