#include "ui/panes/overview_bins.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <utility>

namespace triptych::ui {
namespace {

constexpr double kShortestRr_s = 0.2, kLongestRr_s = 3;
constexpr std::size_t kBlock_samples = 1 << 16;

// Bin of a time, or nothing outside the record.
std::optional<std::size_t> binOf(double time_s, double duration_s, std::size_t bins) {
    const double place = time_s / duration_s * static_cast<double>(bins);
    if (!(place >= 0) || place > static_cast<double>(bins)) return std::nullopt;
    return std::min(static_cast<std::size_t>(place), bins - 1);
}

}  // namespace

std::vector<RateBin> rateBins(std::span<const LabelledBeat> beats, double duration_s, std::size_t bins) {
    constexpr float kNone = std::numeric_limits<float>::quiet_NaN();
    std::vector<RateBin> made(bins, {kNone, kNone, kNone});
    if (bins == 0 || !(duration_s > 0)) return made;
    std::vector<double> rr_sum(bins, 0);
    std::vector<std::uint32_t> intervals(bins, 0);
    for (std::size_t i = 1; i < beats.size(); ++i) {
        const double rr_s = beats[i].time_s - beats[i - 1].time_s;
        if (!(rr_s >= kShortestRr_s) || rr_s > kLongestRr_s) continue;
        const auto bin = binOf(beats[i].time_s, duration_s, bins);
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

std::vector<ClassCounts> classBins(std::span<const LabelledBeat> beats, double duration_s, std::size_t bins) {
    std::vector<ClassCounts> made(bins, ClassCounts{});
    if (bins == 0 || !(duration_s > 0)) return made;
    for (const LabelledBeat& beat : beats) {
        if (const auto bin = binOf(beat.time_s, duration_s, bins)) {
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

std::vector<std::uint8_t> missingBins(const Recording& recording, std::size_t lead, std::size_t bins, const Job& job) {
    std::vector<std::uint8_t> made(bins, 0);
    if (lead >= recording.leads.size() || !recording.source || bins == 0 || !(recording.duration_s > 0)) return made;
    const double rate_hz = recording.leads[lead].rate_hz;
    const double samples_per_bin = rate_hz * recording.duration_s / static_cast<double>(bins);
    if (!(samples_per_bin > 0)) return made;
    std::vector<std::uint32_t> missing(bins, 0);
    std::vector<float> block(kBlock_samples);
    const std::int64_t total = recording.leads[lead].samples;
    for (std::int64_t first = 0; first < total; first += static_cast<std::int64_t>(block.size())) {
        if (job.stopRequested()) return {};
        const auto count =
            static_cast<std::size_t>(std::min<std::int64_t>(static_cast<std::int64_t>(block.size()), total - first));
        const std::span part = std::span(block).first(count);
        recording.source->readPhysical(lead, first, part);
        for (std::size_t i = 0; i < count; ++i) {
            if (!std::isnan(part[i])) continue;
            const double bin = static_cast<double>(first + static_cast<std::int64_t>(i)) / samples_per_bin;
            ++missing[std::min(static_cast<std::size_t>(bin), bins - 1)];
        }
    }
    // Beyond a lead's own end every sample is missing: a lead shorter than its recording shows that. Counted, not read:
    // beside a lead of one sample an hour, one of a second's length would be gone through for years.
    const auto end = static_cast<double>(total);
    for (std::size_t bin = 0; bin < bins; ++bin) {
        const double first = static_cast<double>(bin) * samples_per_bin;
        const double beyond = std::clamp(first + samples_per_bin - std::max(first, end), 0.0, samples_per_bin);
        made[bin] = (static_cast<double>(missing[bin]) + beyond) * 2 >= samples_per_bin ? 1 : 0;
    }
    return made;
}

}  // namespace triptych::ui
