#include "core/beats/detect.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
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

// One of the two lists with the beat at hand and the one after it; kNever past the end.
class Cursor {
public:
    Cursor(const std::vector<std::int64_t>& beats, std::size_t at) : beats_(beats), at_(at) {}
    [[nodiscard]] std::int64_t now() const { return at_ < beats_.size() ? beats_[at_] : kNever; }
    [[nodiscard]] std::int64_t next() const { return at_ + 1 < beats_.size() ? beats_[at_ + 1] : kNever; }
    void advance() { ++at_; }

private:
    const std::vector<std::int64_t>& beats_;
    std::size_t at_;
};

std::int64_t distance(std::int64_t a, std::int64_t b) {
    return a == kNever || b == kNever ? kNever : std::abs(a - b);
}

std::int64_t sampleAt(double time_s, double rate_hz) {
    const double sample = std::floor(time_s * rate_hz + 1e-6);
    return sample < 1e18 ? static_cast<std::int64_t>(sample) : kNever - 1;
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
    const std::int64_t window = sampleAt(window_s, rate_hz);
    const std::int64_t start = sampleAt(start_s, rate_hz);
    const std::int64_t end = sampleAt(end_s, rate_hz);

    DetectionScore score;
    const auto indexFrom = [start](const std::vector<std::int64_t>& beats) {
        return static_cast<std::size_t>(std::lower_bound(beats.begin(), beats.end(), start) - beats.begin());
    };
    Cursor reference(truth.beats, indexFrom(truth.beats));
    const std::size_t first_test = indexFrom(tests);
    Cursor test(tests, first_test);

    // The border at start_s: a detection just before it may belong to the first counted reference beat, and one just
    // after it, when a nearer one follows, to a reference beat that is not counted.
    if (first_test > 0 && distance(reference.now(), tests[first_test - 1]) <= window &&
        distance(reference.now(), tests[first_test - 1]) < distance(reference.now(), test.now())) {
        ++score.true_positive;
        reference.advance();
    } else if (test.now() != kNever && test.now() - start <= window &&
               distance(reference.now(), test.next()) < distance(reference.now(), test.now())) {
        test.advance();
    }

    // The earlier of the two beats at hand is paired with the later one, if that lies within the window and is not
    // nearer to the earlier one's successor; otherwise it stands alone.
    while (std::min(reference.now(), test.now()) <= end) {
        const std::int64_t apart = distance(reference.now(), test.now());
        const bool test_first = test.now() < reference.now();
        const std::int64_t rival =
            test_first ? distance(reference.now(), test.next()) : distance(test.now(), reference.next());
        if (apart <= window && apart < rival) {
            ++score.true_positive;
            reference.advance();
            test.advance();
        } else if (test_first) {
            if (!truth.inFlutter(test.now())) ++score.false_positive;
            test.advance();
        } else {
            ++score.false_negative;
            reference.advance();
        }
    }
    return score;
}

}  // namespace triptych::beats
