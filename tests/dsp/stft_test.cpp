#include "core/dsp/stft.h"

#include "tests/support/data.h"
#include "tests/support/safetensors.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <complex>
#include <numbers>

namespace triptych::dsp {
namespace {

// The definition, term by term, in double.
std::vector<double> slowStft(std::span<const float> beat, bool real_part) {
    const std::size_t columns = stftColumns(beat.size());
    std::vector<double> out(kStftRows * columns);
    for (std::size_t row = 0; row < kStftRows; ++row) {
        for (std::size_t column = 0; column < columns; ++column) {
            std::complex<double> x = 0;
            for (std::size_t n = 0; n < kStftWindow; ++n) {
                const double phase = 2 * std::numbers::pi * static_cast<double>(n) / 31;
                const double window = 0.42 - 0.5 * std::cos(phase) + 0.08 * std::cos(2 * phase);
                const double turn = 2 * std::numbers::pi * (static_cast<double>(row) - 16) / 32;
                x += window * beat[column * kStftHop + n] * std::polar(1.0, -turn * static_cast<double>(n));
            }
            const double power = real_part ? x.real() * x.real() : std::norm(x);
            out[row * columns + column] = power == 0 ? 0 : 20 * std::log10(power);
        }
    }
    double mean = 0, variance = 0;
    for (const double value : out) mean += value / static_cast<double>(out.size());
    for (const double value : out) variance += (value - mean) * (value - mean) / static_cast<double>(out.size());
    for (double& value : out) value = std::clamp(value, mean, mean + 9 * std::sqrt(variance));
    return out;
}

std::vector<float> bumpyBeat(std::size_t length) {
    std::vector<float> beat(length);
    for (std::size_t i = 0; i < length; ++i) {
        const double t = static_cast<double>(i) / 125;
        beat[i] = static_cast<float>(std::exp(-std::pow((t - 0.5) / 0.02, 2)) +
                                     0.2 * std::exp(-std::pow((t - 0.8) / 0.06, 2)) + 0.01 * std::sin(251 * t));
    }
    return beat;
}

TEST(Stft, HasTheColumnsOfBothProfiles) {
    EXPECT_EQ(stftColumns(187), 39U);
    EXPECT_EQ(stftColumns(200), 43U);
    EXPECT_EQ(stftColumns(31), 0U);
    EXPECT_EQ(stftColumns(32), 1U);
    EXPECT_TRUE(stftOfBeat(std::vector<float>(31, 1.0F)).empty());
}

TEST(Stft, EqualsItsDefinitionTermByTerm) {
    for (const bool real_part : {false, true}) {
        for (const std::size_t length : {32U, 187U, 200U}) {
            const auto beat = bumpyBeat(length);
            const auto fast = stftOfBeat(beat, real_part);
            const auto slow = slowStft(beat, real_part);
            ASSERT_EQ(fast.size(), slow.size());
            for (std::size_t i = 0; i < fast.size(); ++i) EXPECT_NEAR(fast[i], slow[i], 1e-3) << length << ' ' << i;
        }
    }
}

TEST(Stft, RowsMirrorAroundZeroFrequency) {
    const auto picture = stftOfBeat(bumpyBeat(200));
    for (std::size_t k = 1; k < 16; ++k)
        for (std::size_t column = 0; column < 43; ++column)
            EXPECT_EQ(picture[(16 - k) * 43 + column], picture[(16 + k) * 43 + column]);
}

TEST(Stft, ASineIsStrongestInItsOwnRow) {
    std::vector<float> sine(187);
    for (std::size_t i = 0; i < sine.size(); ++i)
        sine[i] = static_cast<float>(std::cos(2 * std::numbers::pi * 5 * static_cast<double>(i) / 32));
    const auto picture = stftOfBeat(sine);
    for (std::size_t column = 0; column < 39; ++column)
        for (std::size_t row = 16; row < 32; ++row)
            EXPECT_LE(picture[row * 39 + column], picture[21 * 39 + column]) << row;
    // |X| = Σ window / 2 = 0.42·31/2 for a sine of amplitude 1 on a bin: 20·log10 of its square.
    EXPECT_NEAR(picture[21 * 39 + 7], 40 * std::log10(0.42 * 31 / 2), 0.05);
}

TEST(Stft, AFlatZeroBeatIsZeroDecibelThroughout) {
    for (const float value : stftOfBeat(std::vector<float>(187, 0.0F))) EXPECT_EQ(value, 0.0F);
}

TEST(Stft, AMissingSampleShowsAsNaN) {
    auto beat = bumpyBeat(187);
    beat[90] = std::nanf("");
    for (const float value : stftOfBeat(beat)) EXPECT_TRUE(std::isnan(value));
}

TEST(Stft, AgreesWithTheReferencePicturesOfRecord208) {
    TRIPTYCH_NEEDS_DATA(golden, "golden");
    const auto tensors = test::readSafetensors(golden / "stft.safetensors");
    const auto& beats = tensors.at("beat");
    const auto& pictures = tensors.at("stft");
    ASSERT_EQ(beats.shape, (std::vector<std::size_t>{16, 187}));
    ASSERT_EQ(pictures.shape, (std::vector<std::size_t>{16, 32, 39}));
    for (std::size_t beat = 0; beat < 16; ++beat) {
        const auto picture = stftOfBeat(std::span(beats.values).subspan(beat * 187, 187));
        float worst = 0;
        for (std::size_t i = 0; i < picture.size(); ++i)
            worst = std::max(worst, std::abs(picture[i] - pictures.values[beat * picture.size() + i]));
        EXPECT_LE(worst, 1e-3F) << "beat " << beat;
    }
}

}  // namespace
}  // namespace triptych::dsp
