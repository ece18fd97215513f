// The complex Morlet wavelet in the two terms everything here needs: its scale at a frequency, and its gain.
#pragma once

#include <cmath>
#include <cstddef>
#include <numbers>
#include <vector>

namespace triptych::dsp {

// ψ̂(sω) ∝ exp(-(sω - ω0)²/2) for ω > 0 (Torrence & Compo, Bull. Am. Met. Soc. 79, 1998, table 1), scaled so that a
// sine of amplitude A has the modulus A in the row of its frequency; the row's frequency is that of the wavelet's peak,
// ω0 / (2πs).
[[nodiscard]] inline double morletScale_s(double frequency_hz, double w0) {
    return w0 / (2 * std::numbers::pi * frequency_hz);
}

// Beyond so many standard deviations, in time as in frequency, the wavelet is taken as nothing: 4·10^-5 of its peak.
inline constexpr double kMorletReach = 4.5;

// Within √2·s of an edge the edge's own response is above e^-2 in power (Torrence & Compo 1998, §3g): the frequency
// below which a point `distance_s` from the nearest edge lies in the cone of influence.
[[nodiscard]] inline double morletConeFrequency_hz(double distance_s, double w0) {
    return std::numbers::sqrt2 * w0 / (2 * std::numbers::pi * distance_s);
}

// The gains of one row over the bins of a real transform of `size` samples at rate_hz; `first_bin` > 0 is the first of
// them. They hold the factor 2 of the analytic signal and 1/size of the inverse.
struct MorletBand {
    std::size_t first_bin = 1;
    std::vector<float> gain;
};
[[nodiscard]] MorletBand morletBand(double frequency_hz, double w0, std::size_t size, double rate_hz);

// `rows` frequencies from min to max, both included, evenly spaced or in equal ratios.
[[nodiscard]] std::vector<double> frequencyRows(double min_hz, double max_hz, std::size_t rows, bool log_spaced);

}  // namespace triptych::dsp
