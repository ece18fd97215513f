#include "core/dsp/model_inputs.h"

#include "tests/dsp/signals.h"

#include <gtest/gtest.h>

#include <complex>

namespace triptych::dsp {
namespace {

std::vector<float> beat() {
    auto samples = test::ecg(400, 125, 0);
    return {samples.begin() + 100, samples.begin() + 287};
}

TEST(SpectrumOfBeat, EqualsItsDefinition) {
    const auto signal = beat();
    const auto fast = spectrumOfBeat(signal);
    ASSERT_EQ(fast.size(), 94U);
    double mean = 0;
    for (const float value : signal) mean += value / 187.0;
    for (std::size_t k = 0; k < 94; ++k) {
        std::complex<double> sum = 0;
        for (std::size_t n = 0; n < 187; ++n) {
            const double turn = 2 * std::numbers::pi * static_cast<double>(n) / 187;
            sum += (signal[n] - mean) * (0.5 - 0.5 * std::cos(turn)) * std::polar(1.0, -turn * static_cast<double>(k));
        }
        EXPECT_NEAR(fast[k], std::log(std::abs(sum) + 1e-4), 2e-3) << k;
    }
}

TEST(SpectrumOfBeat, ASineSitsInItsBin) {
    const auto spectrum = spectrumOfBeat(test::sine(20 * 125.0 / 187, 125, 187, 0.5));
    EXPECT_EQ(std::max_element(spectrum.begin(), spectrum.end()) - spectrum.begin(), 20);
    EXPECT_NEAR(spectrum[20], std::log(0.5 * 187 / 4), 1e-3);  // A/2 · Σ Hann = A·187/4
}

TEST(ScalogramOfBeat, EqualsItsDefinition) {
    const auto signal = beat();
    const auto fast = scalogramOfBeat(signal);
    ASSERT_EQ(fast.size(), 32U * 39U);
    double mean = 0;
    for (const float value : signal) mean += value / 187.0;
    const auto frequencies = scalogramRowFrequencies();
    std::vector<double> fine(32 * 187);
    for (std::size_t row = 0; row < 32; ++row) {
        const double s = 6 * 125 / (2 * std::numbers::pi * frequencies[row]);
        for (std::size_t at = 0; at < 187; ++at) {
            std::complex<double> sum = 0;
            for (std::size_t n = 0; n < 187; ++n) {
                const double u = (static_cast<double>(n) - static_cast<double>(at)) / s;
                sum += (signal[n] - mean) * std::exp(-u * u / 2) * std::polar(1.0, -6 * u);
            }
            fine[row * 187 + at] = std::log1p(std::abs(sum) * 2 / (s * std::sqrt(2 * std::numbers::pi)));
        }
    }
    double centre = 0, variance = 0;
    for (const double value : fine) centre += value / static_cast<double>(fine.size());
    for (const double value : fine) variance += (value - centre) * (value - centre) / static_cast<double>(fine.size());
    for (std::size_t row = 0; row < 32; ++row) {
        for (std::size_t column = 0; column < 39; ++column) {
            const std::size_t begin = 187 * column / 39, end = (187 * (column + 1) + 38) / 39;
            double sum = 0;
            for (std::size_t n = begin; n < end; ++n) sum += (fine[row * 187 + n] - centre) / std::sqrt(variance);
            // A wavelet that reaches beyond Nyquist is cut there by the one and folded back by the other.
            const double tolerance = frequencies[row] * (1 + 4.0 / 6) < 62.5 ? 0.01 : 0.03;
            const double expected = sum / static_cast<double>(end - begin);
            EXPECT_NEAR(fast[row * 39 + column], expected, tolerance) << row << ' ' << column;
        }
    }
}

TEST(ScalogramOfBeat, RowsGoFromHalfToFiftyHertz) {
    const auto frequencies = scalogramRowFrequencies();
    ASSERT_EQ(frequencies.size(), 32U);
    EXPECT_DOUBLE_EQ(frequencies.front(), 0.5);
    EXPECT_DOUBLE_EQ(frequencies.back(), 50);
    const auto picture = scalogramOfBeat(test::sine(frequencies[20], 125, 187));
    std::size_t best = 0;
    for (std::size_t row = 0; row < 32; ++row)
        if (picture[row * 39 + 20] > picture[best * 39 + 20]) best = row;
    EXPECT_EQ(best, 20U);
}

TEST(ModelInputs, RefuseOtherLengthsAndMissingSamples) {
    auto signal = beat();
    EXPECT_TRUE(spectrumOfBeat(std::span(signal).first(186)).empty());
    EXPECT_TRUE(scalogramOfBeat(std::vector<float>(188)).empty());
    signal[50] = test::kNan;
    EXPECT_TRUE(spectrumOfBeat(signal).empty());
    EXPECT_TRUE(scalogramOfBeat(signal).empty());
}

TEST(ModelInputs, AFlatBeatIsFiniteAndFlat) {
    const std::vector<float> flat(187, 0.5F);
    for (const float value : scalogramOfBeat(flat)) EXPECT_EQ(value, 0.0F);
    for (const float value : spectrumOfBeat(flat)) EXPECT_NEAR(value, std::log(1e-4F), 0.05);
}

}  // namespace
}  // namespace triptych::dsp
