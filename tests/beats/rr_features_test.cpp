#include "core/beats/rr_features.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace triptych::beats {
namespace {

BeatList beatsAfter(const std::vector<std::int64_t>& intervals, double rate_hz = 100) {
    BeatList list;
    list.rate_hz = rate_hz;
    std::int64_t at = 50;
    list.beats.push_back({at, kNormal});
    for (const std::int64_t interval : intervals) list.beats.push_back({at += interval, kNormal});
    return list;
}

float feature(const std::vector<float>& features, std::size_t beat, std::size_t which) {
    return features[beat * kRrFeatures + which];
}

TEST(RrFeatures, OfASteadyRhythmAreZero) {
    const auto features = rrFeatures(beatsAfter(std::vector<std::int64_t>(20, 80)));
    ASSERT_EQ(features.size(), 21 * kRrFeatures);
    for (const float value : features) EXPECT_EQ(value, 0.0F);
}

// Beat 10 of twenty-one comes at 0.5 s, the pause after it lasts 1.1 s; all others 0.8 s. Its ten intervals are 5..14,
// with both of them: their mean is (8·80 + 50 + 110)/10 = 80; the record's median is 80.
TEST(RrFeatures, OfAPrematureBeatWithACompensatoryPause) {
    std::vector<std::int64_t> intervals(20, 80);
    intervals[9] = 50;
    intervals[10] = 110;
    const auto features = rrFeatures(beatsAfter(intervals));
    EXPECT_NEAR(feature(features, 10, 0), std::log(50.0 / 80), 1e-6);
    EXPECT_NEAR(feature(features, 10, 1), std::log(110.0 / 80), 1e-6);
    EXPECT_NEAR(feature(features, 10, 2), std::log(50.0 / 110), 1e-6);
    EXPECT_NEAR(feature(features, 10, 3), 0.0, 1e-6);
    // Beat 5 has intervals 0..9: (9·80 + 50)/10 = 77.
    EXPECT_NEAR(feature(features, 5, 0), std::log(80.0 / 77), 1e-6);
    EXPECT_NEAR(feature(features, 5, 3), std::log(77.0 / 80), 1e-6);
    // Beat 4 takes the first ten as well (its window would begin before the record); beat 3 and 0 likewise.
    EXPECT_NEAR(feature(features, 0, 3), std::log(77.0 / 80), 1e-6);
}

TEST(RrFeatures, DoNotDependOnTheRate) {
    const std::vector<std::int64_t> intervals = {80, 70, 95, 60, 100, 82, 81, 79, 140, 50, 77, 83};
    std::vector<std::int64_t> scaled;
    for (const std::int64_t interval : intervals) scaled.push_back(interval * 5);
    EXPECT_EQ(rrFeatures(beatsAfter(intervals, 100)), rrFeatures(beatsAfter(scaled, 500)));
}

TEST(RrFeatures, BorrowTheMissingIntervalAtEitherEnd) {
    // Three beats, 60 and 90 apart: local mean 75 everywhere; the record's median is 75.
    const auto features = rrFeatures(beatsAfter({60, 90}));
    EXPECT_NEAR(feature(features, 0, 0), 0.0, 1e-6);
    EXPECT_NEAR(feature(features, 0, 1), std::log(60.0 / 75), 1e-6);
    EXPECT_NEAR(feature(features, 0, 2), std::log(75.0 / 60), 1e-6);
    EXPECT_NEAR(feature(features, 2, 0), std::log(90.0 / 75), 1e-6);
    EXPECT_NEAR(feature(features, 2, 1), 0.0, 1e-6);
    EXPECT_NEAR(feature(features, 2, 2), std::log(90.0 / 75), 1e-6);
}

TEST(RrFeatures, OfFewerThanThreeBeatsAreZero) {
    EXPECT_TRUE(rrFeatures(BeatList{}).empty());
    for (const float value : rrFeatures(beatsAfter({70}))) EXPECT_EQ(value, 0.0F);
}

TEST(RrFeatures, KeepAHoleInTheMarksOutOfTheLocalMean) {
    std::vector<std::int64_t> intervals(30, 80);
    intervals[15] = 2000;  // 20 s without marks
    const auto features = rrFeatures(beatsAfter(intervals));
    EXPECT_EQ(feature(features, 14, 0), 0.0F);
    EXPECT_EQ(feature(features, 14, 3), 0.0F);
    EXPECT_EQ(feature(features, 15, 1), 2.0F);  // ln 25 is clipped
    EXPECT_EQ(feature(features, 16, 0), 2.0F);
    EXPECT_EQ(feature(features, 15, 2), -2.0F);
    EXPECT_EQ(feature(features, 15, 3), 0.0F);
}

TEST(RrFeatures, StayFiniteForMarksOnOneSample) {
    for (const float value : rrFeatures(beatsAfter({80, 0, 80, 0, 0, 80}))) {
        EXPECT_TRUE(std::isfinite(value));
        EXPECT_LE(std::abs(value), 2.0F);
    }
}

TEST(RrFeatures, CallALocallyFastHeartFast) {
    std::vector<std::int64_t> intervals(60, 100);
    for (std::size_t i = 20; i < 40; ++i) intervals[i] = 50;
    const auto features = rrFeatures(beatsAfter(intervals));
    EXPECT_NEAR(feature(features, 30, 3), std::log(0.5), 1e-6);
    EXPECT_NEAR(feature(features, 30, 0), 0.0, 1e-6);
}

std::size_t named(std::string_view feature_name) {
    const auto found = std::find(kRrFeatureNames.begin(), kRrFeatureNames.end(), feature_name);
    EXPECT_NE(found, kRrFeatureNames.end()) << feature_name;
    return static_cast<std::size_t>(found - kRrFeatureNames.begin());
}

// Two of three beats come early: the median interval is the early one, the upper quartile is not.
TEST(RrFeatures, FindTheLateRrOfAMostlyEctopicRhythm) {
    std::vector<std::int64_t> intervals;
    for (int i = 0; i < 30; ++i) intervals.insert(intervals.end(), {60, 60, 120});
    const auto features = rrFeatures(beatsAfter(intervals));
    EXPECT_NEAR(feature(features, 45, named("pre-RR / late RR")), std::log(120.0 / 120), 1e-6);
    EXPECT_NEAR(feature(features, 46, named("pre-RR / late RR")), std::log(60.0 / 120), 1e-6);
    EXPECT_NEAR(feature(features, 46, named("late RR / median RR")), std::log(120.0 / 60), 1e-6);
    EXPECT_NEAR(feature(features, 46, named("pre-RR / RR of 60")), std::log(60.0 / 80), 1e-6);
}

// One early beat in a steady rhythm changes four of the nineteen or twenty neighbouring pairs and no median; a rhythm
// that jumps between 60 and 90 changes with every beat.
TEST(RrFeatures, TellAnEarlyBeatFromAnIrregularRhythm) {
    std::vector<std::int64_t> steady(80, 80);
    steady[39] = 50;
    const auto one_early = rrFeatures(beatsAfter(steady));
    EXPECT_EQ(feature(one_early, 40, named("median change, 20 RR")), 0.0F);
    EXPECT_NEAR(feature(one_early, 40, named("mean change, 20 RR")), 2 * std::log(80.0 / 50) / 20, 1e-6);
    std::vector<std::int64_t> irregular;
    for (int i = 0; i < 80; ++i) irregular.push_back(i % 2 == 0 ? 60 : 90);
    const auto jumping = rrFeatures(beatsAfter(irregular));
    for (const char* change :
         {"mean change, 10 RR", "mean change, 20 RR", "median change, 20 RR", "median change, 60 RR"}) {
        EXPECT_NEAR(feature(jumping, 40, named(change)), std::log(90.0 / 60), 1e-6) << change;
    }
}

TEST(RrFeatures, TellTheIntervalsAroundABeatOneByOne) {
    std::vector<std::int64_t> intervals;
    for (int i = 0; i < 40; ++i) intervals.push_back(80 + i);
    const auto features = rrFeatures(beatsAfter(intervals));
    const double mean = 80 + 19.5;  // of all forty: fewer than sixty
    // Beat 20 has interval 19 before it and 20 after it.
    EXPECT_NEAR(feature(features, 20, named("6th RR before / RR of 60")), std::log((80 + 13) / mean), 1e-6);
    EXPECT_NEAR(feature(features, 20, named("RR before / RR of 60")), std::log((80 + 18) / mean), 1e-6);
    EXPECT_NEAR(feature(features, 20, named("RR after / RR of 60")), std::log((80 + 21) / mean), 1e-6);
    EXPECT_NEAR(feature(features, 20, named("3rd RR after / RR of 60")), std::log((80 + 23) / mean), 1e-6);
    EXPECT_NEAR(feature(features, 20, named("pre-RR / last five")), std::log((80 + 19) / (80.0 + 16)), 1e-6);
    EXPECT_NEAR(feature(features, 20, named("pre-RR / RR before")), std::log((80 + 19) / (80.0 + 18)), 1e-6);
    EXPECT_NEAR(feature(features, 20, named("pre-RR / RR after")), std::log((80 + 19) / (80.0 + 21)), 1e-6);
    EXPECT_NEAR(feature(features, 20, named("post-RR / RR after")), std::log((80 + 20) / (80.0 + 21)), 1e-6);
}

}  // namespace
}  // namespace triptych::beats
