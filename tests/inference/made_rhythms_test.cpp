#include "core/inference/module/training/made_rhythms.h"

#include "core/beats/rr_features.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

namespace triptych::inference::training {
namespace {

constexpr std::size_t kBeats = 400;

std::vector<double> intervalsOf(const MadeRhythm& rhythm) {
    std::vector<double> out;
    for (std::size_t i = 1; i < rhythm.time_s.size(); ++i) out.push_back(rhythm.time_s[i] - rhythm.time_s[i - 1]);
    return out;
}

double median(std::vector<double> values) {
    std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2), values.end());
    return values[values.size() / 2];
}

std::size_t count(const MadeRhythm& rhythm, BeatClass label) {
    return static_cast<std::size_t>(std::count(rhythm.label.begin(), rhythm.label.end(), label));
}

TEST(MadeRhythms, GoForwardInTimeAndAreAsLongAsAsked) {
    for (std::size_t kind = 0; kind < kRhythmKinds; ++kind) {
        for (std::uint64_t seed = 1; seed <= 20; ++seed) {
            Random random(seed);
            const MadeRhythm rhythm = makeRhythm(static_cast<RhythmKind>(kind), kBeats, random);
            ASSERT_EQ(rhythm.time_s.size(), rhythm.label.size());
            EXPECT_GE(rhythm.time_s.size(), kBeats);
            for (const double interval_s : intervalsOf(rhythm)) {
                EXPECT_GE(interval_s, 0.2);
                EXPECT_LT(interval_s, 12);
            }
        }
    }
}

TEST(MadeRhythms, OnlyTheSickSinusHasEctopicBeats) {
    for (const RhythmKind kind :
         {RhythmKind::mobitz, RhythmKind::wenckebach, RhythmKind::pauses, RhythmKind::fibrillation}) {
        Random random(3);
        EXPECT_EQ(count(makeRhythm(kind, kBeats, random), BeatClass::supraventricular), 0U);
    }
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        Random random(seed);
        const MadeRhythm rhythm = makeRhythm(RhythmKind::sick_sinus, kBeats, random);
        EXPECT_GT(count(rhythm, BeatClass::supraventricular), kBeats / 10);
        EXPECT_GT(count(rhythm, BeatClass::normal), kBeats / 30);
        // Its ectopic beats come sooner than its sinus beats do.
        double latest_s = 0;
        std::vector<double> normal;
        const auto intervals = intervalsOf(rhythm);
        for (std::size_t i = 0; i < intervals.size(); ++i) {
            if (rhythm.label[i + 1] == BeatClass::supraventricular) latest_s = std::max(latest_s, intervals[i]);
            if (rhythm.label[i + 1] == BeatClass::normal) normal.push_back(intervals[i]);
        }
        EXPECT_LT(latest_s, 1.2);
        EXPECT_GT(median(normal), 0.8);
    }
}

// Every interval of a Mobitz block is one or two of the sinus node's.
TEST(MadeRhythms, BlockedConductionHalvesTheRate) {
    Random random(7);
    const auto intervals = intervalsOf(makeRhythm(RhythmKind::mobitz, 2000, random));
    const double shortest_s = *std::min_element(intervals.begin(), intervals.end());
    int one = 0, two = 0;
    for (const double interval_s : intervals) {
        const double waves = interval_s / shortest_s;
        if (waves < 1.7) ++one;
        if (waves > 1.7 && waves < 3.4) ++two;
    }
    EXPECT_EQ(one + two, static_cast<int>(intervals.size()));
    EXPECT_GT(one, 20);
    EXPECT_GT(two, 20);
}

TEST(MadeRhythms, FibrillationHasNoMemory) {
    Random random(5);
    const auto intervals = intervalsOf(makeRhythm(RhythmKind::fibrillation, 4000, random));
    double mean = 0;
    for (const double interval_s : intervals) mean += interval_s / static_cast<double>(intervals.size());
    double variance = 0, neighbours = 0;
    for (std::size_t i = 0; i + 1 < intervals.size(); ++i) {
        variance += (intervals[i] - mean) * (intervals[i] - mean);
        neighbours += (intervals[i] - mean) * (intervals[i + 1] - mean);
    }
    EXPECT_NEAR(neighbours / variance, 0, 0.06);
    EXPECT_GT(std::sqrt(variance / static_cast<double>(intervals.size())) / mean, 0.08);
}

TEST(MadeRhythms, TheLibraryIsTheSameForEveryRunAndFinite) {
    const MadeRhythms& made = madeRhythms();
    EXPECT_EQ(made.normal.size() % beats::kRrFeatures, 0U);
    EXPECT_GT(made.normal.size() / beats::kRrFeatures, 20'000U);
    EXPECT_GT(made.supraventricular.size() / beats::kRrFeatures, 2'000U);
    for (const auto* rows : {&made.normal, &made.supraventricular}) {
        EXPECT_TRUE(std::all_of(rows->begin(), rows->end(), [](float value) { return std::abs(value) <= 2; }));
    }
    Random first(9), second(9);
    for (const BeatClass label : {BeatClass::normal, BeatClass::supraventricular}) {
        const auto a = made.draw(label, first), b = made.draw(label, second);
        EXPECT_EQ(a.data(), b.data());
        EXPECT_EQ(a.size(), beats::kRrFeatures);
    }
}

}  // namespace
}  // namespace triptych::inference::training
