#include "core/dsp/biquad.h"

#include <array>
#include <cmath>
#include <cstddef>
#include <numbers>

namespace triptych::dsp {
namespace {

// Both passes together: 1 / (1 + (f/fc)^4) = 1/√2 at the edge, so the design frequency lies beyond it by
// (√2 - 1)^(1/4).
const double kEdgeRatio = std::pow(std::numbers::sqrt2 - 1, 0.25);
// Both passes of a notch: u / (1 + u) = 1/√2 with √u the detuning in units of the designed width.
const double kNotchRatio = std::sqrt(1 / (std::numbers::sqrt2 - 1));
constexpr double kButterworthQ = 1 / std::numbers::sqrt2;

double warped(double hz, double rate_hz) {
    return std::tan(std::numbers::pi * hz / rate_hz);
}

// `Sections` are run together sample by sample: each waits for its own last output, so several fill the processor.
template <std::size_t Sections>
void run(const Biquad* sections, float* signal, std::ptrdiff_t count, std::ptrdiff_t stride, double level) {
    std::array<Biquad, Sections> s;
    std::array<double, Sections> first, second;  // transposed direct form II
    for (std::size_t k = 0; k < Sections; ++k) {
        s[k] = sections[k];
        const double settled = level * (s[k].b0 + s[k].b1 + s[k].b2) / (1 + s[k].a1 + s[k].a2);
        second[k] = s[k].b2 * level - s[k].a2 * settled;
        first[k] = s[k].b1 * level - s[k].a1 * settled + second[k];
        level = settled;
    }
    for (std::ptrdiff_t i = 0; i < count; ++i, signal += stride) {
        double value = *signal;
        for (std::size_t k = 0; k < Sections; ++k) {
            const double out = s[k].b0 * value + first[k];
            first[k] = (s[k].b1 * value + second[k]) - s[k].a1 * out;
            second[k] = s[k].b2 * value - s[k].a2 * out;
            value = out;
        }
        *signal = static_cast<float>(value);
    }
}

void runAll(std::span<const Biquad> sections, float* start, std::size_t count, std::ptrdiff_t stride, double level) {
    const auto samples = static_cast<std::ptrdiff_t>(count);
    while (!sections.empty()) {
        std::size_t taken = 4;
        switch (sections.size()) {
            case 1:
                run<1>(sections.data(), start, samples, stride, level), taken = 1;
                break;
            case 2:
                run<2>(sections.data(), start, samples, stride, level), taken = 2;
                break;
            case 3:
                run<3>(sections.data(), start, samples, stride, level), taken = 3;
                break;
            default:
                run<4>(sections.data(), start, samples, stride, level);
        }
        for (std::size_t k = 0; k < taken; ++k) {
            const Biquad& section = sections[k];
            level *= (section.b0 + section.b1 + section.b2) / (1 + section.a1 + section.a2);
        }
        sections = sections.subspan(taken);
    }
}

}  // namespace

Biquad zeroPhaseLowpass(double edge_hz, double rate_hz) {
    const double k = warped(edge_hz, rate_hz) / kEdgeRatio;
    const double norm = 1 / (1 + k / kButterworthQ + k * k);
    return {k * k * norm, 2 * k * k * norm, k * k * norm, 2 * (k * k - 1) * norm,
            (1 - k / kButterworthQ + k * k) * norm};
}

Biquad zeroPhaseHighpass(double edge_hz, double rate_hz) {
    const double k = warped(edge_hz, rate_hz) * kEdgeRatio;
    const double norm = 1 / (1 + k / kButterworthQ + k * k);
    return {norm, -2 * norm, norm, 2 * (k * k - 1) * norm, (1 - k / kButterworthQ + k * k) * norm};
}

Biquad zeroPhaseNotch(double centre_hz, double width_hz, double rate_hz) {
    const double k = warped(centre_hz, rate_hz);
    // The width in the warped frequency, from the slope of tan at the centre.
    const double width = std::numbers::pi * width_hz / rate_hz * (1 + k * k) / kNotchRatio;
    const double norm = 1 / (1 + width + k * k);
    const double middle = 2 * (k * k - 1) * norm;
    return {(1 + k * k) * norm, middle, (1 + k * k) * norm, middle, (1 - width + k * k) * norm};
}

double edgeMemory_s(double edge_hz, bool lowpass) {
    const double design_hz = lowpass ? edge_hz / kEdgeRatio : edge_hz * kEdgeRatio;
    return 1 / (2 * std::numbers::pi * design_hz * kButterworthQ);
}

double notchMemory_s(double width_hz) {
    return kNotchRatio / (std::numbers::pi * width_hz);
}

void runForward(std::span<const Biquad> sections, std::span<float> signal, double level) {
    if (!signal.empty()) runAll(sections, signal.data(), signal.size(), 1, level);
}

void runBackward(std::span<const Biquad> sections, std::span<float> signal, double level) {
    if (!signal.empty()) runAll(sections, signal.data() + signal.size() - 1, signal.size(), -1, level);
}

}  // namespace triptych::dsp
