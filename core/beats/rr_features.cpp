#include "core/beats/rr_features.h"

#include "core/beats/median.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <span>

namespace triptych::beats {
namespace {

constexpr double kHole = 3.0;  // times the record's median
constexpr double kClip = 2.0;
constexpr double kLargestChange = 1.0;
constexpr double kLate = 0.75;

// Interval i lies between beats i and i + 1, in samples: every feature is a ratio.
struct Rhythm {
    std::vector<double> intervals;
    std::vector<double> changes;  // |ln| of interval i + 1 over interval i
    double record = 1;            // median interval

    [[nodiscard]] bool isHole(std::size_t i) const { return intervals[i] > kHole * record; }
};

Rhythm rhythmOf(const BeatList& beats) {
    Rhythm rhythm;
    rhythm.intervals.resize(beats.beats.size() - 1);
    for (std::size_t i = 0; i < rhythm.intervals.size(); ++i) {
        rhythm.intervals[i] = std::max(1.0, static_cast<double>(beats.beats[i + 1].sample - beats.beats[i].sample));
    }
    std::vector<double> sorted = rhythm.intervals;
    rhythm.record = medianInPlace(std::span(sorted));
    for (std::size_t i = 0; i + 1 < rhythm.intervals.size(); ++i) {
        const double change = std::abs(std::log(rhythm.intervals[i + 1] / rhythm.intervals[i]));
        rhythm.changes.push_back(std::min(change, kLargestChange));
    }
    return rhythm;
}

// `before` items that end at item `at` (exclusive) and `after` items from it on; moved inwards at an end of the list.
template <class T>
std::span<const T> around(const std::vector<T>& items, std::size_t at, std::size_t before, std::size_t after) {
    const std::size_t size = std::min(before + after, items.size());
    const std::size_t first = std::min(at > before ? at - before : 0, items.size() - size);
    return std::span(items).subspan(first, size);
}

// The intervals of a span that are no holes; the record's median where none is left.
std::span<double> withoutHoles(const Rhythm& rhythm, std::span<const double> intervals, std::vector<double>& scratch) {
    scratch.clear();
    for (const double interval : intervals) {
        if (interval <= kHole * rhythm.record) scratch.push_back(interval);
    }
    if (scratch.empty()) scratch.push_back(rhythm.record);
    return scratch;
}

double meanOf(std::span<const double> values) {
    double sum = 0;
    for (const double value : values) sum += value;
    return values.empty() ? 0 : sum / static_cast<double>(values.size());
}

float logRatio(double a, double b) {
    return static_cast<float>(std::clamp(std::log(a / b), -kClip, kClip));
}

// The features of one beat, in the order of kRrFeatureNames.
void describe(const Rhythm& rhythm, std::size_t beat, std::vector<double>& scratch, std::span<float> row) {
    const std::vector<double>& intervals = rhythm.intervals;
    const std::size_t before_pre = beat > 0 ? beat - 1 : 0;
    const auto span = [&](std::size_t before, std::size_t after) {
        return withoutHoles(rhythm, around(intervals, beat, before, after), scratch);
    };
    const double local = meanOf(span(5, 5));
    const double last_five = meanOf(withoutHoles(rhythm, around(intervals, before_pre, 5, 0), scratch));
    const double of_60 = meanOf(span(30, 30));
    const double late = quantileInPlace(span(20, 20), kLate);
    const double median = medianInPlace(span(10, 10));
    // The k-th interval after pre-RR: 0 is pre-RR, 1 post-RR, -1 the one before.
    const auto interval = [&](int k) {
        const auto index = static_cast<std::ptrdiff_t>(beat) - 1 + k;
        const bool inside = index >= 0 && index < static_cast<std::ptrdiff_t>(intervals.size());
        return inside ? intervals[static_cast<std::size_t>(index)] : local;
    };
    const auto changes = [&](std::size_t either_side) {
        const auto part = around(rhythm.changes, before_pre, either_side, either_side);
        scratch.assign(part.begin(), part.end());
        return std::span(scratch);
    };
    const double pre = interval(0);
    const double post = interval(1);
    const std::array ratios = {
        logRatio(pre, local),           logRatio(post, local),      logRatio(pre, post),
        logRatio(local, rhythm.record), logRatio(pre, last_five),   logRatio(pre, interval(-1)),
        logRatio(post, interval(2)),    logRatio(pre, interval(2)), logRatio(pre, of_60),
        logRatio(post, of_60),          logRatio(local, of_60),     logRatio(pre, late),
        logRatio(post, late),           logRatio(late, median),
    };
    std::copy(ratios.begin(), ratios.end(), row.begin());
    std::size_t next = ratios.size();
    row[next++] = static_cast<float>(meanOf(changes(5)));
    row[next++] = static_cast<float>(meanOf(changes(10)));
    row[next++] = static_cast<float>(medianInPlace(changes(10)));
    row[next++] = static_cast<float>(medianInPlace(changes(30)));
    for (const int k : {-6, -5, -4, -3, -2, -1, 2, 3, 4}) row[next++] = logRatio(interval(k), of_60);
}

}  // namespace

std::vector<float> rrFeatures(const BeatList& beats) {
    const std::size_t count = beats.beats.size();
    std::vector<float> features(count * kRrFeatures, 0.0F);
    if (count < 3) return features;
    const Rhythm rhythm = rhythmOf(beats);
    std::vector<double> scratch;
    for (std::size_t beat = 0; beat < count; ++beat) {
        describe(rhythm, beat, scratch, std::span(features).subspan(beat * kRrFeatures, kRrFeatures));
    }
    return features;
}

}  // namespace triptych::beats
