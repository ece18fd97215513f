#include "core/beats/beat_pairs.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <limits>

namespace triptych::beats {
namespace {

constexpr std::int64_t kNever = std::numeric_limits<std::int64_t>::max();

// One of the two lists with the beat at hand and the one after it; kNever past the end.
class Cursor {
public:
    Cursor(std::span<const std::int64_t> beats, std::int64_t start)
        : beats_(beats),
          at_(static_cast<std::size_t>(std::lower_bound(beats.begin(), beats.end(), start) - beats.begin())) {}
    [[nodiscard]] std::size_t index() const { return at_; }
    [[nodiscard]] std::int64_t now() const { return at_ < beats_.size() ? beats_[at_] : kNever; }
    [[nodiscard]] std::int64_t next() const { return at_ + 1 < beats_.size() ? beats_[at_ + 1] : kNever; }
    [[nodiscard]] std::int64_t before() const { return at_ > 0 ? beats_[at_ - 1] : kNever; }
    void advance() { ++at_; }

private:
    std::span<const std::int64_t> beats_;
    std::size_t at_;
};

std::int64_t distance(std::int64_t a, std::int64_t b) {
    return a == kNever || b == kNever ? kNever : std::abs(a - b);
}

}  // namespace

std::int64_t sampleAtTime(double time_s, double rate_hz) {
    const double sample = std::floor(time_s * rate_hz + 1e-6);
    return sample < 1e18 ? static_cast<std::int64_t>(sample) : kNever - 1;
}

std::vector<BeatPair> pairBeats(std::span<const std::int64_t> reference_beats, std::span<const std::int64_t> test_beats,
                                PairingRange range) {
    std::vector<BeatPair> pairs;
    Cursor reference(reference_beats, range.start);
    Cursor test(test_beats, range.start);

    // The border at the start: a test beat just before it may belong to the first counted reference beat, and one just
    // after it, when a nearer one follows, to a reference beat that is not counted.
    if (distance(reference.now(), test.before()) <= range.window &&
        distance(reference.now(), test.before()) < distance(reference.now(), test.now())) {
        pairs.push_back({reference.index(), test.index() - 1});
        reference.advance();
    } else if (test.now() != kNever && test.now() - range.start <= range.window &&
               distance(reference.now(), test.next()) < distance(reference.now(), test.now())) {
        test.advance();
    }

    // The earlier of the two beats at hand is paired with the later one, if that lies within the window and is not
    // nearer to the earlier one's successor; otherwise it stands alone.
    while (std::min(reference.now(), test.now()) <= range.end) {
        const std::int64_t apart = distance(reference.now(), test.now());
        const bool test_first = test.now() < reference.now();
        const std::int64_t rival =
            test_first ? distance(reference.now(), test.next()) : distance(test.now(), reference.next());
        if (apart <= range.window && apart < rival) {
            pairs.push_back({reference.index(), test.index()});
            reference.advance();
            test.advance();
        } else if (test_first) {
            pairs.push_back({kNoBeat, test.index()});
            test.advance();
        } else {
            pairs.push_back({reference.index(), kNoBeat});
            reference.advance();
        }
    }
    return pairs;
}

}  // namespace triptych::beats
