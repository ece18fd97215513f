#include "core/dsp/round_signal.h"

#include <gtest/gtest.h>

#include <vector>

namespace triptych::dsp {
namespace {

TEST(RoundSignal, GoesOnWithItsBeginningInBothDirections) {
    const std::vector<float> samples{1, 3, 7};
    EXPECT_EQ(valueGoingRound(samples, 0), 1);
    EXPECT_EQ(valueGoingRound(samples, 1.5), 5);
    EXPECT_EQ(valueGoingRound(samples, 2.5), 4) << "between the last and the first";
    EXPECT_EQ(valueGoingRound(samples, 3), 1);
    EXPECT_EQ(valueGoingRound(samples, 301), 3);
    EXPECT_EQ(valueGoingRound(samples, -1), 7);
    EXPECT_EQ(valueGoingRound(samples, -299.5), 2) << "half way from the first to the second";
    EXPECT_EQ(valueGoingRound(std::vector<float>{4}, 12.3), 4);
}

}  // namespace
}  // namespace triptych::dsp
