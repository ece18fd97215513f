#include "core/beats/rr_features.h"

#include "core/beats/median.h"

#include <algorithm>
#include <cmath>

namespace triptych::beats {
namespace {

constexpr std::size_t kNeighbours = 10;
constexpr double kHole = 3.0;  // times the record's median
constexpr double kClip = 2.0;

// Mean of the ten intervals nearest to beat `beat`; interval i lies between beats i and i + 1.
double localMean(const std::vector<double>& intervals, std::size_t beat, double record) {
    const std::size_t size = std::min(kNeighbours, intervals.size());
    const std::size_t wanted = beat > kNeighbours / 2 ? beat - kNeighbours / 2 : 0;
    const std::size_t first = std::min(wanted, intervals.size() - size);
    double sum = 0;
    std::size_t counted = 0;
    for (std::size_t i = first; i < first + size; ++i) {
        if (intervals[i] > kHole * record) continue;
        sum += intervals[i];
        ++counted;
    }
    return counted > 0 ? sum / static_cast<double>(counted) : record;
}

float logRatio(double a, double b) {
    return static_cast<float>(std::clamp(std::log(a / b), -kClip, kClip));
}

}  // namespace

std::vector<float> rrFeatures(const BeatList& beats) {
    const std::size_t count = beats.beats.size();
    std::vector<float> features(count * kRrFeatures, 0.0F);
    if (count < 3) return features;

    std::vector<double> intervals(count - 1);  // in samples: every feature is a ratio
    for (std::size_t i = 0; i + 1 < count; ++i) {
        intervals[i] = std::max(1.0, static_cast<double>(beats.beats[i + 1].sample - beats.beats[i].sample));
    }
    std::vector<double> sorted = intervals;
    const double record = medianInPlace(std::span(sorted));

    for (std::size_t beat = 0; beat < count; ++beat) {
        const double local = localMean(intervals, beat, record);
        const double pre = beat > 0 ? intervals[beat - 1] : local;
        const double post = beat + 1 < count ? intervals[beat] : local;
        float* const row = features.data() + beat * kRrFeatures;
        row[0] = logRatio(pre, local);
        row[1] = logRatio(post, local);
        row[2] = logRatio(pre, post);
        row[3] = logRatio(local, record);
    }
    return features;
}

}  // namespace triptych::beats
