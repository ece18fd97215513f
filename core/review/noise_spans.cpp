#include "core/review/noise_spans.h"

#include <algorithm>

namespace triptych::review {
namespace {

// `spans` without [from_s, to_s).
std::vector<NoiseSpan> without(const std::vector<NoiseSpan>& spans, const NoiseSpan& cut) {
    std::vector<NoiseSpan> out;
    for (const NoiseSpan& one : spans) {
        if (one.to_s <= cut.from_s || one.from_s >= cut.to_s) {
            out.push_back(one);
            continue;
        }
        if (one.from_s < cut.from_s) out.push_back({one.from_s, cut.from_s});
        if (one.to_s > cut.to_s) out.push_back({cut.to_s, one.to_s});
    }
    return out;
}

}  // namespace

std::vector<NoiseSpan> noiseSpans(const RhythmJournal& journal, double rate_hz) {
    std::vector<NoiseSpan> out;
    if (!(rate_hz > 0)) return out;
    for (const RhythmWord& word : journal.words()) {
        const NoiseSpan span{static_cast<double>(word.place.from) / rate_hz,
                             static_cast<double>(word.place.to) / rate_hz};
        const bool says_noise = word.value.name == kNoiseWord && !word.value.denied;
        // That it is no fibrillation says nothing of noise.
        if (word.value.denied && word.value.name != kNoiseWord) continue;
        out = without(out, span);
        if (says_noise) out.push_back(span);
    }
    std::ranges::sort(out, {}, &NoiseSpan::from_s);
    std::vector<NoiseSpan> joined;
    for (const NoiseSpan& one : out) {
        if (!joined.empty() && one.from_s <= joined.back().to_s) {
            joined.back().to_s = std::max(joined.back().to_s, one.to_s);
        } else {
            joined.push_back(one);
        }
    }
    return joined;
}

bool isNoise(const std::vector<NoiseSpan>& spans, double time_s) {
    const auto after = std::ranges::upper_bound(spans, time_s, {}, &NoiseSpan::from_s);
    return after != spans.begin() && time_s < (after - 1)->to_s;
}

}  // namespace triptych::review
