#include "ui/panes/beat_trend.h"

#include <algorithm>
#include <limits>

namespace triptych::ui {

void BeatTrend::forget(std::size_t beat) {
    if (!blocks_.empty()) stale_.push_back(beat / kBlock);
}

void BeatTrend::follow(std::span<const LabelledBeat> beats, const beats::SignalGaps* gaps) {
    if (beats.data() != beats_.data() || beats.size() != beats_.size() || gaps != gaps_) forget();
    beats_ = beats;
    gaps_ = gaps;
    if (blocks_.empty()) {
        stale_.clear();
        for (std::size_t i = 0; i < beats_.size(); i += kBlock) {
            blocks_.push_back(summed(i, std::min(beats_.size(), i + kBlock)));
        }
    }
    for (const std::size_t block : stale_) {
        if (block >= blocks_.size()) continue;
        blocks_[block] = summed(block * kBlock, std::min(beats_.size(), (block + 1) * kBlock));
    }
    stale_.clear();
}

BeatTrend::Block BeatTrend::summed(std::size_t first, std::size_t past) const {
    Block out;
    for (std::size_t i = first; i < past; ++i) {
        const LabelledBeat& beat = beats_[i];
        if (hasPaintedClass(beat)) ++out.classed[static_cast<std::size_t>(paintedClass(beat.code))];
        ++out.painted[static_cast<std::size_t>(paintedClass(beat.code))];
        out.borderline = out.borderline || beat.borderline;
        const auto rr_s = i > 0 ? rateInterval_s(beats_[i - 1], beat, gaps_) : std::nullopt;
        if (!rr_s) continue;
        const auto rate_bpm = static_cast<float>(60 / *rr_s);
        out.low_bpm = out.intervals == 0 ? rate_bpm : std::min(out.low_bpm, rate_bpm);
        out.high_bpm = std::max(out.high_bpm, rate_bpm);
        out.rr_sum_s += *rr_s;
        ++out.intervals;
    }
    return out;
}

template <class Take>
void BeatTrend::overParts(double from_s, double duration_s, std::size_t bins, const Take& take) const {
    if (bins == 0 || !(duration_s > 0)) return;
    const auto isBefore = [](const LabelledBeat& beat, double time_s) { return beat.time_s < time_s; };
    auto next = std::lower_bound(beats_.begin(), beats_.end(), from_s, isBefore);
    for (std::size_t bin = 0; bin < bins && next != beats_.end(); ++bin) {
        const double end_s = from_s + duration_s * static_cast<double>(bin + 1) / static_cast<double>(bins);
        // The next few, then twice as many, and so on: parts are short.
        std::ptrdiff_t step = 1;
        while (step < beats_.end() - next && isBefore(next[step], end_s)) step *= 2;
        auto past = std::lower_bound(next, next + std::min(step + 1, beats_.end() - next), end_s, isBefore);
        // The end of all belongs to the last.
        if (bin + 1 == bins) {
            while (past != beats_.end() && past->time_s <= end_s) ++past;
        }
        auto i = static_cast<std::size_t>(next - beats_.begin());
        const auto last = static_cast<std::size_t>(past - beats_.begin());
        while (i < last) {
            if (i % kBlock == 0 && i + kBlock <= last) {
                take(bin, blocks_[i / kBlock]);
                i += kBlock;
            } else {
                take(bin, summed(i, i + 1));
                ++i;
            }
        }
        next = past;
    }
}

std::vector<RateBin> BeatTrend::rates(double from_s, double duration_s, std::size_t bins) const {
    constexpr float kNone = std::numeric_limits<float>::quiet_NaN();
    std::vector<RateBin> out(bins, {kNone, kNone, kNone});
    std::vector<double> rr_sum_s(bins, 0);
    std::vector<std::uint32_t> intervals(bins, 0);
    overParts(from_s, duration_s, bins, [&](std::size_t bin, const Block& block) {
        if (block.intervals == 0) return;
        RateBin& rate = out[bin];
        const bool is_first = intervals[bin] == 0;
        rate.low_bpm = is_first ? block.low_bpm : std::min(rate.low_bpm, block.low_bpm);
        rate.high_bpm = is_first ? block.high_bpm : std::max(rate.high_bpm, block.high_bpm);
        rr_sum_s[bin] += block.rr_sum_s;
        intervals[bin] += block.intervals;
    });
    for (std::size_t bin = 0; bin < bins; ++bin) {
        if (intervals[bin] > 0) out[bin].mean_bpm = static_cast<float>(60 * intervals[bin] / rr_sum_s[bin]);
    }
    return out;
}

std::vector<ClassCounts> BeatTrend::classes(double from_s, double duration_s, std::size_t bins) const {
    std::vector<ClassCounts> out(bins, ClassCounts{});
    overParts(from_s, duration_s, bins, [&](std::size_t bin, const Block& block) {
        for (std::size_t of = 0; of < kBeatClasses; ++of) out[bin][of] += block.classed[of];
    });
    return out;
}

std::vector<MarkColumn> BeatTrend::marks(double from_s, double duration_s, std::size_t bins) const {
    std::vector<MarkColumn> out(bins);
    overParts(from_s, duration_s, bins, [&](std::size_t bin, const Block& block) {
        for (std::size_t of = 0; of < kBeatClasses; ++of) out[bin].beats[of] += block.painted[of];
        out[bin].borderline = out[bin].borderline || block.borderline;
    });
    return out;
}

}  // namespace triptych::ui
