#include "core/measure/trends.h"

#include <gtest/gtest.h>

#include <cmath>

namespace triptych::measure {
namespace {

TEST(Trend, IsTheMedianOfEachStretch) {
    const std::vector<double> times_s = {1, 2, 3, 11, 12, 35};
    const std::vector<double> values = {5, 1, 3, 2, 4, 9};
    const Trend trend = medianTrend(times_s, 35, 10, [&](std::size_t i) { return Reading(values[i]); });
    ASSERT_EQ(trend.values.size(), 4U);
    EXPECT_FLOAT_EQ(trend.values[0], 3);
    EXPECT_FLOAT_EQ(trend.values[1], 3) << "of two, their mean";
    EXPECT_TRUE(std::isnan(trend.values[2])) << "no beat, nothing said";
    EXPECT_FLOAT_EQ(trend.values[3], 9) << "on the very end";
    EXPECT_EQ(trend.beats, (std::vector<std::uint32_t>{3, 2, 0, 1}));
}

TEST(Trend, LeavesOutWhatCannotBeRead) {
    const std::vector<double> times_s = {1, 2, 3, 11};
    const Trend trend =
        medianTrend(times_s, 20, 10, [](std::size_t i) { return i == 0 || i == 3 ? Reading() : Reading(7.0); });
    EXPECT_FLOAT_EQ(trend.values[0], 7);
    EXPECT_EQ(trend.beats, (std::vector<std::uint32_t>{2, 0}));
    EXPECT_TRUE(std::isnan(trend.values[1]));
}

TEST(Trend, OfADayIsAThousandStretches) {
    EXPECT_EQ(usualStep_s(10), 10);
    EXPECT_EQ(usualStep_s(1800), 30);
    const Trend trend = medianTrend({}, 86'400, usualStep_s(86'400), [](std::size_t) { return Reading(); });
    EXPECT_EQ(trend.values.size(), 1440U);
}

TEST(Trend, OfNoTimeIsEmpty) {
    EXPECT_TRUE(medianTrend({}, 0, 10, [](std::size_t) { return Reading(); }).values.empty());
    EXPECT_TRUE(medianTrend({}, 10, 0, [](std::size_t) { return Reading(); }).values.empty());
}

}  // namespace
}  // namespace triptych::measure
