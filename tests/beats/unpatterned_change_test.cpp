#include "core/beats/unpatterned_change.h"

#include <gtest/gtest.h>

#include <cmath>

namespace triptych::beats {
namespace {

BeatList beatsAfter(const std::vector<std::int64_t>& intervals) {
    BeatList list;
    list.rate_hz = 1000;
    std::int64_t at = 50;
    list.beats.push_back({at, kNormal});
    for (const std::int64_t interval : intervals) list.beats.push_back({at += interval, kNormal});
    return list;
}

TEST(UnpatternedChange, OfBigeminyTrigeminyAndSinglePrematureBeatsIsZero) {
    std::vector<std::int64_t> bigeminy, trigeminy, single(90, 800);
    for (int i = 0; i < 45; ++i) bigeminy.insert(bigeminy.end(), {600, 1000});
    for (int i = 0; i < 30; ++i) trigeminy.insert(trigeminy.end(), {800, 550, 1050});
    single[40] = 500;
    single[41] = 1100;
    for (const auto& intervals : {bigeminy, trigeminy, single}) {
        for (const float change : unpatternedChange(beatsAfter(intervals))) EXPECT_EQ(change, 0.0F);
    }
}

// Ten intervals, each an eighth longer than the last: the nearest in length is a neighbour.
TEST(UnpatternedChange, IsTheLeastRatioToAnIntervalNearby) {
    std::vector<std::int64_t> intervals;
    for (int i = 0; i < 10; ++i) intervals.push_back(std::llround(100'000 * std::pow(1.125, i)));
    const auto changes = unpatternedChange(beatsAfter(intervals));
    ASSERT_EQ(changes.size(), 11U);
    for (const float change : changes) EXPECT_NEAR(change, std::log(1.125), 1e-4);
}

TEST(UnpatternedChange, SeesSixtyIntervalsAndNoMore) {
    std::vector<std::int64_t> intervals(200, 800);
    for (std::size_t i = 100; i < 200; ++i) intervals[i] = 500 + static_cast<std::int64_t>(i * i * 7919 % 600);
    const auto changes = unpatternedChange(beatsAfter(intervals));
    EXPECT_EQ(changes[60], 0.0F);
    EXPECT_GT(changes[160], 0.03F);
}

TEST(UnpatternedChange, OfFewerThanThreeBeatsIsZero) {
    EXPECT_TRUE(unpatternedChange(BeatList{}).empty());
    for (const float change : unpatternedChange(beatsAfter({800}))) EXPECT_EQ(change, 0.0F);
}

}  // namespace
}  // namespace triptych::beats
