// The wavelets that a scalogram can be made with, by their gains over frequency: each is analytic (no negative
// frequencies), peaks at its row's frequency, and gives a sine of amplitude A the modulus A there.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace triptych::dsp {

enum class WaveletKind : std::uint8_t {
    morlet,  // exp(−(x − 1)²·ω0²/2), x the frequency over the row's: Torrence & Compo, 1998
    morse,   // generalised Morse with γ = 3 and β = ω0²/γ: x^β·exp(−(β/γ)(x³ − 1)); Lilly & Olhede, 2009
    mexican_hat,  // second derivative of a Gaussian: x²·exp(1 − x²); ω0 does not matter
};
[[nodiscard]] std::string_view name(WaveletKind kind);  // "morlet", "morse", "mexican-hat"

struct Wavelet {
    WaveletKind kind = WaveletKind::morlet;
    double w0 = 6;  // cycles: 4 ... 40, more is finer in frequency and coarser in time

    friend bool operator==(const Wavelet&, const Wavelet&) = default;
};

// ω0, or what stands for it: √2 of the Mexican hat. A wavelet's standard deviation in time is that over 2π·f.
[[nodiscard]] double cyclesOf(const Wavelet& wavelet);

// At `x` times the row's frequency; 1 at most, at x = 1.
[[nodiscard]] double gainAt(const Wavelet& wavelet, double x);

// The gains of one row over the bins of a real transform of `size` samples at rate_hz; `first_bin` > 0 is the first of
// them. They hold the factor 2 of the analytic signal and 1/size of the inverse.
struct WaveletBand {
    std::size_t first_bin = 1;
    std::vector<float> gain;
};
[[nodiscard]] WaveletBand waveletBand(const Wavelet& wavelet, double frequency_hz, std::size_t size, double rate_hz);

// What the inverse transform of the rows of [low_hz, high_hz] alone lets through at a frequency: the gains of those
// rows, summed over equal ratios, over those of all rows. Bands that follow each other add up to one. 0 of a band that
// is none; `low_hz` 0 and an infinite `high_hz` are open ends.
[[nodiscard]] double inverseBandGain(const Wavelet& wavelet, double low_hz, double high_hz, double frequency_hz);

}  // namespace triptych::dsp
