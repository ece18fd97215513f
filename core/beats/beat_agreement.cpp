#include "core/beats/beat_agreement.h"

#include "core/beats/median.h"
#include "core/beats/qrs_candidates.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <utility>

namespace triptych::beats {
namespace {

constexpr double kBefore_s = 0.28, kQrs_s = 0.10, kBehind_s = 0.42;
constexpr double kClear_s = 0.16;   // before another beat, its P or QRS begins
constexpr double kShift_s = 0.014;  // by which marks of one shape lie apart
constexpr double kWander_s = 0.70;  // means over it, and over half of it, are taken out
constexpr std::size_t kAround = 8, kRank = 3;
constexpr std::size_t kFewest = 5;  // samples of a part
constexpr float kFar = std::numeric_limits<float>::max();

// Means over `length` (odd) neighbours, of `values` in place of those that have so many.
void smooth(std::vector<float>& values, std::size_t length, std::vector<float>& spare) {
    spare.resize(values.size() - (length - 1));
    double sum = 0;
    for (std::size_t i = 0; i < values.size(); ++i) {
        sum += static_cast<double>(values[i]);
        if (i + 1 < length) continue;
        spare[i + 1 - length] = static_cast<float>(sum / static_cast<double>(length));
        sum -= static_cast<double>(values[i + 1 - length]);
    }
    values.swap(spare);
}

// A beat as it lies in the lead, with room to be shifted by.
struct Shape {
    std::vector<float> samples;
    double before_s = 0, behind_s = 0;  // how far the next beats are
};

enum Part : std::size_t { kComplex, kAhead, kAfter, kParts };

class Shapes {
public:
    explicit Shapes(const SlowLead& lead)
        : lead_(lead),
          shift_(std::max<std::ptrdiff_t>(1, std::lround(kShift_s * lead.rate_hz))),
          before_(std::lround(kBefore_s * lead.rate_hz)),
          behind_(std::lround(kBehind_s * lead.rate_hz)),
          qrs_(std::lround(kQrs_s * lead.rate_hz)),
          first_(odd(kWander_s)),
          second_(odd(kWander_s / 2)) {}

    void read(double time_s, Shape& into) {
        const auto at = static_cast<std::ptrdiff_t>(std::lround(time_s * lead_.rate_hz));
        const auto margin = static_cast<std::ptrdiff_t>(first_ / 2 + second_ / 2);
        const std::ptrdiff_t from = at - before_ - shift_, past = at + behind_ + shift_ + 1;
        const auto last = static_cast<std::ptrdiff_t>(lead_.samples.size()) - 1;
        const auto sample = [&](std::ptrdiff_t i) {
            return lead_.samples[static_cast<std::size_t>(std::clamp<std::ptrdiff_t>(i, 0, last))];
        };
        wander_.clear();
        for (std::ptrdiff_t i = from - margin; i < past + margin; ++i) wander_.push_back(sample(i));
        smooth(wander_, first_, spare_);
        smooth(wander_, second_, spare_);
        into.samples.clear();
        for (std::ptrdiff_t i = from; i < past; ++i)
            into.samples.push_back(sample(i) - wander_[static_cast<std::size_t>(i - from)]);
    }

    // Peak to peak of the complex.
    [[nodiscard]] float sizeOf(const Shape& of) const {
        const auto [least, most] = std::minmax_element(of.samples.begin() + shift_ + before_ - qrs_,
                                                       of.samples.begin() + shift_ + before_ + qrs_ + 1);
        return *most - *least;
    }

