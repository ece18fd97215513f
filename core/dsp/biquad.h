// Second-order sections, their design by the bilinear transform, and how to run them over a signal and back.
#pragma once

#include <span>

namespace triptych::dsp {

// y[n] = b0 x[n] + b1 x[n-1] + b2 x[n-2] - a1 y[n-1] - a2 y[n-2]
struct Biquad {
    double b0 = 1, b1 = 0, b2 = 0, a1 = 0, a2 = 0;
};

// Second-order Butterworth sections made to be run forward and then backward: the two passes together have the gain
// 1/√2 (-3 dB) at `edge_hz`, falling at 24 dB an octave beyond it (gain 1 / (1 + (√2 - 1)(f/edge)^±4) before the
// bilinear transform bends it towards Nyquist). 0 < edge_hz < rate_hz / 2.
[[nodiscard]] Biquad zeroPhaseLowpass(double edge_hz, double rate_hz);
[[nodiscard]] Biquad zeroPhaseHighpass(double edge_hz, double rate_hz);

// A notch that removes `centre_hz` and has, after both passes, the gain 1/√2 at centre ± width / 2.
[[nodiscard]] Biquad zeroPhaseNotch(double centre_hz, double width_hz, double rate_hz);

// Seconds in which a section's memory decays to 1/e: of a low- or high-pass of that edge, and of a notch of that width.
[[nodiscard]] double edgeMemory_s(double edge_hz, bool lowpass);
[[nodiscard]] double notchMemory_s(double width_hz);

// Runs the sections in cascade over the signal, in place, from its first sample to its last. They start as if the
// signal had always stood at `level`, so a constant baseline causes no transient. State and products are double.
void runForward(std::span<const Biquad> sections, std::span<float> signal, double level);
// The same from the last sample to the first.
void runBackward(std::span<const Biquad> sections, std::span<float> signal, double level);

}  // namespace triptych::dsp
