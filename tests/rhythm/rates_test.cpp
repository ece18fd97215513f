// Slow, fast and no beats at all, from beats made by hand.
#include "tests/rhythm/found.h"

#include <gtest/gtest.h>

namespace triptych::rhythm {
namespace {

TEST(Rates, AHeartOfFifteenAMinuteIsBradycardia) {
    for (const double rr_s : {1.5, 2.4, 2.6, 3.3, 4.0, 5.0}) {
        MadeView made;
        made.beats(20, rr_s);
        const auto findings = found(made);
        ASSERT_EQ(findings.episodes.size(), 1U) << rr_s;
        EXPECT_EQ(findings.whole, Rhythm::bradycardia) << rr_s;
        expectTiled(findings);
        ASSERT_EQ(findings.episodes[0].reasons.size(), 1U);
        EXPECT_NEAR(findings.episodes[0].reasons[0].value, 60 / rr_s, 0.3);
        // After a minute of sinus rhythm it is that minute that is none.
        MadeView after;
        after.beats(60, 0.85);
        after.beats(10, rr_s);
        const auto later = found(after);
        ASSERT_EQ(of(later, Rhythm::bradycardia).size(), 1U) << rr_s;
        EXPECT_NEAR(of(later, Rhythm::bradycardia)[0].span.from_s, 51, 6) << rr_s;
    }
}

TEST(Rates, TenSecondsWithoutABeatAreNoSinusRhythmAndNoBradycardia) {
    for (const double rr_s : {0.85, 1.6}) {
        MadeView made;
        made.beats(40, rr_s);
        const double from_s = made.now_s();
        made.beat(12.8);
        made.beats(40, rr_s);
        const auto findings = found(made);
        expectTiled(findings);
        const auto still = of(findings, Rhythm::other);
        ASSERT_EQ(still.size(), 1U) << rr_s;
        EXPECT_NEAR(still[0].span.from_s, from_s + rr_s / 2, 0.5);
        EXPECT_NEAR(still[0].span.to_s, from_s + 12.8, 0.5);
        ASSERT_EQ(still[0].reasons.size(), 1U);
        EXPECT_NEAR(still[0].reasons[0].value, 12.8, 0.01);
        EXPECT_EQ(findings.whole, rr_s < 1 ? Rhythm::sinus : Rhythm::bradycardia);
    }
    MadeView brief;
    brief.beats(40, 0.85);
    brief.beat(9.5);
    brief.beats(40, 0.85);
    EXPECT_TRUE(of(found(brief), Rhythm::other).empty());
    // Behind the last beat, and where nothing can be read there.
    MadeView ends;
    ends.beats(40, 0.85);
    RhythmView view = ends.view();
    view.duration_s += 20;
    EXPECT_EQ(findRhythm(view, nullptr)->episodes.back().rhythm, Rhythm::other);
    ends.unreadable = {{ends.now_s() + 0.5, view.duration_s, beats::Unreadable::flat}};
    view = ends.view();
    view.duration_s += 20;
    EXPECT_EQ(findRhythm(view, nullptr)->episodes.back().rhythm, Rhythm::unreadable);
}

TEST(Rates, WhatIsSlowFromBeatToBeatIsSoToItsEnds) {
    MadeView made;
    made.beats(60, 0.85);
    made.beats(10, 1.5);
    made.beats(60, 0.85);
    const auto slow = of(found(made), Rhythm::bradycardia);
    ASSERT_EQ(slow.size(), 1U);
    EXPECT_NEAR(slow[0].span.to_s - slow[0].span.from_s, 15, 1.6);
    EXPECT_NEAR(slow[0].reasons[0].value, 40, 1) << "the rate of its own beats";
    // A strip of 45 a minute, now above and now below 50.
    MadeView strip;
    for (const double rr_s : {1.1, 1.5, 1.3, 1.15, 1.6, 1.2, 1.4}) strip.beat(rr_s);
    EXPECT_EQ(found(strip).whole, Rhythm::bradycardia);
}

}  // namespace
}  // namespace triptych::rhythm