    // By parts, where the second is shifted so that the complexes agree best; kFar: a part has no room.
    [[nodiscard]] std::array<float, kParts> between(const Shape& one, const Shape& other) const {
        std::array<float, kParts> out = {kFar, kFar, kFar};
        std::ptrdiff_t best = 0;
        for (std::ptrdiff_t by = -shift_; by <= shift_; ++by) {
            const float apart = apartOf(one, other, by, -qrs_, qrs_ + 1);
            if (!(apart < out[kComplex])) continue;
            out[kComplex] = apart;
            best = by;
        }
        const auto samples = [&](double seconds) {
            return static_cast<std::ptrdiff_t>(std::floor(seconds * lead_.rate_hz));
        };
        const auto before = std::min(before_, samples(std::min(one.before_s, other.before_s) - kClear_s));
        const auto behind = std::min(behind_, samples(std::min(one.behind_s, other.behind_s) - kClear_s));
        out[kAhead] = apartOf(one, other, best, -before, -qrs_);
        out[kAfter] = apartOf(one, other, best, qrs_ + 1, behind + 1);
        return out;
    }

private:
    [[nodiscard]] std::size_t odd(double seconds) const {
        return static_cast<std::size_t>(seconds * lead_.rate_hz) | 1U;
    }

    // Rms difference without its mean over [from, past), samples from the mark.
    [[nodiscard]] float apartOf(const Shape& one, const Shape& other, std::ptrdiff_t by, std::ptrdiff_t from,
                                std::ptrdiff_t past) const {
        const std::ptrdiff_t count = past - from;
        if (count < static_cast<std::ptrdiff_t>(kFewest)) return kFar;
        const float* a = one.samples.data() + shift_ + before_ + from;
        const float* b = other.samples.data() + shift_ + before_ + from + by;
        float sum = 0, squares = 0;
        for (std::ptrdiff_t i = 0; i < count; ++i) {
            const float difference = a[i] - b[i];
            sum += difference;
            squares += difference * difference;
        }
        const float mean = sum / static_cast<float>(count);
        return std::sqrt(std::max(0.0F, squares / static_cast<float>(count) - mean * mean));
    }

    const SlowLead& lead_;
    std::ptrdiff_t shift_, before_, behind_, qrs_;
    std::size_t first_, second_;
    std::vector<float> wander_, spare_;
};

// The least few of what was met, ascending.
struct Least {
    std::array<float, kRank> values = {kFar, kFar, kFar};
    void meet(float value) {
        for (float& kept : values) {
            if (value < kept) std::swap(value, kept);
        }
    }
    // The last of them, or the last there is.
    [[nodiscard]] float last() const {
        for (std::size_t i = kRank; i-- > 0;) {
            if (values[i] < kFar) return values[i];
        }
        return kFar;
    }
};

float sumOf(const std::array<Least, kParts>& parts, float size) {
    float sum = 0;
    int known = 0;
    for (const Least& part : parts) {
        const float apart = part.last();
        if (!(apart < kFar)) continue;
        sum += apart;
        ++known;
    }
    if (known == 0) return kNothingAlike;
    return std::min(kNothingAlike, sum * static_cast<float>(kParts) / static_cast<float>(known) / size);
}

}  // namespace

std::vector<float> disagreementOf(const SlowLead& lead, std::span<const double> times_s) {
    const std::size_t count = times_s.size();
    std::vector<float> out(count, kNothingAlike);
    if (lead.flat || lead.samples.empty()) return out;
    Shapes shapes(lead);
    std::vector<float> sizes;
    sizes.reserve(count);
    std::vector<std::array<Least, kParts>> least(count);
    std::array<Shape, kAround + 1> ring;
    for (std::size_t i = 0; i < count; ++i) {
        Shape& now = ring[i % ring.size()];
        shapes.read(times_s[i], now);
        now.before_s = i > 0 ? times_s[i] - times_s[i - 1] : 1e3;
        now.behind_s = i + 1 < count ? times_s[i + 1] - times_s[i] : 1e3;
        sizes.push_back(shapes.sizeOf(now));
        for (std::size_t k = i > kAround ? i - kAround : 0; k < i; ++k) {
            const auto apart = shapes.between(now, ring[k % ring.size()]);
            for (std::size_t part = 0; part < kParts; ++part) {
                least[i][part].meet(apart[part]);
                least[k][part].meet(apart[part]);
            }
        }
    }
    const std::vector<float> usual = mediansAround(sizes, kAround);
    for (std::size_t i = 0; i < count; ++i) out[i] = sumOf(least[i], std::max(usual[i], kLeastSize));
    return out;
}

}  // namespace triptych::beats
