#include "core/measure/amplitudes.h"

#include "tests/measure/made_heart.h"

#include <gtest/gtest.h>

#include <limits>

namespace triptych::measure {
namespace {

using test::MadeLead;

struct OneBeat {
    std::vector<float> samples;
    Marks marks;
    double rate_hz;
    [[nodiscard]] Trace trace() const { return {samples, rate_hz}; }
};

// R at 0.4 s.
OneBeat beatOf(const MadeLead& lead, double rate_hz) {
    OneBeat out{{}, {}, rate_hz};
    for (double i = 0; i < rate_hz; ++i) {
        out.samples.push_back(static_cast<float>(lead.offset_mv + test::madeValue(lead, 1000 * (i / rate_hz - 0.4))));
    }
    const auto at = [](double ms) { return 0.4 + ms / 1000; };
    Marks& marks = out.marks;
    marks.readable = marks.has_p = marks.has_t = true;
    marks.p_on = at(test::kPOn_ms), marks.p_peak = at(test::kPPeak_ms), marks.p_off = at(test::kPOff_ms);
    marks.qrs_on = at(test::kQrsOn_ms), marks.qrs_peak = at(0), marks.qrs_off = at(test::kJ_ms);
    marks.t_on = at(test::kTOn_ms), marks.t_peak = at(test::kTPeak_ms), marks.t_off = at(test::kTOff_ms);
    return out;
}

class AmplitudesAtRate : public ::testing::TestWithParam<double> {};

TEST_P(AmplitudesAtRate, AreThoseOfTheMadeBeat) {
    MadeLead lead;
    lead.st_mv = 0.2, lead.st_slope_mv_s = -1.5;
    lead.t_mv = 0.5;
    lead.offset_mv = -0.7;
    const OneBeat beat = beatOf(lead, GetParam());
    const Amplitudes out = amplitudesOf(beat.trace(), beat.marks);
    EXPECT_NEAR(*out.p_mv, 0.15, 1e-5);
    EXPECT_NEAR(*out.q_mv, -0.10, 1e-5);
    EXPECT_NEAR(*out.r_mv, 1.0, 1e-5);
    EXPECT_NEAR(*out.s_mv, -0.25, 1e-5);
    EXPECT_NEAR(*out.st_j_mv, 0.2, 1e-5);
    EXPECT_NEAR(*out.st_j60_mv, 0.2 - 1.5 * 0.060, 1e-5);
    EXPECT_NEAR(*out.st_j80_mv, 0.2 - 1.5 * 0.080, 1e-5);
    EXPECT_NEAR(*out.st_slope_mv_s, -1.5, 1e-4);
    EXPECT_EQ(qrsShape(beat.trace(), beat.marks), "qRs");
}

TEST_P(AmplitudesAtRate, TIsItsHeightOverTheLevelBeforeTheQrs) {
    MadeLead lead;
    lead.t_mv = -0.4;
    lead.offset_mv = 2;
    const OneBeat beat = beatOf(lead, GetParam());
    EXPECT_NEAR(*amplitudesOf(beat.trace(), beat.marks).t_mv, -0.4, 1e-5);
    EXPECT_NEAR(*isoelectricLevel_mv(beat.trace(), beat.marks), 2, 1e-6);
}

INSTANTIATE_TEST_SUITE_P(Rates, AmplitudesAtRate, ::testing::Values(125, 250, 500, 1000));

TEST(Amplitudes, AtAHundredHertzStLiesBetweenTheSamples) {
    MadeLead lead;
    lead.st_mv = 0.2, lead.st_slope_mv_s = 1;
    const OneBeat beat = beatOf(lead, 100);
    const Amplitudes out = amplitudesOf(beat.trace(), beat.marks);
    EXPECT_NEAR(*out.st_j60_mv, 0.26, 1e-4);
    EXPECT_NEAR(*out.st_j80_mv, 0.28, 1e-4);
    EXPECT_NEAR(*out.st_slope_mv_s, 1, 1e-3);
}

TEST(Amplitudes, OfAQsComplexAreAQAlone) {
    MadeLead lead;
    lead.q_mv = lead.s_mv = 0, lead.r_mv = -0.9;
    const OneBeat beat = beatOf(lead, 500);
    const Amplitudes out = amplitudesOf(beat.trace(), beat.marks);
    EXPECT_NEAR(*out.q_mv, -0.9, 1e-5);
    EXPECT_FALSE(out.r_mv);
    EXPECT_FALSE(out.s_mv);
    EXPECT_EQ(qrsShape(beat.trace(), beat.marks), "QS");
}

TEST(Amplitudes, OfASecondRAreTheTallerOne) {
    MadeLead lead;
    lead.q_mv = 0.3, lead.r_mv = -0.6, lead.s_mv = 0.8;  // r, S, R'
    const OneBeat beat = beatOf(lead, 500);
    const Amplitudes out = amplitudesOf(beat.trace(), beat.marks);
    EXPECT_FALSE(out.q_mv);
    EXPECT_NEAR(*out.r_mv, 0.8, 1e-5);
    EXPECT_NEAR(*out.s_mv, -0.6, 1e-5);
    EXPECT_EQ(qrsShape(beat.trace(), beat.marks), "rSR'");
}

TEST(Amplitudes, ARaisedStIsNoSecondR) {
    MadeLead lead;
    lead.st_mv = 0.4;
    const OneBeat beat = beatOf(lead, 500);
    EXPECT_EQ(qrsShape(beat.trace(), beat.marks), "qRs");
    lead.st_mv = -0.4, lead.s_mv = 0;
    const OneBeat lowered = beatOf(lead, 500);
    EXPECT_FALSE(amplitudesOf(lowered.trace(), lowered.marks).s_mv);
}

TEST(Amplitudes, AreNotSaidWhereSamplesOrMarksAreMissing) {
    OneBeat beat = beatOf({}, 500);
    beat.samples[200] = std::numeric_limits<float>::quiet_NaN();  // the R itself
    Amplitudes out = amplitudesOf(beat.trace(), beat.marks);
    EXPECT_FALSE(out.r_mv || out.q_mv || out.s_mv);
    EXPECT_TRUE(out.st_j60_mv && out.p_mv && out.t_mv);
    beat.marks.qrs_off = std::nullopt;
    EXPECT_FALSE(amplitudesOf(beat.trace(), beat.marks).st_j_mv);
    beat.marks.qrs_on = std::nullopt;
    out = amplitudesOf(beat.trace(), beat.marks);
    EXPECT_FALSE(out.p_mv || out.t_mv) << "against nothing";
    beat = beatOf({}, 500);
    beat.samples.resize(250);  // ends 0.1 s after R: J + 60 ms and more is not there
    out = amplitudesOf(beat.trace(), beat.marks);
    EXPECT_TRUE(out.r_mv && out.st_j_mv);
    EXPECT_FALSE(out.st_j60_mv || out.st_j80_mv || out.st_slope_mv_s || out.t_mv);
}

TEST(Amplitudes, BehindThePeakOfTThereIsNoSt) {
    OneBeat beat = beatOf({}, 500);
    beat.marks.t_peak = 0.4 + 0.048 + 0.070;
    const Amplitudes out = amplitudesOf(beat.trace(), beat.marks);
    EXPECT_TRUE(out.st_j60_mv);
    EXPECT_FALSE(out.st_j80_mv);
    EXPECT_FALSE(out.st_slope_mv_s);
}

TEST(Amplitudes, TheLevelIsThatOfThePrSegmentAlone) {
    MadeLead lead;
    lead.p_mv = 0.4;
    OneBeat beat = beatOf(lead, 500);
    EXPECT_NEAR(*isoelectricLevel_mv(beat.trace(), beat.marks), 0, 1e-6);
    // A P that runs into the QRS leaves the value at the onset.
    for (float& sample : beat.samples) sample += 0.25F;
    beat.marks.p_off = beat.marks.qrs_on;
    EXPECT_NEAR(*isoelectricLevel_mv(beat.trace(), beat.marks), 0.25, 1e-6);
}

TEST(Trace, HasTheAreaOfStraightLinesBetweenItsSamples) {
    const std::vector<float> ramp = {0, 1, 2, 3, 4};
    const Trace trace{ramp, 10};
    EXPECT_NEAR(*trace.area(0, 0.4), 0.8, 1e-9);
    EXPECT_NEAR(*trace.area(0.05, 0.15), 0.1, 1e-9);
    EXPECT_NEAR(*trace.area(0.12, 0.18), 0.06 * 1.5, 1e-9);
    EXPECT_NEAR(*trace.mean(0.1, 0.3), 2, 1e-9);
    EXPECT_FALSE(trace.area(0.3, 0.5));
    EXPECT_FALSE(trace.area(0.2, 0.2));
    EXPECT_FALSE(trace.at(-0.1));
}

}  // namespace
}  // namespace triptych::measure
