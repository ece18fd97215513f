// Wavelets by their gains, scalograms made with them, and the inverse of a band, against closed forms.
#include "core/dsp/inverse_band.h"
#include "core/dsp/cwt.h"
#include "core/dsp/wavelet.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

namespace triptych::dsp {
namespace {

constexpr double kRate_hz = 250;
constexpr WaveletKind kKinds[] = {WaveletKind::morlet, WaveletKind::morse, WaveletKind::mexican_hat};

SampleReader sines(std::vector<std::pair<double, double>> hz_and_amplitude) {
    return [parts = std::move(hz_and_amplitude)](std::int64_t first, std::span<float> out) {
        for (std::size_t i = 0; i < out.size(); ++i) {
            const double time_s = static_cast<double>(first + static_cast<std::int64_t>(i)) / kRate_hz;
            double value = 0;
            for (const auto& [hz, amplitude] : parts) value += amplitude * std::sin(2 * std::numbers::pi * hz * time_s);
            out[i] = static_cast<float>(value);
        }
    };
}

double largest(const std::vector<float>& values) {
    double most = 0;
    for (const float value : values) most = std::max(most, std::abs(static_cast<double>(value)));
    return most;
}

TEST(Wavelet, GainsPeakAtOneWhereTheFormulasSay) {
    for (const WaveletKind kind : kKinds) {
        const Wavelet wavelet{kind, 6};
        EXPECT_DOUBLE_EQ(gainAt(wavelet, 1), 1) << name(kind);
        EXPECT_LT(gainAt(wavelet, 0.98), 1) << name(kind);
        EXPECT_LT(gainAt(wavelet, 1.02), 1) << name(kind);
        EXPECT_EQ(gainAt(wavelet, 0), 0) << name(kind);
    }
    EXPECT_NEAR(gainAt({WaveletKind::morlet, 6}, 1 + 1.0 / 6), std::exp(-0.5), 1e-12);
    EXPECT_NEAR(gainAt({WaveletKind::mexican_hat, 6}, 2), 4 * std::exp(-3.0), 1e-12);
    // β = 12, γ = 3: x^12 exp(-4 (x³ - 1)).
    EXPECT_NEAR(gainAt({WaveletKind::morse, 6}, 1.1), std::pow(1.1, 12) * std::exp(-4 * (1.331 - 1)), 1e-12);
}

TEST(Wavelet, ASineHasItsAmplitudeInItsRowWhicheverTheWavelet) {
    for (const WaveletKind kind : kKinds) {
        ScalogramSpec spec;
        spec.wavelet = kind;
        spec.min_hz = 2;
        spec.max_hz = 32;
        spec.rows = 33;  // every eighth an octave
        const auto made = scalogramOfSamples(sines({{8, 0.7}}), kRate_hz, 100, 104, 200, spec);
        ASSERT_TRUE(made) << name(kind);
        const std::size_t row = 16;
        ASSERT_NEAR(made->frequency_hz[row], 8, 1e-9);
        for (std::size_t column = 0; column < made->columns; ++column) {
            ASSERT_NEAR(made->at(row, column), 0.7, 0.007) << name(kind);
        }
        // Half an octave above, what the formula says of 8 Hz there.
        const double expected = 0.7 * gainAt({kind, 6}, 8 / made->frequency_hz[row + 4]);
        EXPECT_NEAR(made->at(row + 4, 100), expected, 0.01) << name(kind);
    }
}

TEST(InverseBand, LetsThroughWhatLiesInItAndNothingFarFromIt) {
    for (const WaveletKind kind : kKinds) {
        const InverseBandSpec spec{{kind, 6}, 5, 45};
        const auto inside = inverseBand(sines({{15, 1}}), kRate_hz, 10'000, 1000, spec);
        ASSERT_TRUE(inside);
        EXPECT_NEAR(largest(*inside), inverseBandGain(spec.wavelet, 5, 45, 15), 0.01) << name(kind);
        if (kind != WaveletKind::mexican_hat) {
            EXPECT_NEAR(largest(*inside), 1, 0.01) << name(kind);
            EXPECT_LT(largest(*inverseBand(sines({{1, 1}}), kRate_hz, 10'000, 1000, spec)), 0.01) << name(kind);
            EXPECT_LT(largest(*inverseBand(sines({{110, 1}}), kRate_hz, 10'000, 1000, spec)), 0.01) << name(kind);
        }
    }
}

TEST(InverseBand, HasNoPhase) {
    const auto made = inverseBand(sines({{12, 1}, {1, 2}}), kRate_hz, 20'000, 500, {{}, 5, 40});
    ASSERT_TRUE(made);
    const auto alone = sines({{12, 1}});
    std::vector<float> expected(500);
    alone(20'000, expected);
    for (std::size_t i = 0; i < expected.size(); ++i) ASSERT_NEAR((*made)[i], expected[i], 0.02) << i;
}

TEST(InverseBand, BandsThatFollowEachOtherAddUpToTheSignal) {
    const auto reader = sines({{0.9, 1}, {7, 0.5}, {31, 0.25}, {90, 0.1}});
    std::vector<float> expected(1500);
    reader(50'000, expected);
    for (const WaveletKind kind : {WaveletKind::morlet, WaveletKind::morse}) {
        std::vector<double> sum(expected.size(), 0.0);
        const double edges[] = {0, 3, 20, 60, 125};
        for (std::size_t i = 0; i + 1 < std::size(edges); ++i) {
            const auto band = inverseBand(reader, kRate_hz, 50'000, 1500, {{kind, 6}, edges[i], edges[i + 1]});
            ASSERT_TRUE(band);
            for (std::size_t k = 0; k < sum.size(); ++k) sum[k] += static_cast<double>((*band)[k]);
        }
        for (std::size_t k = 0; k < sum.size(); ++k) ASSERT_NEAR(sum[k], expected[k], 0.03) << name(kind) << k;
    }
    for (const double hz : {0.5, 3.0, 17.0, 100.0}) {
        double sum = 0;
        const double edges[] = {0, 2, 9, 50, INFINITY};
        for (int i = 0; i < 4; ++i) sum += inverseBandGain({}, edges[i], edges[i + 1], hz);
        EXPECT_NEAR(sum, 1, 1e-9) << hz;
    }
}

TEST(InverseBand, MissingStaysMissingAndNonsenseIsSaid) {
    const auto holed = [](std::int64_t first, std::span<float> out) {
        for (std::size_t i = 0; i < out.size(); ++i) {
            const std::int64_t at = first + static_cast<std::int64_t>(i);
            out[i] = at >= 100 && at < 120 ? NAN : std::sin(0.3F * static_cast<float>(at));
        }
    };
    const auto made = inverseBand(holed, kRate_hz, 0, 500, {{}, 5, 40});
    ASSERT_TRUE(made);
    for (std::size_t i = 0; i < made->size(); ++i) EXPECT_EQ(std::isnan((*made)[i]), i >= 100 && i < 120) << i;
    EXPECT_EQ(inverseBand(holed, kRate_hz, 0, 500, {{}, 40, 5}).error().code, ErrorCode::wrong_use);
    EXPECT_EQ(inverseBand(holed, kRate_hz, 0, 500, {{}, 130, 140}).error().code, ErrorCode::wrong_use);
    EXPECT_EQ(inverseBand(holed, kRate_hz, 0, 0, {{}, 5, 40}).error().code, ErrorCode::out_of_range);
    EXPECT_EQ(inverseBand(holed, 0, 0, 10, {{}, 5, 40}).error().code, ErrorCode::wrong_use);
    const auto all_missing = [](std::int64_t, std::span<float> out) { std::fill(out.begin(), out.end(), NAN); };
    const auto nothing = inverseBand(all_missing, kRate_hz, 0, 10, {{}, 5, 40});
    ASSERT_TRUE(nothing);
    EXPECT_TRUE(std::isnan(nothing->front()));
}

}  // namespace
}  // namespace triptych::dsp
