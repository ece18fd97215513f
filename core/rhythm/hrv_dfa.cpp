// Detrended fluctuation analysis of short scales.
#include "core/rhythm/hrv.h"

#include <cmath>

namespace triptych::rhythm {
namespace {

constexpr std::size_t kSmallestBox = 4, kLargestBox = 16;

// Sum of squares of y about its straight line over 0..n-1.
double aboutLine(std::span<const double> y) {
    const auto n = static_cast<double>(y.size());
    const double middle = (n - 1) / 2, spread = n * (n * n - 1) / 12;
    double mean = 0, slope = 0, squares = 0;
    for (std::size_t i = 0; i < y.size(); ++i) {
        mean += y[i] / n;
        slope += y[i] * (static_cast<double>(i) - middle) / spread;
    }
    for (std::size_t i = 0; i < y.size(); ++i) {
        const double left = y[i] - mean - slope * (static_cast<double>(i) - middle);
        squares += left * left;
    }
    return squares;
}

// Runs of joined intervals, each as its profile.
std::vector<std::vector<double>> profilesOf(std::span<const NnInterval> intervals) {
    std::vector<std::vector<double>> runs;
    for (std::size_t i = 0; i < intervals.size(); ++i) {
        if (i == 0 || !intervals[i].joined) runs.emplace_back();
        runs.back().push_back(1000 * intervals[i].length_s);
    }
    for (std::vector<double>& run : runs) {
        double mean = 0, sum = 0;
        for (const double value : run) mean += value / static_cast<double>(run.size());
        for (double& value : run) value = sum += value - mean;
    }
    return runs;
}

}  // namespace

double dfaAlpha1(std::span<const NnInterval> intervals) {
    const auto runs = profilesOf(intervals);
    double n = 0, sx = 0, sy = 0, sxx = 0, sxy = 0;
    for (std::size_t box = kSmallestBox; box <= kLargestBox; ++box) {
        double squares = 0;
        std::size_t used = 0;
        for (const std::vector<double>& run : runs) {
            for (std::size_t first = 0; first + box <= run.size(); first += box, used += box) {
                squares += aboutLine(std::span(run).subspan(first, box));
            }
        }
        if (used < kDfaLeast || !(squares > 0)) return kNoFigure;
        const double x = std::log(static_cast<double>(box));
        const double y = std::log(squares / static_cast<double>(used)) / 2;
        n += 1, sx += x, sy += y, sxx += x * x, sxy += x * y;
    }
    return (n * sxy - sx * sy) / (n * sxx - sx * sx);
}

}  // namespace triptych::rhythm
