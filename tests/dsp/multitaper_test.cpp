// The multitaper spectrum against closed forms: orthonormal tapers, Parseval, a line's power, the band's coverage.
#include "core/dsp/multitaper.h"
#include "core/dsp/spectrum.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>
#include <random>
#include <vector>

namespace triptych::dsp {
namespace {

double sumOf(const Spectrum& spectrum, double from_hz = 0, double to_hz = 1e9) {
    const double bin_hz = spectrum.frequency_hz[1] - spectrum.frequency_hz[0];
    double sum = 0;
    for (std::size_t i = 0; i < spectrum.power.size(); ++i) {
        if (spectrum.frequency_hz[i] >= from_hz && spectrum.frequency_hz[i] <= to_hz) sum += spectrum.power[i] * bin_hz;
    }
    return sum;
}

std::vector<float> sine(double hz, double amplitude, double rate_hz, double seconds) {
    std::vector<float> samples(static_cast<std::size_t>(rate_hz * seconds));
    for (std::size_t i = 0; i < samples.size(); ++i) {
        samples[i] =
            static_cast<float>(amplitude * std::sin(2 * std::numbers::pi * hz * static_cast<double>(i) / rate_hz));
    }
    return samples;
}

std::vector<float> noise(std::size_t count, double deviation, unsigned seed) {
    std::mt19937 random(seed);
    std::normal_distribution<double> normal(0, deviation);
    std::vector<float> samples(count);
    for (float& sample : samples) sample = static_cast<float>(normal(random));
    return samples;
}

TEST(Multitaper, ChiSquareIsThatOfTheTables) {
    // 2.5 % and 97.5 % points.
    EXPECT_NEAR(chiSquareQuantile(0.025, 10), 3.247, 0.03);
    EXPECT_NEAR(chiSquareQuantile(0.975, 10), 20.483, 0.06);
    EXPECT_NEAR(chiSquareQuantile(0.025, 6), 1.237, 0.04);
    EXPECT_NEAR(chiSquareQuantile(0.975, 100), 129.561, 0.1);
    EXPECT_NEAR(chiSquareQuantile(0.5, 20), 19.337, 0.02);
}

TEST(Multitaper, ALineHasItsPower) {
    for (const double seconds : {1.6, 4.0, 20.0}) {
        const auto made = multitaper(sine(20, 0.5, 250, seconds), 250);
        ASSERT_TRUE(made);
        const double half = made->spectrum.resolution_hz / 2 + 1;
        EXPECT_NEAR(sumOf(made->spectrum, 20 - 2 * half, 20 + 2 * half), 0.5 * 0.5 / 2, 0.004) << seconds;
    }
}

TEST(Multitaper, WhiteNoiseIsFlatAtItsDensityAndTheBandCoversItAsOftenAsItSays) {
    constexpr double kRate_hz = 250, kDeviation = 0.2;
    const double density = 2 * kDeviation * kDeviation / kRate_hz;
    std::size_t inside = 0, all = 0;
    double mean = 0;
    for (unsigned seed = 1; seed <= 60; ++seed) {
        const auto made = multitaper(noise(400, kDeviation, seed), kRate_hz);
        ASSERT_TRUE(made);
        EXPECT_DOUBLE_EQ(made->degrees_of_freedom, 10);
        for (std::size_t bin = 8; bin + 8 < made->spectrum.power.size(); ++bin) {
            mean += made->spectrum.power[bin];
            inside += made->low[bin] <= density && density <= made->high[bin] ? 1 : 0;
            ++all;
        }
    }
    EXPECT_NEAR(mean / static_cast<double>(all) / density, 1, 0.03);
    EXPECT_NEAR(static_cast<double>(inside) / static_cast<double>(all), 0.95, 0.015);
}

TEST(Multitaper, ABeatIsSmootherThanItsPeriodogram) {
    const auto samples = noise(400, 0.2, 7);
    const auto tapered = multitaper(samples, 250);
    const auto single = welch(samples, 250);
    ASSERT_TRUE(tapered && single);
    const auto spread = [](const Spectrum& spectrum) {
        double sum = 0, squares = 0;
        const std::size_t from = 8, to = spectrum.power.size() - 8;
        for (std::size_t i = from; i < to; ++i) {
            const double db = 10 * std::log10(spectrum.power[i]);
            sum += db;
            squares += db * db;
        }
        const auto n = static_cast<double>(to - from);
        return std::sqrt(squares / n - sum / n * sum / n);
    };
    EXPECT_LT(spread(tapered->spectrum), 0.6 * spread(*single));
}

TEST(Multitaper, LongStretchesAreAveragedAndNarrowTheBand) {
    const auto brief = multitaper(noise(1000, 0.2, 3), 250), lengthy = multitaper(noise(20'000, 0.2, 3), 250);
    ASSERT_TRUE(brief && lengthy);
    EXPECT_EQ(brief->spectrum.segments, 1);
    EXPECT_EQ(lengthy->spectrum.segments, 20);
    EXPECT_LT(lengthy->high[50] / lengthy->low[50], brief->high[50] / brief->low[50]);
}

TEST(Multitaper, MissingSamplesAndNonsenseAreSaid) {
    auto samples = sine(10, 1, 250, 4);
    for (std::size_t i = 0; i < 100; ++i) samples[300 + i] = NAN;
    const auto made = multitaper(samples, 250);
    ASSERT_TRUE(made) << "the longest part without a gap";
    EXPECT_NEAR(sumOf(made->spectrum), 0.5, 0.02);
    EXPECT_EQ(multitaper(std::vector<float>(4), 250).error().code, ErrorCode::empty);
    EXPECT_EQ(multitaper(std::vector<float>(100, NAN), 250).error().code, ErrorCode::empty);
    EXPECT_EQ(multitaper(samples, 0).error().code, ErrorCode::wrong_use);
    EXPECT_EQ(multitaper(samples, 250, "mV", {.tapers = 0}).error().code, ErrorCode::wrong_use);
    std::stop_source stop;
    stop.request_stop();
    EXPECT_EQ(multitaper(samples, 250, "mV", {}, Job{stop.get_token(), {}}).error().code, ErrorCode::cancelled);
}

}  // namespace
}  // namespace triptych::dsp
