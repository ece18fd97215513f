#include "core/rhythm/nn_intervals.h"

#include <algorithm>
#include <optional>

namespace triptych::rhythm {
namespace {

// Spans ascend, and so do the questions.
class Touching {
public:
    explicit Touching(std::span<const Span> spans) : spans_(spans) {}
    bool operator()(double from_s, double to_s) {
        while (next_ < spans_.size() && spans_[next_].to_s <= from_s) ++next_;
        return next_ < spans_.size() && spans_[next_].from_s < to_s;
    }

private:
    std::span<const Span> spans_;
    std::size_t next_ = 0;
};

}  // namespace

double NnSeries::length_s() const {
    double sum = 0;
    for (const NnInterval& interval : intervals) sum += interval.length_s;
    return sum;
}

NnSeries nnIntervals(std::span<const double> beats_s, std::span<const std::uint8_t> sinus,
                     std::span<const Span> unreadable, std::span<const Span> other_rhythm,
                     const beats::SignalGaps* gaps) {
    NnSeries out;
    Touching in_unreadable(unreadable), in_other(other_rhythm);
    bool joined = false;
    for (std::size_t i = 0; i + 1 < beats_s.size(); ++i) {
        const double from_s = beats_s[i], to_s = beats_s[i + 1], length_s = to_s - from_s;
        const bool unread = in_unreadable(from_s, to_s), other = in_other(from_s, to_s);
        std::optional<LeftOut> reason;
        if (!beats::rrInterval_s(from_s, to_s, gaps)) {
            reason = LeftOut::hole;
        } else if (unread) {
            reason = LeftOut::unreadable;
        } else if (sinus[i] == 0 || sinus[i + 1] == 0) {
            reason = LeftOut::ectopic;
        } else if (other) {
            reason = LeftOut::rhythm;
        } else if (length_s < kShortestNn_s || length_s > kLongestNn_s) {
            reason = LeftOut::range;
        }
        if (reason) {
            ++out.left_out[static_cast<std::size_t>(*reason)];
            out.left_out_s[static_cast<std::size_t>(*reason)] += std::max(length_s, 0.0);
        } else {
            out.intervals.push_back({to_s, length_s, joined});
        }
        joined = !reason;
    }
    return out;
}

std::span<const NnInterval> within(std::span<const NnInterval> intervals, double from_s, double to_s) {
    constexpr double kSame_s = 1e-9;
    const auto first = std::lower_bound(
        intervals.begin(), intervals.end(), from_s - kSame_s,
        [](const NnInterval& interval, double time_s) { return interval.end_s - interval.length_s < time_s; });
    const auto past =
        std::upper_bound(first, intervals.end(), to_s + kSame_s,
                         [](double time_s, const NnInterval& interval) { return time_s < interval.end_s; });
    return {first, past};
}

}  // namespace triptych::rhythm
