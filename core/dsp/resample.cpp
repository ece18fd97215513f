#include "core/dsp/resample.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <memory>
#include <mutex>
#include <numbers>
#include <optional>

namespace triptych::dsp {
namespace {

constexpr double kCut = 0.45;           // centre of the transition, of the lower rate
constexpr double kTransition = 0.10;    // its width, of the lower rate
constexpr double kAttenuation_db = 66;  // some room over the promised 60 for rounding
constexpr double kMaximumFactor = 1000;
constexpr std::size_t kLanes = 8;
constexpr std::int64_t kMaximumTable = 1 << 20;  // floats of an exact polyphase table
constexpr std::int64_t kInterpolatedPhases = 512;

struct Ratio {
    std::int64_t up = 1, down = 1;  // to / from
};

// The first convergent of the continued fraction that equals `value` to double precision; nullopt when its denominator
// would be no use for a table.
std::optional<Ratio> rationalOf(double value) {
    constexpr std::int64_t kLargest = 1 << 16;
    double rest = value;
    std::int64_t p0 = 0, q0 = 1, p1 = 1, q1 = 0;
    for (int step = 0; step < 40; ++step) {
        const double whole = std::floor(rest);
        if (whole > static_cast<double>(kLargest)) return std::nullopt;
        const auto a = static_cast<std::int64_t>(whole);
        const std::int64_t p2 = a * p1 + p0, q2 = a * q1 + q0;
        if (p2 > kLargest || q2 > kLargest) return std::nullopt;
        p0 = p1, q0 = q1, p1 = p2, q1 = q2;
        if (std::abs(static_cast<double>(p1) - value * static_cast<double>(q1)) <= 1e-13 * static_cast<double>(p1))
            return Ratio{p1, q1};
        rest = 1 / (rest - whole);
    }
    return std::nullopt;
}

double besselI0(double x) {
    double term = 1, sum = 1;
    for (int k = 1; term > 1e-17 * sum; ++k) {
        term *= (x / (2 * k)) * (x / (2 * k));
        sum += term;
    }
    return sum;
}

// Windowed sinc on the input's grid: `phases` rows of `taps` weights; row p is the filter for an output that lies
// p / phases of a sample after the input sample under tap `before`.
struct Polyphase {
    std::size_t taps = 0;    // a multiple of kLanes
    std::size_t before = 0;  // taps at and before the output's place, less one
    std::vector<float> weights;
};

Polyphase designFilter(double from_hz, double to_hz, std::int64_t phases, std::int64_t rows) {
    // Kaiser's formulas (Oppenheim & Schafer, Discrete-Time Signal Processing, §7.6).
    const double lower = std::min(1.0, to_hz / from_hz);  // in cycles per input sample
    const double beta = 0.1102 * (kAttenuation_db - 8.7);
    const double length = (kAttenuation_db - 7.95) / (2.285 * 2 * std::numbers::pi * kTransition * lower);
    const double half = length / 2;
    Polyphase filter;
    filter.before = static_cast<std::size_t>(std::ceil(half));
    filter.taps = (2 * filter.before + 1 + kLanes) / kLanes * kLanes;
    filter.weights.resize(static_cast<std::size_t>(rows) * filter.taps);
    const double scale = 1 / besselI0(beta);
    const double bandwidth = 2 * kCut * lower;
    std::vector<double> row(filter.taps);
    for (std::int64_t phase = 0; phase < rows; ++phase) {
        double sum = 0;
        for (std::size_t tap = 0; tap < filter.taps; ++tap) {
            const double t = static_cast<double>(tap) - static_cast<double>(filter.before) -
                             static_cast<double>(phase) / static_cast<double>(phases);
            const double edge = 1 - (t / half) * (t / half);
            const double angle = std::numbers::pi * bandwidth * t;
            const double sinc = std::abs(angle) < 1e-9 ? 1 : std::sin(angle) / angle;
            row[tap] = edge > 0 ? sinc * besselI0(beta * std::sqrt(edge)) * scale : 0;
            sum += row[tap];
        }
        // Every phase sums to one, so that a baseline does not ripple at the beat of the two rates.
        float* weights = filter.weights.data() + static_cast<std::size_t>(phase) * filter.taps;
        for (std::size_t tap = 0; tap < filter.taps; ++tap) weights[tap] = static_cast<float>(row[tap] / sum);
    }
    return filter;
}

// Designing takes longer than ten seconds of signal do: the filters of the last few pairs of rates are kept, small
// ones.
std::shared_ptr<const Polyphase> filterFor(double from_hz, double to_hz, std::int64_t phases, std::int64_t rows) {
    struct Kept {
        double from_hz = 0, to_hz = 0;
        std::shared_ptr<const Polyphase> filter;
    };
    constexpr std::size_t kLargest = 1 << 16;
    static std::mutex guard;
    static std::array<Kept, 4> kept;
    static std::size_t next = 0;
    {
        const std::scoped_lock lock(guard);
        for (const Kept& one : kept)
            if (one.from_hz == from_hz && one.to_hz == to_hz) return one.filter;
    }
    auto made = std::make_shared<const Polyphase>(designFilter(from_hz, to_hz, phases, rows));
    if (made->weights.size() <= kLargest) {
        const std::scoped_lock lock(guard);
        kept[next++ % kept.size()] = {from_hz, to_hz, made};
    }
    return made;
}

float dot(const float* samples, const float* weights, std::size_t count) {
    float lanes[kLanes] = {};
    for (std::size_t i = 0; i < count; i += kLanes)
        for (std::size_t lane = 0; lane < kLanes; ++lane) lanes[lane] += samples[i + lane] * weights[i + lane];
    return ((lanes[0] + lanes[4]) + (lanes[1] + lanes[5])) + ((lanes[2] + lanes[6]) + (lanes[3] + lanes[7]));
}

// A lead as the filter passes over it: gaps bridged as bridgeGaps() does, its first value repeated `before` times ahead
// of it and its last one without end behind. Read in blocks; only what lies under the filter is held.
class PassingLead {
public:
    PassingLead(const SampleReader& read, std::int64_t count, std::size_t before)
        : read_(read), count_(count), before_(before) {}

