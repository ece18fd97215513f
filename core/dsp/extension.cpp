#include "core/dsp/extension.h"

#include <algorithm>
#include <cmath>
#include <complex>
#include <numbers>

namespace triptych::dsp {
namespace {

// Value of the least-squares line through `count` samples at x[0]; `step` walks into the signal from either end.
double lineAtEnd(const float* end_sample, std::ptrdiff_t step, std::size_t count) {
    if (count < 3) return *end_sample;
    double sum = 0, moment = 0;
    for (std::size_t k = 0; k < count; ++k) {
        const double value = end_sample[static_cast<std::ptrdiff_t>(k) * step];
        sum += value;
        moment += static_cast<double>(k) * value;
    }
    const auto n = static_cast<double>(count);
    return (2 * (2 * n - 1) * sum - 6 * moment) / (n * (n + 1));
}

// Adds to the mirrored signal, walking outward from an end, what the mains would do there less their own mirror image:
// with x(k) = Re(a·e^(iωk)) inside, x(-k) - x(k) = 2·Im(a)·sin(ωk).
void carryMains(const float* end_sample, std::ptrdiff_t step, std::size_t length, float* outward, std::size_t pad,
                std::span<const double> mains_hz, double rate_hz) {
    const auto second = static_cast<std::size_t>(std::llround(rate_hz));
    if (length < second || second == 0) return;  // too short to tell mains from heart
    for (const double hz : mains_hz) {
        const double turn = 2 * std::numbers::pi * hz / rate_hz;
        const std::complex<double> rotation = std::polar(1.0, turn);
        std::complex<double> phasor = 1, amplitude = 0;
        for (std::size_t k = 0; k < second; ++k, phasor *= rotation)
            amplitude += static_cast<double>(end_sample[static_cast<std::ptrdiff_t>(k) * step]) * std::conj(phasor);
        amplitude *= 2 / static_cast<double>(second);
        phasor = rotation;
        for (std::size_t k = 1; k <= pad; ++k, phasor *= rotation)
            outward[-static_cast<std::ptrdiff_t>(k) * step] += static_cast<float>(2 * amplitude.imag() * phasor.imag());
    }
}

}  // namespace

std::vector<float> turnedAboutBaseline(std::span<const float> signal, std::size_t pad, std::size_t fit) {
    const std::size_t length = signal.size(), used = std::min(fit, length);
    std::vector<float> out(length + 2 * pad);
    std::copy(signal.begin(), signal.end(), out.begin() + static_cast<std::ptrdiff_t>(pad));
    const double left = lineAtEnd(signal.data(), 1, used), right = lineAtEnd(signal.data() + length - 1, -1, used);
    for (std::size_t k = 1; k <= pad; ++k) {
        out[pad - k] = static_cast<float>(2 * left - signal[k]);
        out[pad + length - 1 + k] = static_cast<float>(2 * right - signal[length - 1 - k]);
    }
    return out;
}

std::vector<float> mirroredWithMains(std::span<const float> signal, std::size_t pad, std::span<const double> mains_hz,
                                     double rate_hz) {
    const std::size_t length = signal.size();
    std::vector<float> out(length + 2 * pad);
    std::copy(signal.begin(), signal.end(), out.begin() + static_cast<std::ptrdiff_t>(pad));
    for (std::size_t k = 1; k <= pad; ++k) {
        out[pad - k] = signal[k];
        out[pad + length - 1 + k] = signal[length - 1 - k];
    }
    carryMains(signal.data(), 1, length, out.data() + pad, pad, mains_hz, rate_hz);
    carryMains(signal.data() + length - 1, -1, length, out.data() + pad + length - 1, pad, mains_hz, rate_hz);
    return out;
}

}  // namespace triptych::dsp
