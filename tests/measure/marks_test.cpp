#include "core/measure/marks.h"

#include "core/measure/intervals.h"

#include <gtest/gtest.h>

namespace triptych::measure {
namespace {

Wave wave(double on, double peak, double off, float sure = 1) {
    return {Fiducial{on, 1}, Fiducial{peak, 1}, Fiducial{off, 1}, sure};
}

TEST(Marks, AreSecondsOfTheLeadsOwnClock) {
    BeatWaves beat{wave(100, 120, 140), wave(180, 200, 225), wave(280, 320, 380)};
    const Marks marks = marksOf(beat, 500, 0.2);
    EXPECT_TRUE(marks.readable && marks.has_p && marks.has_t);
    EXPECT_DOUBLE_EQ(*marks.p_on, 0.0);
    EXPECT_DOUBLE_EQ(*marks.qrs_peak, 0.2);
    EXPECT_DOUBLE_EQ(*marks.t_off, 0.56);
    const Intervals intervals = intervalsOf(marks);
    EXPECT_NEAR(*intervals.p_ms, 80, 1e-3);
    EXPECT_NEAR(*intervals.pr_ms, 160, 1e-3);
    EXPECT_NEAR(*intervals.qrs_ms, 90, 1e-3);
    EXPECT_NEAR(*intervals.qt_ms, 400, 1e-3);
}

TEST(Marks, WhatIsNotSureIsNotThere) {
    BeatWaves beat{wave(100, 120, 140, 0.49F), wave(180, 200, 225), wave(280, 320, 380)};
    beat.t->offset->sure = 0.4F;
    const Marks marks = marksOf(beat, 500);
    EXPECT_FALSE(marks.has_p);
    EXPECT_FALSE(marks.p_on);
    EXPECT_TRUE(marks.has_t);
    EXPECT_FALSE(marks.t_off);
    EXPECT_TRUE(marks.t_peak);
    EXPECT_FALSE(intervalsOf(marks).pr_ms);
    EXPECT_FALSE(intervalsOf(marks).qt_ms);
    EXPECT_TRUE(intervalsOf(marks).qrs_ms);
}

TEST(Marks, NothingIsReadWhereTheQrsIsNot) {
    BeatWaves beat{wave(100, 120, 140), wave(180, 200, 225, 0.2F), wave(280, 320, 380)};
    EXPECT_EQ(marksOf(beat, 500), Marks{});
    beat.qrs = std::nullopt;
    EXPECT_EQ(marksOf(beat, 500), Marks{});
    EXPECT_EQ(marksOf(BeatWaves{std::nullopt, wave(1, 2, 3), std::nullopt}, 0), Marks{}) << "of no rate";
}

TEST(Marks, InTheWrongOrderMakeNoInterval) {
    EXPECT_FALSE(between_ms(0.2, 0.1));
    EXPECT_FALSE(between_ms(0.2, 0.2));
    EXPECT_FALSE(between_ms(std::nullopt, 0.2));
    EXPECT_DOUBLE_EQ(*between_ms(0.0, 0.25), 250);
}

TEST(Marks, GoThereAndBack) {
    const BeatWaves beat{wave(100, 120, 140), wave(180, 200, 225), std::nullopt};
    const Marks marks = marksOf(beat, 250);
    const BeatWaves back = wavesOf(marks, 250, 0.75);
    EXPECT_EQ(marksOf(back, 250), marks);
    EXPECT_FLOAT_EQ(back.p->sure, 0.75F);
    EXPECT_FALSE(back.t);
    EXPECT_DOUBLE_EQ(*movedBy(marks, 1.5).p_on, *marks.p_on + 1.5);
}

}  // namespace
}  // namespace triptych::measure
