#include "ui/panes/overview_bins.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <utility>

namespace triptych::ui {
namespace {

constexpr double kShortestRr_s = 0.2, kLongestRr_s = 3;

// Bin of a time, or nothing outside the record.
std::optional<std::size_t> binOf(double time_s, double duration_s, std::size_t bins) {
    const double place = time_s / duration_s * static_cast<double>(bins);
    if (!(place >= 0) || place > static_cast<double>(bins)) return std::nullopt;
    return std::min(static_cast<std::size_t>(place), bins - 1);
}

}  // namespace

std::optional<double> rateInterval_s(const LabelledBeat& before, const LabelledBeat& beat,
                                     const beats::SignalGaps* gaps) {
    const double apart_s = beat.time_s - before.time_s;
    if (beat.no_interval || apart_s < kShortestRr_s || apart_s > kLongestRr_s) return std::nullopt;
    return beats::rrInterval_s(before.time_s, beat.time_s, gaps);
}

bool hasPaintedClass(const LabelledBeat& beat) {
    return beat.silence == Silence::none || beatClassOf(beat.code, ClassMapping::display).has_value();
}

std::vector<RateBin> rateBins(std::span<const LabelledBeat> beats, double duration_s, std::size_t bins,
                              const beats::SignalGaps* gaps, double from_s) {
    constexpr float kNone = std::numeric_limits<float>::quiet_NaN();
    std::vector<RateBin> made(bins, {kNone, kNone, kNone});
    if (bins == 0 || !(duration_s > 0)) return made;
    std::vector<double> rr_sum(bins, 0);
    std::vector<std::uint32_t> intervals(bins, 0);
    for (std::size_t i = 1; i < beats.size(); ++i) {
        const auto interval_s = rateInterval_s(beats[i - 1], beats[i], gaps);
        if (!interval_s) continue;
        const double rr_s = *interval_s;
        const auto bin = binOf(beats[i].time_s - from_s, duration_s, bins);
        if (!bin) continue;
        const auto rate_bpm = static_cast<float>(60 / rr_s);
        RateBin& rate = made[*bin];
        if (intervals[*bin]++ == 0) {
            rate.low_bpm = rate.high_bpm = rate_bpm;
        } else {
            rate.low_bpm = std::min(rate.low_bpm, rate_bpm);
            rate.high_bpm = std::max(rate.high_bpm, rate_bpm);
        }
        rr_sum[*bin] += rr_s;
    }
    for (std::size_t bin = 0; bin < bins; ++bin) {
        if (intervals[bin] > 0) made[bin].mean_bpm = static_cast<float>(60 * intervals[bin] / rr_sum[bin]);
    }
    return made;
}

std::vector<ClassCounts> classBins(std::span<const LabelledBeat> beats, double duration_s, std::size_t bins,
                                   double from_s) {
    std::vector<ClassCounts> made(bins, ClassCounts{});
    if (bins == 0 || !(duration_s > 0)) return made;
    for (const LabelledBeat& beat : beats) {
        if (!hasPaintedClass(beat)) continue;
        if (const auto bin = binOf(beat.time_s - from_s, duration_s, bins)) {
            ++made[*bin][static_cast<std::size_t>(paintedClass(beat.code))];
        }
    }
    return made;
}

std::vector<Stretch> noisyStretches(const Layers& layers, double duration_s) {
    std::vector<Stretch> made;
    const Layer* noise = layerOf(layers, LayerKind::noise, LayerMaker::annotator);
    if (noise == nullptr || noise->source != layers.front()->source || !(noise->rate_hz > 0)) return made;
    std::optional<double> since;
    for (const Annotation& mark : noise->marks) {
        if (mark.code != kNoise) continue;
        const double time_s = std::clamp(static_cast<double>(mark.sample) / noise->rate_hz, 0.0, duration_s);
        const bool noisy = mark.subtype != 0;  // bits name signals, -1 is unreadable (WFDB, annotation codes)
        if (noisy && !since) since = time_s;
        if (!noisy && since) made.push_back({*std::exchange(since, std::nullopt), time_s});
    }
    if (since) made.push_back({*since, duration_s});
    return made;
}

std::vector<Stretch> stretchesNotRead(const ViewState& state) {
    std::vector<Stretch> noisy = noisyStretches(state.record().layers(), state.record().duration_s());
    if (const auto& said = state.model().classification()) {
        for (const UnreadableSpan& span : said->unreadable) noisy.push_back({span.from_s, span.to_s});
    }
    return noisy;
}

}  // namespace triptych::ui
