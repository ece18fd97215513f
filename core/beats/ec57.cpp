#include "core/beats/ec57.h"

#include "core/beats/beat_pairs.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>
#include <vector>

namespace triptych::beats {
namespace {

struct Stretch {
    std::int64_t first = 0;
    std::int64_t last = std::numeric_limits<std::int64_t>::max();
};

bool within(const std::vector<Stretch>& stretches, std::int64_t at) {
    return std::any_of(stretches.begin(), stretches.end(),
                       [at](const Stretch& stretch) { return stretch.first <= at && at <= stretch.last; });
}

MatrixLine lineOf(std::uint8_t code, ClassMapping mapping) {
    return static_cast<MatrixLine>(beatClassOf(code, mapping).value_or(BeatClass::unknown));
}

// One annotator's beats outside flutter.
struct Beats {
    std::vector<std::int64_t> samples;
    std::vector<MatrixLine> classes;
    std::vector<bool> interrupted;  // flutter or unreadable signal lies before this beat: it ends no RR interval
    std::vector<Stretch> flutter;
    std::vector<Stretch> unreadable;

    // In samples, of the interval that ends at beat `i`.
    [[nodiscard]] std::optional<std::int64_t> interval(std::size_t i) const {
        if (i == 0 || i >= samples.size() || interrupted[i]) return std::nullopt;
        return samples[i] - samples[i - 1];
    }
};

Beats beatsOf(const AnnotationSet& set, double rate_hz, ClassMapping mapping) {
    const double scale = rate_hz / set.rate_hz;
    Beats beats;
    bool fluttering = false;
    bool reading = true;
    bool interrupted = false;
    const auto readAgain = [&](std::int64_t at) {
        if (!reading) beats.unreadable.back().last = at;
        reading = true;
    };
    for (const Annotation& annotation : set.annotations) {
        const std::int64_t at = std::llround(static_cast<double>(annotation.sample) * scale);
        switch (annotation.code) {
            case kFlutterOn:
                if (!fluttering) beats.flutter.push_back({at});
                fluttering = interrupted = true;
                continue;
            case kFlutterOff:
                if (fluttering) beats.flutter.back().last = at;
                fluttering = false;
                interrupted = true;
                continue;
            case kNoise:
                // annot(5): subtype -1 says that no signal can be read; any other, that one can again.
                if (annotation.subtype != -1) {
                    readAgain(at);
                    continue;
                }
                if (reading) beats.unreadable.push_back({at});
                reading = false;
                interrupted = true;
                continue;
            default:
                break;
        }
        if (!isBeat(annotation.code)) continue;
        readAgain(at);
        if (fluttering) continue;
        beats.samples.push_back(at);
        beats.classes.push_back(lineOf(annotation.code, mapping));
        beats.interrupted.push_back(interrupted);
        interrupted = false;
    }
    return beats;
}

// The intervals that end at the two beats at hand are compared before every step, whichever beat the step takes.
double rrErrorMs(const Beats& reference, const Beats& test, const std::vector<BeatPair>& pairs, double rate_hz) {
    const auto firstOf = [&](std::size_t BeatPair::*side) {
        const auto found =
            std::find_if(pairs.begin(), pairs.end(), [&](const BeatPair& pair) { return pair.*side != kNoBeat; });
        return found == pairs.end() ? kNoBeat : (*found).*side;
    };
    std::size_t reference_at = firstOf(&BeatPair::reference);
    std::size_t test_at = firstOf(&BeatPair::test);
    if (reference_at == kNoBeat || test_at == kNoBeat) return std::numeric_limits<double>::quiet_NaN();
    double sum = 0;
    std::int64_t count = 0;
    for (const BeatPair& pair : pairs) {
        const auto wanted = reference.interval(reference_at);
        const auto found = test.interval(test_at);
        if (wanted && found) {
            const auto error = static_cast<double>(*wanted - *found);
            sum += error * error;
            ++count;
        }
        if (pair.reference != kNoBeat) reference_at = pair.reference + 1;
        if (pair.test != kNoBeat) test_at = pair.test + 1;
    }
    return count == 0 ? std::numeric_limits<double>::quiet_NaN()
                      : 1000.0 * std::sqrt(sum / static_cast<double>(count)) / rate_hz;
}

// bxb does not count a shutdown that ends with a beat at the very sample of the reference beat that follows.
double shutdownSeconds(const Beats& reference, const Beats& test, std::int64_t start, std::int64_t end,
                       double rate_hz) {
    double sum = 0;
    for (const Stretch& stretch : test.unreadable) {
        if (stretch.first < start || stretch.first > end) continue;
        const auto next = std::lower_bound(reference.samples.begin(), reference.samples.end(), stretch.first);
        if (next != reference.samples.end() && *next == stretch.last) continue;
        const std::int64_t last_known = std::max(reference.samples.empty() ? 0 : reference.samples.back(),
                                                 test.samples.empty() ? 0 : test.samples.back());
        sum +=
            static_cast<double>(std::max<std::int64_t>(0, std::min({stretch.last, end, last_known}) - stretch.first));
    }
    return sum / rate_hz;
}

}  // namespace

std::string_view describeCompared(ClassMapping mapping) {
    return mapping == ClassMapping::literature
               ? "machine-learning literature: N={N,L,R,e,j} S={A,a,J,S} V={V,E} F={F} Q={/,f,Q and any other}"
               : describe(mapping);
}

BeatMatrix BeatMatrix::withoutS() const {
    constexpr auto kS = static_cast<std::size_t>(MatrixLine::s);
    BeatMatrix out = *this;
    for (auto& row : out.counts) row[0] += std::exchange(row[kS], 0);
    for (std::size_t column = 0; column < kMatrixSide; ++column) {
        out.counts[0][column] += std::exchange(out.counts[kS][column], 0);
    }
    return out;
}

BeatMatrix& BeatMatrix::operator+=(const BeatMatrix& other) {
    for (std::size_t row = 0; row < kMatrixSide; ++row) {
        for (std::size_t column = 0; column < kMatrixSide; ++column) {
            counts[row][column] += other.counts[row][column];
        }
    }
    return *this;
}

Ec57Comparison compareBeats(const AnnotationSet& reference_set, const AnnotationSet& test_set,
                            const Ec57Options& options) {
    const double rate_hz = reference_set.rate_hz;
    const Beats reference = beatsOf(reference_set, rate_hz, options.mapping);
    const Beats test = beatsOf(test_set, rate_hz, options.mapping);
    const PairingRange range{sampleAtTime(options.window_s, rate_hz), sampleAtTime(options.start_s, rate_hz),
                             sampleAtTime(options.end_s, rate_hz)};
    const auto pairs = pairBeats(reference.samples, test.samples, range);
    Ec57Comparison out;
    for (const BeatPair& pair : pairs) {
        if (pair.both()) {
            ++out.beats.at(reference.classes[pair.reference], test.classes[pair.test]);
        } else if (pair.test == kNoBeat) {
            const bool shut = within(test.unreadable, reference.samples[pair.reference]);
            ++out.beats.at(reference.classes[pair.reference], shut ? MatrixLine::x : MatrixLine::o);
        } else if (!within(reference.flutter, test.samples[pair.test])) {
            const bool shut = within(reference.unreadable, test.samples[pair.test]);
            ++out.beats.at(shut ? MatrixLine::x : MatrixLine::o, test.classes[pair.test]);
        }
    }
    out.rr_error_ms = rrErrorMs(reference, test, pairs, rate_hz);
    out.shutdown_s = shutdownSeconds(reference, test, range.start, range.end, rate_hz);
    return out;
}

}  // namespace triptych::beats
