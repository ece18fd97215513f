#include "core/beats/signal_gaps.h"

#include <algorithm>
#include <cmath>

namespace triptych::beats {

double missing_s(const SignalGaps& gaps, double from_s, double to_s) {
    if (!(to_s > from_s)) return 0;
    if (!(gaps.rate_hz > 0)) return to_s - from_s;
    const double from = from_s * gaps.rate_hz, to = to_s * gaps.rate_hz;
    const auto samples = static_cast<double>(gaps.samples);
    double missing = std::max(0.0, std::min(to, 0.0) - from) + std::max(0.0, to - std::max(from, samples));
    auto gap = std::upper_bound(gaps.gaps.begin(), gaps.gaps.end(), from,
                                [](double at, const SignalGaps::Gap& of) { return at < static_cast<double>(of.past); });
    for (; gap != gaps.gaps.end() && static_cast<double>(gap->first) < to; ++gap) {
        missing += std::min(to, static_cast<double>(gap->past)) - std::max(from, static_cast<double>(gap->first));
    }
    return missing / gaps.rate_hz;
}

std::optional<double> rrInterval_s(double from_s, double to_s, const SignalGaps* gaps) {
    const double interval_s = to_s - from_s;
    if (!(interval_s > 0)) return std::nullopt;
    if (gaps != nullptr && missing_s(*gaps, from_s, to_s) >= kHidesBeat_s) return std::nullopt;
    return interval_s;
}

std::vector<std::uint8_t> missingBins(const SignalGaps& gaps, double duration_s, std::size_t bins) {
    std::vector<std::uint8_t> out(bins, 0);
    if (!(duration_s > 0)) return out;
    const double step_s = duration_s / static_cast<double>(bins);
    for (std::size_t bin = 0; bin < bins; ++bin) {
        const double from_s = static_cast<double>(bin) * step_s;
        // Half a bin of sums of doubles: what lies on the edge counts.
        out[bin] = 2 * missing_s(gaps, from_s, from_s + step_s) >= step_s * (1 - 1e-9) ? 1 : 0;
    }
    return out;
}

}  // namespace triptych::beats
