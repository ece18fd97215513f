#include "core/beats/p_waves.h"

#include "core/beats/windows.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>

namespace triptych::beats {
namespace {

constexpr std::size_t kBeats = 80;

// A QRS with a P wave of `p` (of the QRS) 0.16 s before it and noise of deviation `noise`.
void addBeat(std::vector<float>& windows, double p, double noise, std::mt19937& random) {
    std::normal_distribution<double> normal;
    for (std::size_t i = 0; i < kProductLength; ++i) {
        const double to_p = (static_cast<double>(i) - 80) / 4, to_r = (static_cast<double>(i) - 100) / 2.5;
        windows.push_back(
            static_cast<float>(p * std::exp(-to_p * to_p / 2) + std::exp(-to_r * to_r / 2) + noise * normal(random)));
    }
}

std::vector<float> beatsWith(const std::vector<double>& p, double noise) {
    std::mt19937 random(5);
    std::vector<float> windows;
    for (const double size : p) addBeat(windows, size, noise, random);
    return windows;
}

const std::vector<std::uint8_t> kAllOnTime(kBeats, 1);

float named(std::span<const float> features, std::size_t beat, std::string_view feature) {
    const auto found = std::find(kPWaveFeatureNames.begin(), kPWaveFeatureNames.end(), feature);
    EXPECT_NE(found, kPWaveFeatureNames.end()) << feature;
    return features[beat * kPWaveFeatures + static_cast<std::size_t>(found - kPWaveFeatureNames.begin())];
}

TEST(PWaves, TheSameWaveBeforeEveryBeatIsOrder) {
    const auto features = pWaveFeatures(beatsWith(std::vector<double>(kBeats, 0.1), 0), kAllOnTime);
    ASSERT_EQ(features.size(), kBeats * kPWaveFeatures);
    for (std::size_t i = 0; i + 1 < features.size(); ++i) {
        if (i % kPWaveFeatures == 5) continue;  // how large the wave is
        EXPECT_NEAR(features[i], 0, 0.01) << kPWaveFeatureNames[i % kPWaveFeatures];
    }
}

// A tenth of the noise's energy in each beat, and yet plain in the mean of fifty.
TEST(PWaves, AWaveSmallerThanTheNoiseIsFoundAndNoiseAloneIsNot) {
    const auto with = pWaveFeatures(beatsWith(std::vector<double>(kBeats, 0.1), 0.05), kAllOnTime);
    const auto without = pWaveFeatures(beatsWith(std::vector<double>(kBeats, 0), 0.05), kAllOnTime);
    for (std::size_t beat = 0; beat < kBeats; ++beat) {
        EXPECT_LT(named(with, beat, "P waves without order"), 0.75F);
        EXPECT_GT(named(without, beat, "P waves without order"), 0.9F);
        EXPECT_LT(named(without, beat, "P waves without order"), 1.1F);
    }
}

// The share of order has a closed form: the wave's energy over that of wave and noise.
TEST(PWaves, OrderIsTheShareOfTheCommonEnergy) {
    constexpr double kNoise = 0.03;
    const auto features = pWaveFeatures(beatsWith(std::vector<double>(kBeats, 0.1), kNoise), kAllOnTime);
    double mean = 0, slope = 0, wave = 0;
    std::vector<double> p;
    for (std::size_t i = 64; i < 92; ++i) {
        const double to_p = (static_cast<double>(i) - 80) / 4, to_r = (static_cast<double>(i) - 100) / 2.5;
        p.push_back(0.1 * std::exp(-to_p * to_p / 2) + std::exp(-to_r * to_r / 2));
        mean += p.back() / 28;
        slope += p.back() * (static_cast<double>(i) - 77.5) / (28.0 * (28 * 28 - 1) / 12);
    }
    for (std::size_t i = 0; i < p.size(); ++i)
        wave += std::pow(p[i] - mean - slope * (static_cast<double>(i) - 13.5), 2);
    const double noise = 26 * kNoise * kNoise;  // a mean and a slope are gone
    double found = 0;
    for (std::size_t beat = 0; beat < kBeats; ++beat)
        found += named(features, beat, "P waves without order") / static_cast<double>(kBeats);
    // The fifth of the neighbours with the most energy is left out: order is a little larger than without.
    EXPECT_NEAR(found, noise / (wave + noise), 0.06);
}

TEST(PWaves, ABeatWithAnotherWaveStandsOutOfItsNeighbours) {
    std::vector<double> p(kBeats, 0.1);
    p[40] = -0.1;
    p[50] = 0;
    p[60] = 0.2;
    const auto features = pWaveFeatures(beatsWith(p, 0.002), kAllOnTime);
    EXPECT_GT(named(features, 40, "P unlike neighbours'"), 1.8F);
    EXPECT_NEAR(named(features, 40, "P size beside neighbours'"), -2, 0.1);
    EXPECT_NEAR(named(features, 50, "P size beside neighbours'"), -1, 0.1);
    EXPECT_NEAR(named(features, 60, "P size beside neighbours'"), 1, 0.25);
    EXPECT_NEAR(named(features, 60, "P energy / neighbours'"), 2 * std::log(2.0), 0.1);
    EXPECT_NEAR(named(features, 20, "P unlike neighbours'"), 0, 0.02);
}

TEST(PWaves, EarlyBeatsHaveNoSayInWhatIsUsual) {
    std::vector<double> p(kBeats, 0.1);
    std::vector<std::uint8_t> on_time(kBeats, 1);
    for (std::size_t beat = 0; beat < kBeats; beat += 2) {
        p[beat] = -0.3;
        on_time[beat] = 0;
    }
    const auto features = pWaveFeatures(beatsWith(p, 0), on_time);
    EXPECT_NEAR(named(features, 41, "P waves without order"), 0, 0.01);
    EXPECT_NEAR(named(features, 41, "P unlike neighbours'"), 0, 0.01);
    EXPECT_GT(named(features, 40, "P unlike neighbours'"), 1.8F);
}

TEST(PWaves, FewBeatsAndFlatLeadsAreFinite) {
    EXPECT_TRUE(pWaveFeatures({}, {}).empty());
    for (const std::size_t count : {1UL, 2UL, 5UL}) {
        const std::vector<float> flat(count * kProductLength, 0.0F);
        for (const float value : pWaveFeatures(flat, std::vector<std::uint8_t>(count, 1)))
            EXPECT_TRUE(std::isfinite(value));
    }
}

}  // namespace
}  // namespace triptych::beats
