#include "core/synth/rr_process.h"

#include "core/synth/exact_math.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <complex>
#include <cstdint>
#include <utility>

namespace triptych::synth {
namespace {

constexpr double kMayer_hz = 0.1;
constexpr double kBandWidth_hz = 0.01;  // standard deviation of both bands
constexpr double kShortestRr_s = 0.24;
// Bins must be narrower than the bands, however short the recording.
constexpr std::size_t kFewestSamples = 1024;

using Complex = std::complex<double>;

// Multiplied by parts: std::complex's operator* checks for infinities, and may be contracted differently.
Complex times(Complex a, Complex b) {
    return {a.real() * b.real() - a.imag() * b.imag(), a.real() * b.imag() + a.imag() * b.real()};
}

// x[n] = Σ X[k] e^(+2πi kn/N), in place; N a power of two.
void inverseFourier(std::vector<Complex>& x) {
    const std::size_t size = x.size();
    for (std::size_t i = 1, j = 0; i < size; ++i) {  // bit reversal
        std::size_t bit = size >> 1;
        for (; (j & bit) != 0; bit >>= 1) j ^= bit;
        j ^= bit;
        if (i < j) std::swap(x[i], x[j]);
    }
    for (std::size_t length = 2; length <= size; length *= 2) {
        std::vector<Complex> turn(length / 2);
        for (std::size_t k = 0; k < turn.size(); ++k) {
            const double turns = static_cast<double>(k) / static_cast<double>(length);
            turn[k] = {cosTurns(turns), sinTurns(turns)};
        }
        for (std::size_t start = 0; start < size; start += length) {
            for (std::size_t k = 0; k < length / 2; ++k) {
                const Complex even = x[start + k];
                const Complex odd = times(x[start + k + length / 2], turn[k]);
                x[start + k] = even + odd;
                x[start + k + length / 2] = even - odd;
            }
        }
    }
}

double band(double f_hz, double centre_hz) {
    const double distance = (f_hz - centre_hz) / kBandWidth_hz;
    return std::abs(distance) > 30 ? 0 : exactExp(-distance * distance / 2);
}

}  // namespace

double RrProcess::at(double time_s) const {
    const double place = std::clamp(time_s * rate_hz, 0.0, static_cast<double>(rr_s.size() - 1));
    const auto before = std::min(static_cast<std::size_t>(place), rr_s.size() - 2);
    const double part = place - static_cast<double>(before);
    return rr_s[before] * (1 - part) + rr_s[before + 1] * part;
}

RrProcess makeRrProcess(double duration_s, double mean_rate_bpm, double rate_sd_bpm, double lf_hf_ratio,
                        Random& random) {
    RrProcess process;
    const auto wanted = static_cast<std::size_t>(std::ceil(duration_s * process.rate_hz)) + 1;
    const std::size_t size = std::bit_ceil(std::max(wanted, kFewestSamples));
    const double step_hz = process.rate_hz / static_cast<double>(size);
    std::vector<Complex> spectrum(size);
    for (std::size_t k = 1; k < size / 2; ++k) {
        const double f_hz = static_cast<double>(k) * step_hz;
        const double power = lf_hf_ratio * band(f_hz, kMayer_hz) + band(f_hz, kRespiration_hz);
        const double amplitude = std::sqrt(power);
        const double phase = random.uniform();
        spectrum[k] = {amplitude * cosTurns(phase), amplitude * sinTurns(phase)};
        spectrum[size - k] = std::conj(spectrum[k]);
    }
    inverseFourier(spectrum);
    double variance = 0;
    for (const Complex& value : spectrum) variance += value.real() * value.real() / static_cast<double>(size);
    const double mean_s = 60 / mean_rate_bpm;
    const double deviation_s = 60 * rate_sd_bpm / (mean_rate_bpm * mean_rate_bpm);
    const double scale = variance > 0 ? deviation_s / std::sqrt(variance) : 0;
    process.rr_s.reserve(size);
    for (const Complex& value : spectrum) {
        process.rr_s.push_back(std::max(mean_s + scale * value.real(), kShortestRr_s));
    }
    return process;
}

}  // namespace triptych::synth
