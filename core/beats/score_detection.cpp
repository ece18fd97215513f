#include "core/beats/beat_pairs.h"
#include "core/beats/detect.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace triptych::beats {
namespace {

constexpr std::int64_t kNever = std::numeric_limits<std::int64_t>::max();

struct Stretch {
    std::int64_t first, last;
};

// Reference beats and flutter, on the clock of the test beats.
struct Reference {
    std::vector<std::int64_t> beats;
    std::vector<Stretch> flutter;

    [[nodiscard]] bool inFlutter(std::int64_t at) const {
        return std::any_of(flutter.begin(), flutter.end(),
                           [at](Stretch stretch) { return stretch.first <= at && at <= stretch.last; });
    }
};

Reference onClockOf(double rate_hz, const AnnotationSet& set) {
    const double scale = set.rate_hz > 0 ? rate_hz / set.rate_hz : 1.0;
    Reference reference;
    bool fluttering = false;
    for (const Annotation& annotation : set.annotations) {
        const std::int64_t at = std::llround(static_cast<double>(annotation.sample) * scale);
        if (annotation.code == kFlutterOn && !fluttering) {
            fluttering = true;
            reference.flutter.push_back({at, kNever});
        } else if (annotation.code == kFlutterOff && fluttering) {
            fluttering = false;
            reference.flutter.back().last = at;
        } else if (isBeat(annotation.code) && !fluttering) {
            reference.beats.push_back(at);
        }
    }
    std::sort(reference.beats.begin(), reference.beats.end());
    return reference;
}

double ratio(std::int64_t part, std::int64_t rest) {
    return part + rest > 0 ? static_cast<double>(part) / static_cast<double>(part + rest)
                           : std::numeric_limits<double>::quiet_NaN();
}

}  // namespace

double DetectionScore::sensitivity() const {
    return ratio(true_positive, false_negative);
}
double DetectionScore::positivePredictivity() const {
    return ratio(true_positive, false_positive);
}

DetectionScore scoreDetection(const AnnotationSet& reference_set, const std::vector<std::int64_t>& test_beats,
                              double rate_hz, double window_s, double start_s, double end_s) {
    const Reference truth = onClockOf(rate_hz, reference_set);
    std::vector<std::int64_t> tests = test_beats;
    std::sort(tests.begin(), tests.end());
    DetectionScore score;
    for (const BeatPair& pair :
         pairBeats(truth.beats, tests,
                   {sampleAtTime(window_s, rate_hz), sampleAtTime(start_s, rate_hz), sampleAtTime(end_s, rate_hz)})) {
        if (pair.both()) {
            ++score.true_positive;
        } else if (pair.test == kNoBeat) {
            ++score.false_negative;
        } else if (!truth.inFlutter(tests[pair.test])) {
            ++score.false_positive;
        }
    }
    return score;
}

}  // namespace triptych::beats
