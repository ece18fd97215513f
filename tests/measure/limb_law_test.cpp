#include "core/measure/limb_law.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace triptych::measure {
namespace {

struct Limbs {
    std::vector<float> i, ii, iii;
};

// Two waves at different times and directions.
Limbs limbs(double gain_i, double gain_ii) {
    Limbs out;
    for (int k = 0; k < 300; ++k) {
        const double first = std::exp(-0.5 * std::pow((k - 100) / 12.0, 2)),
                     second = std::exp(-0.5 * std::pow((k - 180) / 25.0, 2));
        const double i = 0.9 * first + 0.1 * second, iii = -0.3 * first + 0.4 * second;
        out.i.push_back(static_cast<float>(gain_i * i));
        out.ii.push_back(static_cast<float>(gain_ii * (i + iii)));
        out.iii.push_back(static_cast<float>(iii));
    }
    return out;
}

TEST(LimbScales, AreOneWhereTheLawHolds) {
    const Limbs made = limbs(1, 1);
    const auto scales = limbScales(made.i, made.ii, made.iii);
    ASSERT_TRUE(scales);
    EXPECT_FALSE(scales->corrected);
    EXPECT_EQ(scales->i, 1);
    EXPECT_EQ(scales->ii, 1);
}

TEST(LimbScales, OfLeadsScaledEachByItselfAreFoundAgain) {
    const Limbs made = limbs(2, 0.5);
    const auto scales = limbScales(made.i, made.ii, made.iii);
    ASSERT_TRUE(scales);
    EXPECT_TRUE(scales->corrected);
    EXPECT_NEAR(scales->i, 0.5, 1e-4);
    EXPECT_NEAR(scales->ii, 2, 1e-4);
}

TEST(LimbScales, OfLeadsThatContradictEachOtherAreNone) {
    Limbs made = limbs(1, 1);
    for (std::size_t k = 0; k < made.ii.size(); ++k) made.ii[k] += 0.3F * std::sin(0.1F * static_cast<float>(k));
    EXPECT_FALSE(limbScales(made.i, made.ii, made.iii));
    made = limbs(-1, 1);  // an arm's electrode on the other arm: no gain makes that right
    EXPECT_FALSE(limbScales(made.i, made.ii, made.iii));
    EXPECT_FALSE(limbScales({}, {}, {}));
}

TEST(LimbScales, OfLeadsOfOneShapeCannotBeSaid) {
    Limbs made = limbs(1, 1);
    made.ii = made.i, made.iii = made.i;
    EXPECT_FALSE(limbScales(made.i, made.ii, made.iii));
}

}  // namespace
}  // namespace triptych::measure
