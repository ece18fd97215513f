#include "core/dsp/model_inputs.h"

#include "core/dsp/fft.h"
#include "core/dsp/morlet.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <complex>
#include <numbers>

namespace triptych::dsp {
namespace {

constexpr double kRate_hz = 125;
constexpr double kLowest_hz = 0.5, kHighest_hz = 50;
constexpr double kW0 = 6;
// 1.5 s of beat and 6.7 s of zeros: the lowest wavelet (1.9 s wide) has faded to e^-6 before it comes round again.
constexpr std::size_t kTransform = 1024;
constexpr float kSpectrumFloor = 1e-4F;

// NaN when any sample is missing.
double meanOf(std::span<const float> beat) {
    double sum = 0;
    for (const float value : beat) sum += value;
    return sum / static_cast<double>(beat.size());
}

bool usable(std::span<const float> beat) {
    return beat.size() == kBeatSamples && std::isfinite(meanOf(beat));
}

void standardise(std::vector<float>& values) {
    double sum = 0, squares = 0;
    for (const float value : values) sum += value;
    const double mean = sum / static_cast<double>(values.size());
    for (const float value : values) squares += (value - mean) * (value - mean);
    const double deviation = std::sqrt(squares / static_cast<double>(values.size()));
    const double scale = deviation > 1e-12 ? 1 / deviation : 0;
    for (float& value : values) value = static_cast<float>((value - mean) * scale);
}

const std::vector<MorletBand>& bands() {
    static const std::vector<MorletBand> kBands = [] {
        std::vector<MorletBand> made;
        for (const double hz : scalogramRowFrequencies()) made.push_back(morletBand(hz, kW0, kTransform, kRate_hz));
        return made;
    }();
    return kBands;
}

}  // namespace

std::vector<float> spectrumOfBeat(std::span<const float> beat) {
    if (!usable(beat)) return {};
    static const std::array<float, kBeatSamples> kHann = [] {
        std::array<float, kBeatSamples> window{};
        for (std::size_t n = 0; n < kBeatSamples; ++n)
            window[n] =
                static_cast<float>(0.5 - 0.5 * std::cos(2 * std::numbers::pi * static_cast<double>(n) / kBeatSamples));
        return window;
    }();
    const double mean = meanOf(beat);
    FftBuffer<float> samples(kBeatSamples);
    FftBuffer<std::complex<float>> bins(kSpectrumBins);
    for (std::size_t n = 0; n < kBeatSamples; ++n) samples[n] = static_cast<float>(beat[n] - mean) * kHann[n];
    RealForwardFft(kBeatSamples).run(samples.data(), bins.data());
    std::vector<float> out(kSpectrumBins);
    for (std::size_t k = 0; k < kSpectrumBins; ++k) out[k] = std::log(std::abs(bins[k]) + kSpectrumFloor);
    return out;
}

std::vector<float> scalogramOfBeat(std::span<const float> beat) {
    if (!usable(beat)) return {};
    const double mean = meanOf(beat);
    FftBuffer<float> samples(kTransform);
    FftBuffer<std::complex<float>> spectrum(kTransform / 2 + 1), band(kTransform), wave(kTransform);
    for (std::size_t n = 0; n < kBeatSamples; ++n) samples[n] = static_cast<float>(beat[n] - mean);
    RealForwardFft(kTransform).run(samples.data(), spectrum.data());

    const ComplexInverseFft inverse(kTransform);
    std::vector<float> fine(kScalogramRows * kBeatSamples);
    for (std::size_t row = 0; row < kScalogramRows; ++row) {
        const MorletBand& wavelet = bands()[row];
        std::fill(band.data(), band.data() + kTransform, std::complex<float>{});
        for (std::size_t k = 0; k < wavelet.gain.size(); ++k)
            band[k] = spectrum[wavelet.first_bin + k] * wavelet.gain[k];
        inverse.run(band.data(), wave.data());
        for (std::size_t n = 0; n < kBeatSamples; ++n)
            fine[row * kBeatSamples + n] = std::log1p(std::sqrt(std::norm(wave[n])));
    }
    standardise(fine);

    std::vector<float> out(kScalogramRows * kScalogramColumns);
    for (std::size_t row = 0; row < kScalogramRows; ++row) {
        for (std::size_t column = 0; column < kScalogramColumns; ++column) {
            const std::size_t begin = kBeatSamples * column / kScalogramColumns;
            const std::size_t end = (kBeatSamples * (column + 1) + kScalogramColumns - 1) / kScalogramColumns;
            double sum = 0;
            for (std::size_t n = begin; n < end; ++n) sum += fine[row * kBeatSamples + n];
            out[row * kScalogramColumns + column] = static_cast<float>(sum / static_cast<double>(end - begin));
        }
    }
    return out;
}

std::vector<double> scalogramRowFrequencies() {
    return frequencyRows(kLowest_hz, kHighest_hz, kScalogramRows, true);
}

}  // namespace triptych::dsp
