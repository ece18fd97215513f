// Signals with known answers, shared by the tests of this room.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <numbers>
#include <random>
#include <vector>

namespace triptych::dsp::test {

inline const float kNan = std::numeric_limits<float>::quiet_NaN();

inline std::vector<float> sine(double hz, double rate_hz, std::size_t count, double amplitude = 1, double phase = 0.3) {
    std::vector<float> out(count);
    for (std::size_t i = 0; i < count; ++i)
        out[i] = static_cast<float>(amplitude *
                                    std::sin(2 * std::numbers::pi * hz * static_cast<double>(i) / rate_hz + phase));
    return out;
}

inline std::vector<float> noise(std::size_t count, unsigned seed, double deviation = 1) {
    std::mt19937 engine(seed);
    std::normal_distribution<double> normal(0, deviation);
    std::vector<float> out(count);
    for (float& value : out) value = static_cast<float>(normal(engine));
    return out;
}

// Beats of 1.2 mV with P and T waves, uneven RR, respiration, an electrode offset and a slow drift.
inline std::vector<float> ecg(std::size_t count, double rate_hz, double offset = 0.4) {
    std::vector<float> out(count);
    double beat_s = 0.4;
    std::size_t beats = 0;
    const auto bump = [](double t, double height, double width) {
        return height * std::exp(-(t / width) * (t / width));
    };
    for (std::size_t i = 0; i < count; ++i) {
        const double t = static_cast<double>(i) / rate_hz;
        if (t > beat_s + 0.45) beat_s += 0.8 + 0.1 * std::sin(static_cast<double>(++beats) * 1.7);
        const double b = t - beat_s;
        out[i] = static_cast<float>(offset + 0.25 * std::sin(2 * std::numbers::pi * 0.22 * t) + 0.002 * t +
                                    bump(b + 0.16, 0.12, 0.025) + bump(b, 1.2, 0.011) - bump(b - 0.028, 0.3, 0.009) +
                                    bump(b - 0.26, 0.3, 0.045));
    }
    return out;
}

inline double amplitudeInside(const std::vector<float>& signal, std::size_t margin) {
    float largest = 0;
    for (std::size_t i = margin; i + margin < signal.size(); ++i) largest = std::max(largest, std::abs(signal[i]));
    return largest;
}

}  // namespace triptych::dsp::test