    // Samples [place, place + taps), counted from the first of those ahead of the lead; good until the next call, and
    // `place` never goes back. Null for a lead without a single finite sample.
    const float* at(std::int64_t place, std::size_t taps) {
        const auto past = place + static_cast<std::int64_t>(taps);
        while (held_from_ + static_cast<std::int64_t>(held_.size()) < past) {
            if (!holdMore(place, past)) return nullptr;
        }
        return held_.data() + (place - held_from_);
    }

private:
    static constexpr std::int64_t kBlock = 1 << 15;

    bool holdMore(std::int64_t place, std::int64_t past) {
        const auto gone = std::min(static_cast<std::int64_t>(held_.size()), place - held_from_);
        held_.erase(held_.begin(), held_.begin() + gone);
        held_from_ += gone;
        if (in_gap_ > 0) {
            bridge();
        } else if (next_ < count_) {
            return copyFinite();
        } else {
            held_.resize(static_cast<std::size_t>(past - held_from_), last_);
        }
        return true;
    }

    // The finite samples from next_ on, as far as one block holds them; where there is none, what bridges the gap.
    bool copyFinite() {
        loadBlockOf(next_);
        const auto begin = block_.begin() + (next_ - block_from_);
        const auto end = std::find_if(begin, block_.end(), [](float value) { return !std::isfinite(value); });
        if (end == begin) return beginGap();
        beginWith(*begin);
        held_.insert(held_.end(), begin, end);
        last_ = *(end - 1);
        next_ += end - begin;
        return true;
    }

    bool beginGap() {
        const std::int64_t first = next_;
        std::int64_t past = first;
        while (past < count_) {
            loadBlockOf(past);
            const auto from = block_.begin() + (past - block_from_);
            const auto found = std::find_if(from, block_.end(), [](float value) { return std::isfinite(value); });
            past += found - from;
            if (found != block_.end()) break;
        }
        if (first == 0 && past == count_) return false;
        const float right = past < count_ ? block_[static_cast<std::size_t>(past - block_from_)] : last_;
        left_ = first > 0 ? last_ : right;
        slope_ = (static_cast<double>(right) - left_) / static_cast<double>(past - first + 1);
        gap_from_ = first;
        in_gap_ = past - first;
        beginWith(left_);
        return true;
    }

    void bridge() {
        const std::int64_t size = std::min(in_gap_, kBlock);
        for (std::int64_t k = next_; k < next_ + size; ++k) {
            held_.push_back(static_cast<float>(left_ + slope_ * static_cast<double>(k - gap_from_ + 1)));
        }
        last_ = held_.back();
        next_ += size;
        in_gap_ -= size;
    }

    void beginWith(float value) {
        if (next_ == 0) held_.assign(before_, value);
    }

    void loadBlockOf(std::int64_t sample) {
        if (sample < block_from_ + static_cast<std::int64_t>(block_.size())) return;
        block_from_ = sample;
        block_.resize(static_cast<std::size_t>(std::min(kBlock, count_ - sample)));
        read_(sample, block_);
    }

