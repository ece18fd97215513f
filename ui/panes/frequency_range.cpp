#include "ui/panes/frequency_range.h"

#include <algorithm>

namespace triptych::ui {
namespace {

constexpr double kSlowest_hz = 0.05, kFromZero_hz = 0.5;

struct Limits {
    double low_hz, high_hz;
};
Limits limitsOf(FrequencyRange range, double nyquist_hz) {
    switch (range) {
        case FrequencyRange::diagnostic:
            return {kSlowest_hz, 150};
        case FrequencyRange::complexes:
            return {5, 40};
        case FrequencyRange::slow:
            return {kSlowest_hz, 5};
        case FrequencyRange::usual:
        case FrequencyRange::whole:
            break;
    }
    return {kSlowest_hz, nyquist_hz};
}

}  // namespace

FrequencyAxis axisOf(FrequencyRange range, const FrequencyAxis& usual, double rate_hz) {
    const double nyquist_hz = rate_hz / 2;
    const auto [low_hz, high_hz] = limitsOf(range, nyquist_hz);
    if (range == FrequencyRange::usual || !(nyquist_hz > 2 * low_hz)) return usual;
    const bool from_zero = !usual.logarithmic && low_hz <= kFromZero_hz;
    return {from_zero ? 0.0 : low_hz, std::min(high_hz, nyquist_hz), usual.logarithmic};
}

}  // namespace triptych::ui
