#include "core/review/label_matching.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace triptych::review {

std::int64_t onClock(std::int64_t sample, double from_hz, double to_hz) {
    if (from_hz == to_hz || from_hz <= 0 || to_hz <= 0) return sample;
    return std::llround(static_cast<double>(sample) / from_hz * to_hz);
}

std::optional<std::size_t> nearestWithin(std::span<const std::int64_t> beat_samples, std::int64_t sample,
                                         std::int64_t tolerance_samples) {
    if (beat_samples.empty()) return std::nullopt;
    const auto after = std::lower_bound(beat_samples.begin(), beat_samples.end(), sample);
    auto nearest = after;
    if (after == beat_samples.end() || (after != beat_samples.begin() && sample - *(after - 1) < *after - sample)) {
        nearest = after - 1;
    }
    if (std::abs(*nearest - sample) > tolerance_samples) return std::nullopt;
    return static_cast<std::size_t>(nearest - beat_samples.begin());
}

std::map<std::size_t, std::int64_t> matchLabels(const ReaderLabels& labels, std::span<const std::int64_t> beat_samples,
                                                std::int64_t tolerance_samples) {
    std::map<std::size_t, std::int64_t> matched;
    for (const auto& [sample, label] : labels) {
        const auto beat = nearestWithin(beat_samples, sample, tolerance_samples);
        if (!beat) continue;
        const auto [held, inserted] = matched.emplace(*beat, sample);
        const std::int64_t at = beat_samples[*beat];
        if (!inserted && std::abs(at - sample) < std::abs(at - held->second)) held->second = sample;
    }
    return matched;
}

std::optional<std::int64_t> labelOfBeat(const ReaderLabels& labels, std::span<const std::int64_t> beat_samples,
                                        std::size_t beat, std::int64_t tolerance_samples) {
    const std::int64_t at = beat_samples[beat];
    std::optional<std::int64_t> best;
    for (auto label = labels.lower_bound(at - tolerance_samples);
         label != labels.end() && label->first <= at + tolerance_samples; ++label) {
        if (nearestWithin(beat_samples, label->first, tolerance_samples) != beat) continue;
        if (!best || std::abs(label->first - at) < std::abs(*best - at)) best = label->first;
    }
    return best;
}

}  // namespace triptych::review