    const SampleReader& read_;
    std::int64_t count_;
    std::size_t before_;
    std::vector<float> block_;  // as read
    std::int64_t block_from_ = 0;
    std::int64_t next_ = 0;  // sample of the lead that held_ takes next
    std::int64_t gap_from_ = 0, in_gap_ = 0;
    float left_ = 0, last_ = 0;
    double slope_ = 0;
    std::vector<float> held_;
    std::int64_t held_from_ = 0;
};

constexpr std::size_t kStopEvery = 1 << 15;  // outputs between two looks at the stop token

std::vector<float> nothing(std::size_t count) {
    return std::vector<float>(count, std::numeric_limits<float>::quiet_NaN());
}

std::vector<float> resampleExactly(const SampleReader& read, std::int64_t count, double from_hz, double to_hz,
                                   Ratio ratio, const Job& job) {
    const auto kept = filterFor(from_hz, to_hz, ratio.up, ratio.up);
    const Polyphase& filter = *kept;
    PassingLead lead(read, count, filter.before);
    std::vector<float> out(static_cast<std::size_t>((count * ratio.up + ratio.down - 1) / ratio.down));
    const std::int64_t step = ratio.down / ratio.up, step_phase = ratio.down % ratio.up;
    std::int64_t place = 0, phase = 0;  // output k lies at k·down/up = place + phase/up
    for (std::size_t k = 0; k < out.size(); ++k) {
        if (k % kStopEvery == 0 && job.stopRequested()) return {};
        const float* const samples = lead.at(place, filter.taps);
        if (samples == nullptr) return nothing(out.size());
        out[k] = dot(samples, filter.weights.data() + static_cast<std::size_t>(phase) * filter.taps, filter.taps);
        place += step;
        phase += step_phase;
        if (phase >= ratio.up) {
            phase -= ratio.up;
            ++place;
        }
    }
    return out;
}

// For rates without a small common measure: linear interpolation between the two nearest of 512 phases, whose error
// stays below -100 dB.
std::vector<float> resampleByInterpolation(const SampleReader& read, std::int64_t count, double from_hz, double to_hz,
                                           const Job& job) {
    const auto kept = filterFor(from_hz, to_hz, kInterpolatedPhases, kInterpolatedPhases + 1);
    const Polyphase& filter = *kept;
    PassingLead lead(read, count, filter.before);
    const double step = from_hz / to_hz;
    std::vector<float> out(static_cast<std::size_t>(std::ceil(static_cast<double>(count) / step)));
    for (std::size_t k = 0; k < out.size(); ++k) {
        if (k % kStopEvery == 0 && job.stopRequested()) return {};
        const double at = std::min(static_cast<double>(k) * step, static_cast<double>(count));
        const auto place = static_cast<std::int64_t>(at);
        const double fine = (at - static_cast<double>(place)) * kInterpolatedPhases;
        const auto phase = static_cast<std::size_t>(fine);
        const auto blend = static_cast<float>(fine - static_cast<double>(phase));
        const float* const samples = lead.at(place, filter.taps);
        if (samples == nullptr) return nothing(out.size());
        const float* weights = filter.weights.data() + phase * filter.taps;
        const float near = dot(samples, weights, filter.taps);
        const float next = dot(samples, weights + filter.taps, filter.taps);
        out[k] = near + blend * (next - near);
    }
    return out;
}

std::vector<float> bridged(const SampleReader& read, std::int64_t count) {
    PassingLead lead(read, count, 0);
    const auto size = static_cast<std::size_t>(count);
    std::vector<float> out;
    out.reserve(size);
    while (out.size() < size) {
        const std::size_t part = std::min<std::size_t>(kStopEvery, size - out.size());
        const float* const samples = lead.at(static_cast<std::int64_t>(out.size()), part);
        if (samples == nullptr) return nothing(size);
        out.insert(out.end(), samples, samples + part);
    }
    return out;
}

}  // namespace

std::vector<float> resample(const SampleReader& read, std::int64_t count, double from_hz, double to_hz,
                            const Job& job) {
    if (count <= 0 || !(from_hz > 0) || !(to_hz > 0) || !std::isfinite(from_hz) || !std::isfinite(to_hz)) return {};
    const double factor = to_hz / from_hz;
    if (!(factor <= kMaximumFactor && factor >= 1 / kMaximumFactor)) return {};
    if (factor == 1) return bridged(read, count);

    const auto ratio = rationalOf(factor);
    const double taps_about = 110 / std::min(1.0, factor);
    if (ratio && static_cast<double>(ratio->up) * taps_about <= kMaximumTable)
        return resampleExactly(read, count, from_hz, to_hz, *ratio, job);
    return resampleByInterpolation(read, count, from_hz, to_hz, job);
}

std::vector<float> resample(std::span<const float> signal, double from_hz, double to_hz) {
    return resample(readerOf(signal), static_cast<std::int64_t>(signal.size()), from_hz, to_hz);
}

}  // namespace triptych::dsp
