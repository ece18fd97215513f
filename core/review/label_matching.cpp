#include "core/review/label_matching.h"

#include <algorithm>
#include <cstdlib>

namespace triptych::review {

std::map<std::size_t, std::int64_t> matchLabels(const ReaderLabels& labels, std::span<const std::int64_t> beat_samples,
                                                std::int64_t tolerance_samples) {
    std::map<std::size_t, std::int64_t> matched;
    if (beat_samples.empty()) return matched;
    for (const auto& [sample, label] : labels) {
        const auto after = std::lower_bound(beat_samples.begin(), beat_samples.end(), sample);
        auto nearest = after;
        if (after == beat_samples.end() || (after != beat_samples.begin() && sample - *(after - 1) < *after - sample)) {
            nearest = after - 1;
        }
        const std::int64_t distance = std::abs(*nearest - sample);
        if (distance > tolerance_samples) continue;
        const auto beat = static_cast<std::size_t>(nearest - beat_samples.begin());
        const auto [held, inserted] = matched.emplace(beat, sample);
        if (!inserted && distance < std::abs(*nearest - held->second)) held->second = sample;
    }
    return matched;
}

}  // namespace triptych::review
