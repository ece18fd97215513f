#include "core/dsp/resample.h"

#include "core/dsp/gaps.h"

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

// The input with its first value repeated `before` times ahead of it and its last value `after` times behind.
std::vector<float> extended(std::span<const float> signal, std::size_t before, std::size_t after) {
    std::vector<float> out(before + signal.size() + after);
    const auto body = out.begin() + static_cast<std::ptrdiff_t>(before);
    std::copy(signal.begin(), signal.end(), body);
    bridgeGaps(std::span(out).subspan(before, signal.size()));
    std::fill(out.begin(), body, *body);
    const auto end = body + static_cast<std::ptrdiff_t>(signal.size());
    std::fill(end, out.end(), *(end - 1));
    return out;
}

std::vector<float> resampleExactly(std::span<const float> signal, double from_hz, double to_hz, Ratio ratio) {
    const auto kept = filterFor(from_hz, to_hz, ratio.up, ratio.up);
    const Polyphase& filter = *kept;
    const std::vector<float> padded = extended(signal, filter.before, filter.taps);
    const auto count = static_cast<std::int64_t>(signal.size());
    std::vector<float> out(static_cast<std::size_t>((count * ratio.up + ratio.down - 1) / ratio.down));
    const std::int64_t step = ratio.down / ratio.up, step_phase = ratio.down % ratio.up;
    std::int64_t place = 0, phase = 0;  // output k lies at k·down/up = place + phase/up
    for (float& value : out) {
        value = dot(padded.data() + place, filter.weights.data() + static_cast<std::size_t>(phase) * filter.taps,
                    filter.taps);
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
std::vector<float> resampleByInterpolation(std::span<const float> signal, double from_hz, double to_hz) {
    const auto kept = filterFor(from_hz, to_hz, kInterpolatedPhases, kInterpolatedPhases + 1);
    const Polyphase& filter = *kept;
    const std::vector<float> padded = extended(signal, filter.before, filter.taps + 1);
    const double step = from_hz / to_hz;
    std::vector<float> out(static_cast<std::size_t>(std::ceil(static_cast<double>(signal.size()) / step)));
    for (std::size_t k = 0; k < out.size(); ++k) {
        const double at = std::min(static_cast<double>(k) * step, static_cast<double>(signal.size()));
        const auto place = static_cast<std::size_t>(at);
        const double fine = (at - static_cast<double>(place)) * kInterpolatedPhases;
        const auto phase = static_cast<std::size_t>(fine);
        const auto blend = static_cast<float>(fine - static_cast<double>(phase));
        const float* weights = filter.weights.data() + phase * filter.taps;
        const float near = dot(padded.data() + place, weights, filter.taps);
        const float next = dot(padded.data() + place, weights + filter.taps, filter.taps);
        out[k] = near + blend * (next - near);
    }
    return out;
}

}  // namespace

std::vector<float> resample(std::span<const float> signal, double from_hz, double to_hz) {
    if (signal.empty() || !(from_hz > 0) || !(to_hz > 0) || !std::isfinite(from_hz) || !std::isfinite(to_hz)) return {};
    const double factor = to_hz / from_hz;
    if (!(factor <= kMaximumFactor && factor >= 1 / kMaximumFactor)) return {};
    if (factor == 1) return extended(signal, 0, 0);

    const auto ratio = rationalOf(factor);
    const double taps_about = 110 / std::min(1.0, factor);
    if (ratio && static_cast<double>(ratio->up) * taps_about <= kMaximumTable)
        return resampleExactly(signal, from_hz, to_hz, *ratio);
    return resampleByInterpolation(signal, from_hz, to_hz);
}

}  // namespace triptych::dsp
