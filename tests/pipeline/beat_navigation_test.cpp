// Keys lead to the next beat that is wanted, and stop at the ends.
#include "core/pipeline/beat_navigation.h"

#include <gtest/gtest.h>

namespace triptych::pipeline {
namespace {

TEST(SeekBeat, FindsTheNearestWantedBeatAndNeverTheOneItStandsOn) {
    const auto even = [](std::size_t beat) { return beat % 2 == 0; };
    EXPECT_EQ(seekBeat(10, 4, Direction::forward, even), 6U);
    EXPECT_EQ(seekBeat(10, 4, Direction::backward, even), 2U);
    EXPECT_EQ(seekBeat(10, 8, Direction::forward, even), std::nullopt);
    EXPECT_EQ(seekBeat(10, 0, Direction::backward, even), std::nullopt);
}

TEST(SeekBeat, WithoutAPlaceBeginsAtTheEnd) {
    const auto any = [](std::size_t) { return true; };
    EXPECT_EQ(seekBeat(10, std::nullopt, Direction::forward, any), 0U);
    EXPECT_EQ(seekBeat(10, std::nullopt, Direction::backward, any), 9U);
    EXPECT_EQ(seekBeat(0, std::nullopt, Direction::forward, any), std::nullopt);
    EXPECT_EQ(seekBeat(0, std::nullopt, Direction::backward, any), std::nullopt);
}

}  // namespace
}  // namespace triptych::pipeline
