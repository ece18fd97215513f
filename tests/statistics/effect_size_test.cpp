#include "core/statistics/effect_size.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace triptych::statistics {
namespace {

TEST(CohensD, IsTheDifferenceInPooledDeviations) {
    // Means 6 and 4; squared deviations 10 and 10 over 4 + 4 degrees of freedom: pooled deviation √2.5.
    const std::vector<double> first = {4, 5, 6, 7, 8};
    const std::vector<double> second = {2, 3, 4, 5, 6};
    EXPECT_NEAR(cohensD(first, second).value(), 2 / std::sqrt(2.5), 1e-12);
    EXPECT_NEAR(cohensD(second, first).value(), -2 / std::sqrt(2.5), 1e-12);
}

TEST(CohensD, WeighsSamplesOfUnequalSizeByTheirDegreesOfFreedom) {
    // Squared deviations 2 (of 3 values) and 0.5 (of 2): √(2.5 / 3).
    EXPECT_NEAR(cohensD(std::vector<double>{1, 2, 3}, std::vector<double>{0, 1}).value(), 1.5 / std::sqrt(2.5 / 3),
                1e-12);
}

TEST(CohensD, SaysNothingOfTooLittle) {
    EXPECT_FALSE(cohensD(std::vector<double>{1}, std::vector<double>{1, 2}));
    EXPECT_FALSE(cohensD(std::vector<double>{0.1, 0.1, 0.1}, std::vector<double>{0.3, 0.3}));
}

TEST(CohensDz, IsOfTheDifferencesOfPairs) {
    // Differences 1, 2, 3: mean 2, deviation 1.
    EXPECT_NEAR(cohensDz(std::vector<double>{11, 22, 33}, std::vector<double>{10, 20, 30}).value(), 2, 1e-12);
    EXPECT_FALSE(cohensDz(std::vector<double>{11, 21}, std::vector<double>{10, 20}));
    EXPECT_FALSE(cohensDz(std::vector<double>{11, 21}, std::vector<double>{10}));
}

}  // namespace
}  // namespace triptych::statistics
