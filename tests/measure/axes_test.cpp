#include "core/measure/axes.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

namespace triptych::measure {
namespace {

TEST(FrontalAxis, IsTheVectorsDirectionFromAnyTwoLeads) {
    for (int degrees = -165; degrees <= 180; degrees += 15) {
        const double angle = degrees * std::numbers::pi / 180;
        const double i = std::cos(angle), ii = std::cos(angle - std::numbers::pi / 3), iii = ii - i;
        EXPECT_NEAR(*frontalAxis_deg({i, ii, {}, {}}, 0.1), degrees, 1e-9);
        EXPECT_NEAR(*frontalAxis_deg({i, {}, iii, {}}, 0.1), degrees, 1e-9);
        EXPECT_NEAR(*frontalAxis_deg({{}, ii, iii, {}}, 0.1), degrees, 1e-9);
        EXPECT_NEAR(*frontalAxis_deg({i, {}, {}, ii - i / 2}, 0.1), degrees, 1e-9);
    }
}

TEST(FrontalAxis, OfOneLeadOrOfNothingIsNotSaid) {
    EXPECT_FALSE(frontalAxis_deg({1.0, {}, {}, {}}, 0.1));
    EXPECT_FALSE(frontalAxis_deg({{}, {}, {}, 1.0}, 0.1));
    EXPECT_FALSE(frontalAxis_deg({}, 0.1));
    EXPECT_FALSE(frontalAxis_deg({0.01, 0.02, {}, {}}, 0.1)) << "it points nowhere";
    EXPECT_FALSE(frontalAxis_deg({0.0, 0.0, {}, {}}, 0));
    EXPECT_FALSE(frontalAxis_deg({std::nan(""), 1.0, {}, {}}, 0.1));
}

TEST(FrontalAxis, HasItsUsualNames) {
    EXPECT_EQ(axisInWords(60), "normal");
    EXPECT_EQ(axisInWords(-30), "normal");
    EXPECT_EQ(axisInWords(-31), "left");
    EXPECT_EQ(axisInWords(91), "right");
    EXPECT_EQ(axisInWords(180), "right");
    EXPECT_EQ(axisInWords(-120), "extreme");
}

}  // namespace
}  // namespace triptych::measure
