#include "core/beats/qtc.h"

#include <gtest/gtest.h>

#include <limits>

namespace triptych::beats {
namespace {

TEST(CorrectedQt, AtSixtyAMinuteEveryFormulaLeavesQtAsItIs) {
    const auto made = correctedQt(0.4, 1).value();
    EXPECT_DOUBLE_EQ(made.bazett_s, 0.4);
    EXPECT_DOUBLE_EQ(made.fridericia_s, 0.4);
    EXPECT_DOUBLE_EQ(made.framingham_s, 0.4);
    EXPECT_DOUBLE_EQ(made.hodges_s, 0.4);
}

// Worked by hand: RR 0.64 s is 93.75 a minute, √0.64 = 0.8, ∛0.64 = 0.861774.
TEST(CorrectedQt, FollowsTheFourFormulas) {
    const auto made = correctedQt(0.36, 0.64).value();
    EXPECT_NEAR(made.bazett_s, 0.45, 1e-9);
    EXPECT_NEAR(made.fridericia_s, 0.36 / 0.861774, 1e-6);
    EXPECT_NEAR(made.framingham_s, 0.36 + 0.154 * 0.36, 1e-9);
    EXPECT_NEAR(made.hodges_s, 0.36 + 0.00175 * 33.75, 1e-9);
}

TEST(CorrectedQt, IsJudgedByTheLimitsOfEitherSex) {
    EXPECT_EQ(qtcSize(0.390, QtcSex::female), QtcSize::shortened);
    EXPECT_EQ(qtcSize(0.391, QtcSex::male), QtcSize::normal);
    EXPECT_EQ(qtcSize(0.449, QtcSex::male), QtcSize::normal);
    EXPECT_EQ(qtcSize(0.450, QtcSex::male), QtcSize::prolonged);
    EXPECT_EQ(qtcSize(0.459, QtcSex::female), QtcSize::normal);
    EXPECT_EQ(qtcSize(0.460, QtcSex::female), QtcSize::prolonged);
    EXPECT_EQ(qtcSize(0.455, QtcSex::unknown), QtcSize::normal) << "it may be a woman's";
    EXPECT_EQ(qtcSize(0.500, QtcSex::unknown), QtcSize::very_long);
}

TEST(CorrectedQt, TakesTheSexAsFilesWriteIt) {
    EXPECT_EQ(qtcSexNamed("female"), QtcSex::female);
    EXPECT_EQ(qtcSexNamed("M"), QtcSex::male);
    EXPECT_EQ(qtcSexNamed("other"), QtcSex::unknown);
    EXPECT_EQ(qtcSexNamed(""), QtcSex::unknown);
}

TEST(CorrectedQt, OfNoIntervalIsNothing) {
    const double nan = std::numeric_limits<double>::quiet_NaN();
    for (const double bad : {0.0, -1.0, nan, std::numeric_limits<double>::infinity()}) {
        EXPECT_FALSE(correctedQt(bad, 1));
        EXPECT_FALSE(correctedQt(0.4, bad));
    }
}

}  // namespace
}  // namespace triptych::beats
