// Quantiles and medians by hand.
#include "core/statistics/order.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>

namespace triptych::statistics {
namespace {

TEST(Order, QuantilesLieBetweenTwoValuesOrOnOne) {
    constexpr std::array kValues = {1.0, 2.0, 4.0, 8.0};
    EXPECT_EQ(quantile(kValues, 0), 1);
    EXPECT_EQ(quantile(kValues, 1), 8);
    EXPECT_DOUBLE_EQ(quantile(kValues, 0.5), 3);
    EXPECT_DOUBLE_EQ(quantile(kValues, 0.25), 1.75) << "three quarters of the way from the first to the second";
    EXPECT_EQ(quantile(std::array{5.0}, 0.3), 5);
    EXPECT_TRUE(std::isnan(quantile({}, 0.5)));
}

TEST(Order, TheMedianIsTheMiddleOrBetweenTwo) {
    EXPECT_EQ(median({9, 1, 4}), 4);
    EXPECT_EQ(median({9, 1, 4, 6}), 5);
    EXPECT_EQ(median({7}), 7);
    EXPECT_TRUE(std::isnan(median({})));
}

}  // namespace
}  // namespace triptych::statistics
