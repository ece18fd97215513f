// Band powers by Lomb's periodogram, which needs no even sampling and fills no hole.
#include "core/rhythm/hrv.h"
#include "core/rhythm/lomb.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace triptych::rhythm {

std::vector<WeighedSample> samplesOf(std::span<const NnInterval> intervals) {
    std::vector<WeighedSample> out;
    out.reserve(intervals.size());
    for (const NnInterval& interval : intervals) {
        out.push_back({interval.end_s - interval.length_s / 2, 1000 * interval.length_s, interval.length_s, 0});
    }
    return out;
}

void putUnderWindow(std::vector<WeighedSample>& samples) {
    if (samples.empty()) return;
    const double from_s = samples.front().time_s - samples.front().lasts_s / 2;
    const double length_s = samples.back().time_s + samples.back().lasts_s / 2 - from_s;
    double sum = 0, t = 0, x = 0, tt = 0, tx = 0;
    for (const WeighedSample& sample : samples) {
        sum += sample.lasts_s;
        t += sample.lasts_s * sample.time_s;
        x += sample.lasts_s * sample.value;
    }
    t /= sum;
    x /= sum;
    for (const WeighedSample& sample : samples) {
        tt += sample.lasts_s * (sample.time_s - t) * (sample.time_s - t);
        tx += sample.lasts_s * (sample.time_s - t) * (sample.value - x);
    }
    const double slope = tt > 0 ? tx / tt : 0;
    double weight = 0, mean = 0;
    for (WeighedSample& sample : samples) {
        sample.value -= x + slope * (sample.time_s - t);
        sample.weight = sample.lasts_s * (1 - std::cos(2 * std::numbers::pi * (sample.time_s - from_s) / length_s));
        weight += sample.weight;
        mean += sample.weight * sample.value;
    }
    // The window must see no constant: it would stand in the lowest band.
    for (WeighedSample& sample : samples) sample.value -= weight > 0 ? mean / weight : 0;
}

double powerBetween(std::span<const WeighedSample> samples, double from_hz, double to_hz) {
    if (samples.size() < 4) return kNoFigure;
    const double length_s = samples.back().time_s - samples.front().time_s;
    const auto steps = static_cast<std::size_t>(std::ceil((to_hz - from_hz) * length_s * 4)) + 1;
    const double step_hz = (to_hz - from_hz) / static_cast<double>(steps);
    // Of a window h(t), a sine of amplitude A has the density A²/2 · (∫h)² / ∫h² at its own frequency. ∫h² by the same
    // sum as ∫h: a weight is h times its interval.
    double sum = 0, squares = 0;
    for (const WeighedSample& sample : samples) {
        sum += sample.weight;
        squares += sample.lasts_s > 0 ? sample.weight * sample.weight / sample.lasts_s : 0;
    }
    if (!(squares > 0)) return kNoFigure;
    // Each sample's phasor turns on from frequency to frequency.
    struct Phasor {
        double cosine, sine, turn_cosine, turn_sine;
    };
    std::vector<Phasor> phasors;
    phasors.reserve(samples.size());
    const double middle_s = (samples.front().time_s + samples.back().time_s) / 2;
    for (const WeighedSample& sample : samples) {
        const double first = 2 * std::numbers::pi * (from_hz + step_hz / 2) * (sample.time_s - middle_s);
        const double turn = 2 * std::numbers::pi * step_hz * (sample.time_s - middle_s);
        phasors.push_back({std::cos(first), std::sin(first), std::cos(turn), std::sin(turn)});
    }
    double power = 0;
    for (std::size_t k = 0; k < steps; ++k) {
        double cc = 0, ss = 0, cs = 0, xc = 0, xs = 0;
        for (std::size_t i = 0; i < samples.size(); ++i) {
            Phasor& p = phasors[i];
            const double weight = samples[i].weight, value = weight * samples[i].value;
            cc += weight * p.cosine * p.cosine;
            ss += weight * p.sine * p.sine;
            cs += weight * p.cosine * p.sine;
            xc += value * p.cosine;
            xs += value * p.sine;
            const double next = p.cosine * p.turn_cosine - p.sine * p.turn_sine;
            p.sine = p.sine * p.turn_cosine + p.cosine * p.turn_sine;
            p.cosine = next;
        }
        // The sine that fits best in the weighted least squares (Lomb 1976 reaches it by shifting time).
        const double determinant = cc * ss - cs * cs;
        if (!(determinant > 1e-12 * sum * sum)) continue;
        const double a = (xc * ss - xs * cs) / determinant, b = (xs * cc - xc * cs) / determinant;
        power += (a * a + b * b) / 2 * (sum * sum / squares) * step_hz;
    }
    return power;
}

BandPowers bandPowers(std::span<const NnInterval> intervals) {
    BandPowers out;
    if (intervals.size() < 16) return out;
    const double length_s = intervals.back().end_s - intervals.front().end_s + intervals.front().length_s;
    auto samples = samplesOf(intervals);
    putUnderWindow(samples);
    if (length_s >= kVlfLeast_s) out.vlf_ms2 = powerBetween(samples, kVlfFrom_hz, kLfFrom_hz);
    if (length_s >= kLfLeast_s) out.lf_ms2 = powerBetween(samples, kLfFrom_hz, kHfFrom_hz);
    if (length_s >= kHfLeast_s) out.hf_ms2 = powerBetween(samples, kHfFrom_hz, kHfTo_hz);
    return out;
}

}  // namespace triptych::rhythm
