#include "core/inference/module/training/atrial_waves.h"

#include <algorithm>
#include <cmath>

namespace triptych::inference::training {
namespace {

constexpr double kTwoPi = 6.283185307179586;
constexpr double kShortestRr_s = 0.26;
constexpr double kMargin_s = 1;  // without a beat, at either end

void drawShape(AtrialWaves& waves, Random& random) {
    waves.sharpness = random.uniform(0.2, 0.9);
    waves.shift = random.uniform();
}

std::vector<double> wanderingPhase(std::size_t samples, double rate_hz, Random& random) {
    const double centre_hz = random.uniform(4.2, 8);
    const double swing_hz = random.uniform(0.1, 0.6);
    const double swings_hz = random.uniform(0.1, 0.6);
    std::vector<double> out(samples);
    double phase = 0;
    double wander_hz = 0;
    for (std::size_t i = 0; i < samples; ++i) {
        out[i] = phase;
        wander_hz = 0.999 * wander_hz + 0.03 * random.normal();
        const double t_s = static_cast<double>(i) / rate_hz;
        phase += (centre_hz + swing_hz * std::sin(kTwoPi * swings_hz * t_s) + wander_hz) / rate_hz;
    }
    return out;
}

// `waves_after[k]` of them between beat k and the next.
std::vector<double> phaseInStep(std::span<const double> beat_s, std::span<const int> waves_after, std::size_t samples,
                                double rate_hz) {
    constexpr double kUsual_hz = 4.5;  // before the first beat and after the last
    std::vector<double> out(samples);
    double phase = 0;
    std::size_t next = 0;
    for (std::size_t i = 0; i < samples; ++i) {
        out[i] = phase;
        while (next < beat_s.size() && beat_s[next] <= static_cast<double>(i) / rate_hz) ++next;
        const bool between = next > 0 && next < beat_s.size();
        const double wave_hz = between ? waves_after[next - 1] / (beat_s[next] - beat_s[next - 1]) : kUsual_hz;
        phase += wave_hz / rate_hz;
    }
    return out;
}

}  // namespace

AtrialWaves fibrillatingAtria(double duration_s, double rate_hz, Random& random) {
    AtrialWaves out;
    const double mean_s = random.uniform(0.45, 1.0);
    const double spread = random.uniform(0.1, 0.28);
    for (double at_s = kMargin_s; at_s < duration_s - kMargin_s;) {
        out.beat_s.push_back(at_s);
        at_s += std::max(kShortestRr_s, mean_s * std::exp(spread * random.normal() - spread * spread / 2));
    }
    out.phase = wanderingPhase(static_cast<std::size_t>(duration_s * rate_hz), rate_hz, random);
    out.size = random.uniform(0.01, 0.1);
    drawShape(out, random);
    return out;
}

AtrialWaves flutteringAtria(double duration_s, double rate_hz, Random& random) {
    AtrialWaves out;
    const double wave_s = random.uniform(0.18, 0.26);
    const double jitter = random.uniform(0.005, 0.04);
    const int favourite = 2 + static_cast<int>(random.below(3));
    const double keeps = random.uniform(0.3, 0.97);
    int ratio = favourite;
    std::vector<int> waves_after;
    for (double at_s = kMargin_s; at_s < duration_s - kMargin_s;) {
        out.beat_s.push_back(at_s);
        if (random.uniform() > keeps)
            ratio = random.uniform() < 0.5 ? favourite : 2 + static_cast<int>(random.below(4));
        waves_after.push_back(ratio);
        at_s += std::max(kShortestRr_s, ratio * wave_s * std::exp(jitter * random.normal()));
    }
    out.phase = phaseInStep(out.beat_s, waves_after, static_cast<std::size_t>(duration_s * rate_hz), rate_hz);
    out.size = random.uniform(0.03, 0.18);
    drawShape(out, random);
    return out;
}

void addWaves(std::span<float> lead_mv, const AtrialWaves& waves, double amplitude_mv, double rate_hz, Random& random) {
    const double swing = random.uniform(0.1, 0.5);
    const double swings_hz = random.uniform(0.05, 0.5);
    for (std::size_t i = 0; i < lead_mv.size(); ++i) {
        double wave = 0;
        double share = 1;
        for (int harmonic = 1; harmonic <= 3; ++harmonic) {
            wave += share / harmonic * std::sin(kTwoPi * harmonic * (waves.phase[i] + waves.shift));
            share *= waves.sharpness;
        }
        const double breath = 1 + swing * std::sin(kTwoPi * swings_hz * static_cast<double>(i) / rate_hz);
        lead_mv[i] += static_cast<float>(amplitude_mv * breath * wave);
    }
}

}  // namespace triptych::inference::training
