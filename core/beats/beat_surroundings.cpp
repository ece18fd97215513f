#include "core/beats/beat_surroundings.h"

#include "core/beats/median.h"

#include <algorithm>
#include <cmath>

namespace triptych::beats {
namespace {

constexpr std::size_t kSectionsAround = 8;
constexpr std::size_t kBeatsAround = 8;
constexpr std::size_t kOthersAround = 12;
constexpr double kFirstThreshold_log2 = 1.5;
constexpr double kThresholdShare = 0.65;
constexpr double kLeastThreshold_log2 = 0.6, kMostThreshold_log2 = 2.4;
constexpr double kOthersQuantile = 0.75;
constexpr float kOthersLargest = 0.6F;  // of the level: a larger non-beat is a missed beat, not a measure of noise
constexpr double kFastestRr_s = 0.25, kSlowestRr_s = 2.5;
// Beats against what lies between them (the envelope's median): 99 % of noise of any colour stays under 2.5, where 99 %
// of real beats are over 6. Under 2.5 only a regular train is believed (a fast wide rhythm fills the time between its
// beats): noise chosen for its rhythm still varies by 10 % or more. A sine has 1.0 to 1.4, however regular.
constexpr std::size_t kQuietSections = 4;
constexpr float kClearContrast = 2.5F, kLeastContrast = 1.7F;
constexpr double kRegularInterval = 0.08;
constexpr float kRegularSize = 0.08F;
constexpr std::size_t kSmallestIsland = 6;  // fewer beats between two stretches of noise are noise too

double log2Of(float size) {
    return static_cast<double>(std::log2(std::max(size, kLeastSize)));
}

std::vector<std::size_t> othersThan(const std::vector<std::size_t>& beats, std::size_t count) {
    std::vector<std::size_t> others;
    others.reserve(count - beats.size());
    std::size_t beat = 0;
    for (std::size_t i = 0; i < count; ++i) {
        if (beat < beats.size() && beats[beat] == i) {
            ++beat;
        } else {
            others.push_back(i);
        }
    }
    return others;
}

// Median absolute deviation over median; reorders.
template <class T>
T spread(std::vector<T>& values) {
    const T middle = medianInPlace(std::span(values));
    for (T& value : values) value = std::abs(value - middle);
    return medianInPlace(std::span(values)) / middle;
}

bool standsOut(const QrsCandidates& candidates, const std::vector<std::size_t>& beats, std::size_t beat,
               double rate_hz) {
    const std::vector<Candidate>& peaks = candidates.peaks;
    const std::size_t section = peaks[beats[beat]].at / candidates.section_samples;
    std::vector<float> between;
    for (std::size_t s = section > kQuietSections ? section - kQuietSections : 0;
         s < std::min(candidates.sections.size(), section + kQuietSections + 1); ++s) {
        between.push_back(candidates.sections[s].median);
    }
    const std::size_t first = beat > kBeatsAround ? beat - kBeatsAround : 0;
    const std::size_t past = std::min(beats.size(), beat + kBeatsAround + 1);
    std::vector<float> sizes;
    for (std::size_t i = first; i < past; ++i) sizes.push_back(peaks[beats[i]].size);
    const float contrast = medianInPlace(std::span(sizes)) / std::max(medianInPlace(std::span(between)), kLeastSize);
    if (contrast >= kClearContrast) return true;
    if (contrast < kLeastContrast || past - first < kFewestBeats) return false;

    std::vector<double> intervals;
    for (std::size_t i = first + 1; i < past; ++i) {
        intervals.push_back(static_cast<double>(peaks[beats[i]].at - peaks[beats[i - 1]].at) / rate_hz);
    }
    return spread(intervals) < kRegularInterval && spread(sizes) < kRegularSize;
}

}  // namespace

std::vector<Surroundings> surroundingsBySection(const QrsCandidates& candidates) {
    const std::vector<EnvelopeSection>& sections = candidates.sections;
    std::vector<Surroundings> by_section(sections.size());
    const std::vector<float> sizes = mediansAround(sections, kSectionsAround, &EnvelopeSection::largest);
    for (std::size_t s = 0; s < sections.size(); ++s) by_section[s] = {log2Of(sizes[s]), kFirstThreshold_log2, 0};
    std::vector<Surroundings> result(candidates.peaks.size());
    for (std::size_t i = 0; i < result.size(); ++i) {
        result[i] = by_section[candidates.peaks[i].at / candidates.section_samples];
    }
    return result;
}

std::vector<Surroundings> surroundingsByBeats(const QrsCandidates& candidates, const std::vector<std::size_t>& beats,
                                              double rate_hz) {
    const std::vector<Candidate>& peaks = candidates.peaks;
    const std::vector<std::size_t> others = othersThan(beats, peaks.size());
    const auto interval = [&](std::size_t beat) {  // up to this beat
        return static_cast<double>(peaks[beats[beat]].at - peaks[beats[beat - 1]].at) / rate_hz;
    };
    std::vector<Surroundings> by_beat(beats.size());
    SlidingOrder<float> sizes, other_sizes;
    SlidingOrder<double> intervals;
    std::size_t first = 0, past = 0;                         // beats in the window
    std::size_t other = 0, first_other = 0, past_other = 0;  // others after the beat; others in the window
    for (std::size_t b = 0; b < beats.size(); ++b) {
        for (; past < beats.size() && past <= b + kBeatsAround; ++past) {
            sizes.insert(peaks[beats[past]].size);
            if (past > 0) intervals.insert(interval(past));
        }
        for (; first + kBeatsAround < b; ++first) {
            sizes.remove(peaks[beats[first]].size);
            intervals.remove(interval(first + 1));
        }
        while (other < others.size() && others[other] < beats[b]) ++other;
        for (; past_other < std::min(others.size(), other + kOthersAround); ++past_other) {
            other_sizes.insert(peaks[others[past_other]].size);
        }
        for (; first_other + kOthersAround < other; ++first_other) {
            other_sizes.remove(peaks[others[first_other]].size);
        }
        const float level = sizes.quantile(0.5);
        const float between = other_sizes.quantileBelow(kOthersLargest * level, kOthersQuantile);
        by_beat[b].level_log2 = log2Of(level);
        by_beat[b].threshold_log2 = std::clamp(kThresholdShare * (by_beat[b].level_log2 - log2Of(between)),
                                               kLeastThreshold_log2, kMostThreshold_log2);
        by_beat[b].rr_s = std::clamp(intervals.quantile(0.5), kFastestRr_s, kSlowestRr_s);
    }

    std::vector<Surroundings> result(peaks.size());
    std::size_t nearest = 0;
    for (std::size_t i = 0; i < peaks.size(); ++i) {
        const auto distance = [&](std::size_t beat) {
            const std::size_t at = peaks[beats[beat]].at;
            return at > peaks[i].at ? at - peaks[i].at : peaks[i].at - at;
        };
        while (nearest + 1 < beats.size() && distance(nearest + 1) <= distance(nearest)) ++nearest;
        result[i] = by_beat[nearest];
    }
    return result;
}

std::vector<std::size_t> withoutNoise(const QrsCandidates& candidates, const std::vector<std::size_t>& beats,
                                      double rate_hz) {
    std::vector<std::size_t> kept;
    kept.reserve(beats.size());
    std::size_t island = 0;    // length of the stretch of kept beats that ends here
    bool after_noise = false;  // that stretch began after a dropped beat
    for (std::size_t b = 0; b < beats.size(); ++b) {
        if (standsOut(candidates, beats, b, rate_hz)) {
            kept.push_back(beats[b]);
            ++island;
            continue;
        }
        if (after_noise && island < kSmallestIsland) kept.resize(kept.size() - island);
        island = 0;
        after_noise = true;
    }
    return kept;
}

}  // namespace triptych::beats
