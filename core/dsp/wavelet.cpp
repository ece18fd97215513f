#include "core/dsp/wavelet.h"

#include "core/dsp/morlet.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace triptych::dsp {
namespace {

constexpr double kMorseGamma = 3;
constexpr double kLeastGain = 4e-5;  // as at the reach of a Morlet: less is nothing
constexpr int kStepsOfOctave = 64;   // of the integral over rows

double morseBeta(double w0) {
    return w0 * w0 / kMorseGamma;
}

// Where the gain falls to nothing on either side of 1, by bisection: it falls all the way.
double edgeOf(const Wavelet& wavelet, bool above) {
    double inside = 1, outside = above ? 1 : 0;
    if (above) {
        while (gainAt(wavelet, outside) > kLeastGain) outside *= 1.5;
    }
    for (int i = 0; i < 40; ++i) {
        const double middle = (inside + outside) / 2;
        (gainAt(wavelet, middle) > kLeastGain ? inside : outside) = middle;
    }
    return outside;
}

}  // namespace

std::string_view name(WaveletKind kind) {
    switch (kind) {
        case WaveletKind::morlet:
            return "morlet";
        case WaveletKind::morse:
            return "morse";
        case WaveletKind::mexican_hat:
            return "mexican-hat";
    }
    return {};
}

double cyclesOf(const Wavelet& wavelet) {
    return wavelet.kind == WaveletKind::mexican_hat ? std::numbers::sqrt2 : wavelet.w0;
}

double gainAt(const Wavelet& wavelet, double x) {
    if (!(x > 0)) return 0;
    switch (wavelet.kind) {
        case WaveletKind::morlet:
            return std::exp(-0.5 * (x - 1) * (x - 1) * wavelet.w0 * wavelet.w0);
        case WaveletKind::morse: {
            const double beta = morseBeta(wavelet.w0);
            return std::exp(beta * std::log(x) - beta / kMorseGamma * (x * x * x - 1));
        }
        case WaveletKind::mexican_hat:
            return x * x * std::exp(1 - x * x);
    }
    return 0;
}

WaveletBand waveletBand(const Wavelet& wavelet, double frequency_hz, std::size_t size, double rate_hz) {
    if (wavelet.kind == WaveletKind::morlet) {
        MorletBand band = morletBand(frequency_hz, wavelet.w0, size, rate_hz);
        return {band.first_bin, std::move(band.gain)};
    }
    const double bin_hz = rate_hz / static_cast<double>(size);
    const double low = edgeOf(wavelet, false) * frequency_hz / bin_hz;
    const double high = edgeOf(wavelet, true) * frequency_hz / bin_hz;
    WaveletBand band;
    band.first_bin = static_cast<std::size_t>(std::max(1.0, std::ceil(low)));
    const auto last = static_cast<std::size_t>(std::min(static_cast<double>(size / 2), std::floor(high)));
    const double scale = 2 / static_cast<double>(size);
    for (std::size_t bin = band.first_bin; bin <= last; ++bin) {
        band.gain.push_back(
            static_cast<float>(scale * gainAt(wavelet, static_cast<double>(bin) * bin_hz / frequency_hz)));
    }
    return band;
}

double inverseBandGain(const Wavelet& wavelet, double low_hz, double high_hz, double frequency_hz) {
    if (!(frequency_hz > 0) || !(high_hz > low_hz)) return 0;
    // Over the logarithm of the rows' frequency, from where a row begins to feel this one to where it ceases.
    const double from = std::log(frequency_hz / edgeOf(wavelet, true));
    const double to = std::log(frequency_hz / std::max(edgeOf(wavelet, false), 1e-4));
    const auto steps = static_cast<int>(std::ceil((to - from) / std::numbers::ln2 * kStepsOfOctave));
    const double step = (to - from) / steps;
    const double low = low_hz > 0 ? std::log(low_hz) : -INFINITY, high = std::log(high_hz);
    double all = 0, inside = 0;
    for (int i = 0; i < steps; ++i) {
        const double left = from + i * step;
        const double gain = gainAt(wavelet, frequency_hz / std::exp(left + step / 2)) * step;
        // Of the step the part within the band, so that bands which share an edge share the step.
        const double part = std::clamp((std::min(left + step, high) - std::max(left, low)) / step, 0.0, 1.0);
        all += gain;
        inside += gain * part;
    }
    return all > 0 ? inside / all : 0;
}

}  // namespace triptych::dsp
