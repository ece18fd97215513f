#include "core/beats/beat_likeness.h"

#include "core/beats/windows.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace triptych::beats {
namespace {

struct Wave {
    double centre, width, height;
};

// A beat made of bumps, in columns of a product window.
std::vector<float> beatOf(const std::vector<Wave>& waves) {
    std::vector<float> window(kProductLength, 0.0F);
    for (std::size_t i = 0; i < window.size(); ++i) {
        for (const Wave& wave : waves) {
            const double d = (static_cast<double>(i) - wave.centre) / wave.width;
            window[i] += static_cast<float>(wave.height * std::exp(-d * d / 2));
        }
    }
    return window;
}

const Wave kPWave{78, 4, 0.2}, kRWave{100, 2.5, 1.0}, kTWave{138, 9, 0.3};
std::vector<float> normalBeat() {
    return beatOf({kPWave, kRWave, kTWave});
}

std::vector<float> joined(const std::vector<std::vector<float>>& beats) {
    std::vector<float> all;
    for (const auto& beat : beats) all.insert(all.end(), beat.begin(), beat.end());
    return all;
}

float named(std::span<const float> features, std::size_t beat, std::string_view feature) {
    const auto found = std::find(kLikenessFeatureNames.begin(), kLikenessFeatureNames.end(), feature);
    EXPECT_NE(found, kLikenessFeatureNames.end()) << feature;
    return features[beat * kLikenessFeatures + static_cast<std::size_t>(found - kLikenessFeatureNames.begin())];
}

TEST(BeatLikeness, OfTypicalBeatsIsZero) {
    const auto features = likenessFeatures(joined({normalBeat(), normalBeat()}), normalBeat());
    ASSERT_EQ(features.size(), 2 * kLikenessFeatures);
    for (std::size_t i = 0; i < features.size(); ++i) {
        EXPECT_NEAR(features[i], 0.0F, 1e-4F) << kLikenessFeatureNames[i % kLikenessFeatures];
    }
}

TEST(BeatLikeness, FindsABroadBeatAndRemembersItForTheNext) {
    const auto broad = beatOf({{104, 8, -1.4}, {140, 12, 0.6}});
    const auto features = likenessFeatures(joined({normalBeat(), broad, normalBeat()}), normalBeat());
    EXPECT_GT(named(features, 1, "QRS unlike typical"), 1.0F);
    EXPECT_GT(named(features, 1, "QRS breadth / typical"), 0.3F);
    EXPECT_NEAR(named(features, 1, "QRS size / typical"), std::log(1.4 / 1.0), 0.15);
    EXPECT_GT(named(features, 1, "QRS unlike beat before"), 0.5F);
    EXPECT_NEAR(named(features, 2, "QRS unlike typical"), 0.0F, 1e-4F);
    EXPECT_GT(named(features, 2, "QRS unlike beat before"), 0.5F);
    EXPECT_EQ(named(features, 2, "QRS of beat before unlike"), named(features, 1, "QRS unlike typical, shifted"));
}

TEST(BeatLikeness, FindsAnotherPWaveBeforeTheSameQrs) {
    const auto inverted = beatOf({{78, 4, -0.2}, kRWave, kTWave});
    const auto features = likenessFeatures(inverted, normalBeat());
    EXPECT_GT(named(features, 0, "P unlike typical"), 1.5F);
    EXPECT_GT(named(features, 0, "P difference"), 0.1F);
    EXPECT_NEAR(named(features, 0, "QRS unlike typical"), 0.0F, 1e-3F);
    EXPECT_NEAR(named(features, 0, "T unlike typical"), 0.0F, 1e-3F);
}

TEST(BeatLikeness, KnowsNoPolarityAndForgivesAMarkThatLiesBeside) {
    auto flipped = normalBeat(), flipped_broad = beatOf({{104, 8, -1.4}});
    const auto upright = likenessFeatures(flipped_broad, flipped);
    for (float& value : flipped) value = -value;
    for (float& value : flipped_broad) value = -value;
    const auto inverted = likenessFeatures(flipped_broad, flipped);
    for (std::size_t i = 0; i < kLikenessFeatures; ++i) EXPECT_NEAR(upright[i], inverted[i], 1e-5F);

    const auto beside = beatOf({{81, 4, 0.2}, {103, 2.5, 1.0}, {141, 9, 0.3}});
    const auto features = likenessFeatures(beside, normalBeat());
    EXPECT_GT(named(features, 0, "QRS unlike typical"), 0.2F);
    EXPECT_NEAR(named(features, 0, "QRS unlike typical, shifted"), 0.0F, 0.01F);
}

TEST(BeatLikeness, OfAFlatLeadIsFinite) {
    const std::vector<float> flat(kProductLength, 0.0F);
    for (const float value : likenessFeatures(flat, flat)) EXPECT_TRUE(std::isfinite(value));
    EXPECT_TRUE(likenessFeatures({}, flat).empty());
}

}  // namespace
}  // namespace triptych::beats
