#include "core/formats/arrays/clocks.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace triptych::formats {
namespace {

constexpr std::size_t kFewest = 20;
constexpr double kStray = 0.51;  // of a step: what rounding to the nearest does, and a little
constexpr double kLongestStep_s = 0.5;

// "360" for 359.9998: times are written to a few digits, or as 32-bit numbers.
double roundedRate(double rate_hz, double uncertainty) {
    for (const double steps : {1.0, 10.0, 100.0, 1000.0}) {
        const double near = std::round(rate_hz * steps) / steps;
        if (near > 0 && std::abs(near - rate_hz) <= uncertainty * rate_hz) return near;
    }
    return rate_hz;
}

}  // namespace

std::optional<ArrayClock> clockOf(std::span<const double> times, double scale_s) {
    if (times.size() < kFewest || !std::all_of(times.begin(), times.end(), [](double t) { return std::isfinite(t); })) {
        return std::nullopt;
    }
    const auto count = static_cast<double>(times.size() - 1);
    const double step = (times.back() - times.front()) / count;
    if (!(step > 0)) return std::nullopt;
    constexpr double kRounding = 1e-6;
    bool counts = std::abs(step - 1) < kRounding;
    for (std::size_t i = 1; i < times.size(); ++i) {
        const double each = times[i] - times[i - 1];
        if (!(std::abs(each - step) <= kStray * step)) return std::nullopt;
        counts = counts && std::abs(each - 1) < kRounding;
    }
    if (counts && scale_s == 0) return std::nullopt;  // a counter, which says no rate
    ArrayClock clock;
    if (scale_s > 0) {
        clock.said = "it was taken for the time";
    } else {
        for (const double unit_s : {1.0, 1e-3, 1e-6, 1e-9}) {
            scale_s = unit_s;
            if (step * scale_s < kLongestStep_s) break;
        }
        clock.said = scale_s == 1      ? text::Said("it was taken for the time in seconds")
                     : scale_s == 1e-3 ? text::Said("it was taken for the time in milliseconds")
                     : scale_s == 1e-6 ? text::Said("it was taken for the time in microseconds")
                                       : text::Said("it was taken for the time in nanoseconds");
    }
    clock.rate_hz = roundedRate(1 / (step * scale_s), 0.1 / count);
    return clock;
}

}  // namespace triptych::formats
