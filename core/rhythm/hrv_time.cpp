// Time domain and Poincaré plot.
#include "core/rhythm/hrv.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace triptych::rhythm {
namespace {

constexpr double kBin_s = 1.0 / 128;
constexpr double kMuch_ms = 50;
constexpr double kRounding_ms = 1e-9;  // 0.85 s less 0.80 s is not more than 50 ms

double deviation(std::span<const double> values) {
    if (values.size() < 2) return kNoFigure;
    double mean = 0, squares = 0;
    for (const double value : values) mean += value;
    mean /= static_cast<double>(values.size());
    for (const double value : values) squares += (value - mean) * (value - mean);
    return std::sqrt(squares / static_cast<double>(values.size() - 1));
}

}  // namespace

TimeFigures timeFigures(std::span<const NnInterval> intervals) {
    TimeFigures out;
    out.intervals = intervals.size();
    if (intervals.empty()) return out;
    std::vector<double> all_ms, across, along;
    std::map<long long, std::size_t> bins;
    double sum_ms = 0, squares = 0;
    std::size_t large = 0, most = 0;
    for (std::size_t i = 0; i < intervals.size(); ++i) {
        const double nn_ms = 1000 * intervals[i].length_s;
        all_ms.push_back(nn_ms);
        sum_ms += nn_ms;
        most = std::max(most, ++bins[static_cast<long long>(std::floor(intervals[i].length_s / kBin_s))]);
        if (i == 0 || !intervals[i].joined) continue;
        const double before_ms = 1000 * intervals[i - 1].length_s;
        const double difference = nn_ms - before_ms;
        squares += difference * difference;
        large += std::abs(difference) > kMuch_ms + kRounding_ms ? 1 : 0;
        across.push_back(difference / std::sqrt(2.0));
        along.push_back((nn_ms + before_ms) / std::sqrt(2.0));
    }
    out.differences = across.size();
    out.mean_nn_ms = sum_ms / static_cast<double>(intervals.size());
    out.mean_rate_bpm = 60'000 / out.mean_nn_ms;
    out.sdnn_ms = deviation(all_ms);
    out.triangular_index = static_cast<double>(intervals.size()) / static_cast<double>(most);
    if (across.empty()) return out;
    out.rmssd_ms = std::sqrt(squares / static_cast<double>(across.size()));
    out.pnn50 = static_cast<double>(large) / static_cast<double>(across.size());
    out.sd1_ms = deviation(across);
    out.sd2_ms = deviation(along);
    return out;
}

}  // namespace triptych::rhythm
