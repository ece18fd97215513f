#include "core/synth/exact_math.h"

#include <array>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numbers>

namespace triptych::synth {
namespace {

// 1 / (n (n - 1)): what turns one term of the series of sine and cosine into the next.
constexpr auto kRatio = [] {
    std::array<double, 19> ratio{};
    for (std::size_t n = 2; n < ratio.size(); ++n) ratio[n] = 1.0 / static_cast<double>(n * (n - 1));
    return ratio;
}();

// Taylor series by Horner's rule; |x| <= π/4 leaves errors below 1e-16.
double sinSmall(double x) {
    const double s = x * x;
    double sum = 1.0;
    for (std::size_t n = 17; n >= 3; n -= 2) sum = 1.0 - s * kRatio[n] * sum;
    return x * sum;
}

double cosSmall(double x) {
    const double s = x * x;
    double sum = 1.0;
    for (std::size_t n = 18; n >= 2; n -= 2) sum = 1.0 - s * kRatio[n] * sum;
    return sum;
}

}  // namespace

double exactExp(double x) {
    // ln 2 in two parts, the first of so few bits that its multiples are exact.
    constexpr double kLn2High = 0x1.62e42fep-1;
    constexpr double kLn2Low = 0x1.f473de6af278fp-30;
    const double k = std::floor(x * std::numbers::log2e + 0.5);
    const double r = (x - k * kLn2High) - k * kLn2Low;  // |r| <= ln(2)/2
    constexpr double kInverseFactorial[] = {
        1.0,        1.0,         1.0 / 2,      1.0 / 6,       1.0 / 24,       1.0 / 120,       1.0 / 720,
        1.0 / 5040, 1.0 / 40320, 1.0 / 362880, 1.0 / 3628800, 1.0 / 39916800, 1.0 / 479001600, 1.0 / 6227020800};
    double sum = 0;
    for (int n = 13; n >= 0; --n) sum = sum * r + kInverseFactorial[n];
    // sum · 2^k: 2^k from its exponent's bits, as |k| stays below 1023.
    return sum * std::bit_cast<double>(static_cast<std::uint64_t>(static_cast<std::int64_t>(k) + 1023) << 52);
}

double sinTurns(double turns) {
    const double whole = turns - std::floor(turns);       // [0, 1), exact
    const double quarters = std::floor(whole * 4 + 0.5);  // 0..4
    const double x = (whole - quarters / 4) * (2 * std::numbers::pi);
    switch (static_cast<int>(quarters) % 4) {
        case 0:
            return sinSmall(x);
        case 1:
            return cosSmall(x);
        case 2:
            return -sinSmall(x);
        default:
            return -cosSmall(x);
    }
}

double cosTurns(double turns) {
    return sinTurns(turns - std::floor(turns) + 0.25);  // reduced first: a large number has no room for the quarter
}

}  // namespace triptych::synth
