#include "core/measure/measure_recording.h"

#include "tests/measure/made_heart.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>

namespace triptych::measure {
namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

const LeadMeasurements& leadOf(const Measurements& measured, const std::string& name) {
    const auto found = std::find_if(measured.leads.begin(), measured.leads.end(),
                                    [&](const LeadMeasurements& lead) { return lead.name == name; });
    EXPECT_NE(found, measured.leads.end()) << name;
    return *found;
}

std::string joined(const std::vector<text::Said>& sentences) {
    std::string out;
    for (const auto& sentence : sentences) out += sentence.text() + '\n';
    return out;
}

bool says(const std::vector<text::Said>& sentences, const std::string& words) {
    return joined(sentences).find(words) != std::string::npos;
}

class MeasuredAtRate : public ::testing::TestWithParam<double> {};

TEST_P(MeasuredAtRate, TwelveLeadsAreWhatTheyWereMadeOf) {
    test::MadeHeart heart;
    heart.leads = test::twelveLeads(52, -37, 110, GetParam());
    heart.leads[6].st_mv = 0.25, heart.leads[6].st_slope_mv_s = 0.5;  // V1
    const auto measured = test::made(heart).measured();
    const GlobalMeasurements& global = measured->global;
    EXPECT_NEAR(global.hr_bpm->value, 75, 1e-9);
    EXPECT_NEAR(global.rr_ms->value, 800, 1e-4);
    EXPECT_NEAR(global.p_ms->value, 96, 1e-3);
    EXPECT_NEAR(global.pr_ms->value, 136, 1e-3);
    EXPECT_NEAR(global.qrs_ms->value, 88, 1e-3);
    EXPECT_NEAR(global.qt_ms->value, 440, 1e-3);
    EXPECT_NEAR(global.p_axis_deg->value, 52, 0.01);
    EXPECT_NEAR(global.qrs_axis_deg->value, -37, 0.01);
    EXPECT_NEAR(global.t_axis_deg->value, 110, 0.01);
    EXPECT_EQ(global.qrs_ms->leads.size(), 12U);
    EXPECT_EQ(global.qrs_ms->beats, measured->beats.size());
    EXPECT_EQ(global.qrs_axis_deg->leads, (std::vector<std::size_t>{0, 1, 2, 5})) << "I, II, III and aVF";
    for (std::size_t k = 0; k < heart.leads.size(); ++k) {
        const Amplitudes& out = measured->leads[k].of_median.amplitudes;
        const test::MadeLead& plan = heart.leads[k];
        SCOPED_TRACE(plan.name);
        if (plan.r_mv > 0.1) {
            EXPECT_NEAR(*out.r_mv, plan.r_mv, 1e-4);
        }
        if (k >= 6) {
            EXPECT_NEAR(*out.s_mv, plan.s_mv, 1e-4);
            EXPECT_NEAR(*out.q_mv, plan.q_mv, 1e-4);
        }
        EXPECT_NEAR(*out.p_mv, plan.p_mv, 1e-4);
        if (plan.st_mv == 0) {
            EXPECT_NEAR(*out.t_mv, plan.t_mv, 1e-4);
        }
        EXPECT_NEAR(*out.st_j_mv, plan.st_mv, 1e-4);
        EXPECT_NEAR(*out.st_j60_mv, plan.st_mv + 0.060 * plan.st_slope_mv_s, 1e-4);
        EXPECT_NEAR(*out.st_j80_mv, plan.st_mv + 0.080 * plan.st_slope_mv_s, 1e-4);
        EXPECT_NEAR(*out.st_slope_mv_s, plan.st_slope_mv_s, 1e-3);
    }
}

TEST_P(MeasuredAtRate, EveryBeatIsWhatItWasMadeOf) {
    test::MadeHeart heart;
    heart.leads = test::twelveLeads(45, 45, 45, GetParam());
    heart.changed = [](std::size_t beat, test::MadeLead lead) {
        lead.st_mv = 0.01 * static_cast<double>(beat);
        return lead;
    };
    const auto measured = test::made(heart).measured();
    for (std::size_t beat = 0; beat < measured->beats.size(); ++beat) {
        const BeatOverLeads& all = measured->beats[beat];
        EXPECT_TRUE(all.is_readable && all.is_dominant);
        EXPECT_NEAR(*all.intervals.pr_ms, 136, 1e-3);
        EXPECT_NEAR(*all.intervals.qt_ms, 440, 1e-3);
        EXPECT_EQ(all.rr_ms.has_value(), beat > 0);
        EXPECT_NEAR(*measured->leads[7].beats[beat].amplitudes.st_j60_mv, 0.01 * static_cast<double>(beat), 1e-4);
    }
}

INSTANTIATE_TEST_SUITE_P(Rates, MeasuredAtRate, ::testing::Values(125, 250, 500, 1000));

TEST(Measured, CorrectedQtIsTheOneWorkedByHand) {
    const auto measured = test::made({}).measured();  // QT 440 ms at 75 a minute
    const auto& qtc = measured->global.qtc;
    ASSERT_TRUE(qtc);
    EXPECT_NEAR(qtc->bazett_s, 0.440 / std::sqrt(0.8), 1e-6);      // 0.49193
    EXPECT_NEAR(qtc->fridericia_s, 0.440 / std::cbrt(0.8), 1e-6);  // 0.47397
    EXPECT_NEAR(qtc->framingham_s, 0.440 + 0.154 * 0.2, 1e-6);     // 0.47080
    EXPECT_NEAR(qtc->hodges_s, 0.440 + 0.00175 * 15, 1e-6);        // 0.46625
    EXPECT_NEAR(measured->beats[3].qtc()->bazett_s, qtc->bazett_s, 1e-6);
    EXPECT_FALSE(measured->beats[0].qtc()) << "no beat before the first";
}

TEST(Measured, LimbLeadsScaledEachByItselfKeepTheirAxisAndSaySo) {
    test::MadeHeart heart;
    heart.leads = test::twelveLeads(52, -37, 110);
    for (std::size_t k = 0; k < 6; ++k) heart.leads[k].units_per_mv = 0.5 + 0.3 * static_cast<double>(k);
    auto measured = test::made(heart).measured();
    EXPECT_NEAR(measured->global.qrs_axis_deg->value, -37, 0.1);
    EXPECT_NEAR(measured->global.t_axis_deg->value, 110, 0.1);
    EXPECT_TRUE(says(measured->said, "make II = I + III")) << joined(measured->said);
    heart.leads[0].units_per_mv = -1;  // an arm's electrode on the other arm, in one lead alone
    measured = test::made(heart).measured();
    EXPECT_FALSE(measured->global.qrs_axis_deg || measured->global.p_axis_deg || measured->global.t_axis_deg);
    EXPECT_TRUE(says(measured->said, "contradict each other")) << joined(measured->said);
}

TEST(Measured, OneLeadHasNoAxisAndEverythingElse) {
    const auto measured = test::made({}).measured();
    const GlobalMeasurements& global = measured->global;
    EXPECT_TRUE(global.hr_bpm && global.pr_ms && global.qrs_ms && global.qt_ms && global.p_ms && global.qtc);
    EXPECT_FALSE(global.p_axis_deg || global.qrs_axis_deg || global.t_axis_deg);
    EXPECT_EQ(measured->leads[0].qrs_shape, "qRs");
    EXPECT_TRUE(measured->said.empty()) << joined(measured->said);
}

TEST(Measured, AFlatLeadIsSaidAndHasNoPart) {
    test::MadeHeart heart;
    heart.leads = test::twelveLeads(45, 45, 45);
    auto made = test::made(heart);
    for (BeatWaves& beat : made.waves[8].beats) beat = {};  // V3
    made.waves[8].unreadable = "the lead is flat";
    const auto measured = made.measured();
    EXPECT_TRUE(says(leadOf(*measured, "V3").said, "the lead is flat"));
    EXPECT_FALSE(leadOf(*measured, "V3").of_median.amplitudes.r_mv);
    EXPECT_EQ(measured->global.qrs_ms->leads.size(), 11U);
    EXPECT_NEAR(measured->global.qrs_ms->value, 88, 1e-3);
}

TEST(Measured, ALeadThatComesOffHalfWayIsMeasuredUpToThere) {
    test::MadeHeart heart;
    heart.leads = test::twelveLeads(45, 45, 45);
    heart.added_mv = [](std::size_t lead, double time_s) { return lead == 9 && time_s > 5 ? kNan : 0.0; };
    auto made = test::made(heart);
    std::size_t off = 0;
    for (std::size_t beat = 0; beat < made.waves[9].beats.size(); ++beat) {
        if (static_cast<double>(made.beats->beats[beat].sample) / 500 < 4.5) continue;
        made.waves[9].beats[beat] = {};
        ++off;
    }
    const auto measured = made.measured();
    const LeadMeasurements& v4 = leadOf(*measured, "V4");
    EXPECT_TRUE(says(v4.said, std::to_string(off) + " of 12 beats cannot be read on this lead")) << joined(v4.said);
    EXPECT_EQ(v4.median.beats, made.beats->beats.size() - off);
    EXPECT_NEAR(*v4.of_median.amplitudes.r_mv, heart.leads[9].r_mv, 1e-4);
    EXPECT_FALSE(v4.beats.back().amplitudes.r_mv);
    EXPECT_TRUE(measured->beats.back().intervals.qrs_ms) << "by the others";
    EXPECT_EQ(v4.st_j60_mv.beats[0], v4.median.beats);
}

TEST(Measured, MissingSamplesUnderAReadableBeatAreNotMadeUp) {
    test::MadeHeart heart;
    heart.added_mv = [](std::size_t, double time_s) { return std::abs(time_s - 2.0) < 0.02 ? kNan : 0.0; };
    const auto measured = test::made(heart).measured();
    EXPECT_FALSE(measured->leads[0].beats[2].amplitudes.r_mv);
    EXPECT_TRUE(measured->leads[0].beats[3].amplitudes.r_mv);
    EXPECT_NEAR(*measured->leads[0].of_median.amplitudes.r_mv, 1, 1e-4);
}

TEST(Measured, ASecondOfSignalHasNoRate) {
    test::MadeHeart heart;
    heart.leads = test::twelveLeads(45, 30, 45);
    heart.duration_s = 1;
    heart.r_s = {0.4};
    const auto measured = test::made(heart).measured();
    EXPECT_FALSE(measured->global.hr_bpm || measured->global.rr_ms || measured->global.qtc);
    EXPECT_NEAR(measured->global.qt_ms->value, 440, 1e-3);
    EXPECT_NEAR(measured->global.qrs_axis_deg->value, 30, 0.01);
    EXPECT_TRUE(says(measured->said, "one beat alone")) << joined(measured->said);
    EXPECT_TRUE(says(measured->leads[0].said, "of one beat"));
}

TEST(Measured, OfNoBeatsIsNothingAndSaysSo) {
    auto made = test::made({});
    auto none = std::make_shared<BeatList>(*made.beats);
    none->beats.clear();
    made.beats = none;
    made.waves[0].beats.clear();
    const auto measured = made.measured();
    EXPECT_FALSE(measured->global.hr_bpm || measured->global.qrs_ms);
    EXPECT_TRUE(says(measured->said, "no beats"));
}

TEST(Measured, AtAHundredHertzThePeaksAreSaidToBeCut) {
    test::MadeHeart heart;
    heart.leads[0].rate_hz = 100;
    const auto measured = test::made(heart).measured();
    EXPECT_TRUE(says(measured->leads[0].said, "at 100 Hz")) << joined(measured->leads[0].said);
    EXPECT_NEAR(measured->global.qrs_ms->value, 88, 1e-3) << "marks have fractions";
    EXPECT_TRUE(says({measured->pacing.unsaid}, "100 Hz"));
}

TEST(Measured, PacingIsSaid) {
    test::MadeHeart heart;
    heart.leads[0].p_mv = 0;
    heart.added_mv = [](std::size_t, double time_s) {
        return time_s < 9.5 && std::fmod(time_s - 0.4 + 0.060 + 0.8 + 1e-9, 0.8) < 0.0019 ? 1.5 : 0.0;
    };
    const auto measured = test::made(heart).measured();
    EXPECT_EQ(measured->pacing.times_s.size(), measured->beats.size());
    EXPECT_TRUE(says(measured->said, "spikes of a pacemaker, found in the samples"));
    EXPECT_FALSE(measured->global.pr_ms || measured->global.p_ms || measured->global.p_axis_deg);
}

TEST(Measured, UncertainMarksHaveNoPartInMeans) {
    auto made = test::made({});
    for (std::size_t beat = 0; beat < made.waves[0].beats.size(); ++beat) {
        if (beat % 3 != 0) continue;
        Fiducial& end = *made.waves[0].beats[beat].t->offset;
        end.sample += 60;  // wrong by 120 ms, and known to be unsure
        end.sure = 0.3F;
    }
    const auto measured = made.measured();
    EXPECT_NEAR(measured->global.qt_ms->value, 440, 1e-3);
    EXPECT_FALSE(measured->beats[0].intervals.qt_ms);
    EXPECT_NEAR(measured->trends.qt_ms.values[0], 440, 1e-2);
    // 800 ms from beat to beat: 440 / √0.8, 440 / ∛0.8, 440 + 0.154 · 200, 440 + 1.75 · 15.
    EXPECT_NEAR(measured->trends.qtc_bazett_ms.values[0], 491.935, 1e-2);
    EXPECT_NEAR(measured->trends.qtc_fridericia_ms.values[0], 473.975, 1e-2);
    EXPECT_NEAR(measured->trends.qtc_framingham_ms.values[0], 470.8, 1e-2);
    EXPECT_NEAR(measured->trends.qtc_hodges_ms.values[0], 466.25, 1e-2);
}

TEST(Measured, AnotherUnitThanVoltsHasIntervalsAlone) {
    test::MadeHeart heart;
    heart.leads[0].unit = "NU";
    auto made = test::made(heart);
    auto request = made.request();
    request.leads[0].mv_per_unit = std::nullopt;
    const auto measured = measureRecording(request).value();
    EXPECT_TRUE(measured->global.qrs_ms);
    EXPECT_FALSE(measured->leads[0].of_median.amplitudes.r_mv);
    EXPECT_TRUE(says(measured->leads[0].said, "its unit is \"NU\""));
}

TEST(Measured, AnAxisNeedsNoVoltsWhereTheLimbLeadsShareTheirUnit) {
    test::MadeHeart heart;
    heart.leads = test::twelveLeads(45, 60, 30);
    for (test::MadeLead& lead : heart.leads) lead.unit = "stored", lead.units_per_mv = 400;
    auto request = test::made(heart).request();
    for (auto& lead : request.leads) lead.mv_per_unit = std::nullopt;
    auto measured = measureRecording(request).value();
    EXPECT_NEAR(measured->global.qrs_axis_deg->value, 60, 0.05);
    EXPECT_NEAR(measured->global.t_axis_deg->value, 30, 0.05);
    EXPECT_FALSE(measured->leads[0].of_median.amplitudes.r_mv);
    heart.leads[1].unit = "other";
    request = test::made(heart).request();
    for (auto& lead : request.leads) lead.mv_per_unit = std::nullopt;
    measured = measureRecording(request).value();
    EXPECT_FALSE(measured->global.qrs_axis_deg) << "units that cannot be compared";
}

TEST(Measured, MicrovoltsBecomeMillivolts) {
    test::MadeHeart heart;
    heart.leads = test::twelveLeads(45, 60, 45);
    heart.leads[0].unit = "uV", heart.leads[0].units_per_mv = 1000;
    auto request = test::made(heart).request();
    request.leads[0].mv_per_unit = 1e-3;
    const auto measured = measureRecording(request).value();
    EXPECT_NEAR(*measured->leads[0].of_median.amplitudes.r_mv, heart.leads[0].r_mv, 1e-3);
    EXPECT_NEAR(*measured->leads[0].beats[2].amplitudes.r_mv, heart.leads[0].r_mv, 1e-3);
    EXPECT_NEAR(measured->global.qrs_axis_deg->value, 60, 0.05);
}

TEST(Measured, EctopicBeatsAreInTheRateAlone) {
    test::MadeHeart heart;
    heart.duration_s = 20;
    heart.changed = [](std::size_t beat, test::MadeLead lead) {
        if (beat % 4 == 1) lead.q_mv = 0.4, lead.r_mv = -1.5, lead.s_mv = 0.6, lead.t_mv = 0.9, lead.st_mv = 0.5;
        return lead;
    };
    const auto measured = test::made(heart).measured();
    EXPECT_NEAR(*measured->leads[0].of_median.amplitudes.r_mv, 1, 1e-4);
    EXPECT_NEAR(measured->leads[0].st_j60_mv.values[0], 0, 1e-4);
    EXPECT_EQ(measured->global.hr_bpm->beats, measured->beats.size() - 1);
    EXPECT_TRUE(says(measured->said, "of another shape or class"));
}

TEST(Measured, ATrendLeavesOutWhatWasUnreadable) {
    test::MadeHeart heart;
    heart.duration_s = 60;
    heart.changed = [](std::size_t beat, test::MadeLead lead) {
        lead.st_mv = beat < 37 ? 0 : 0.3;  // from 30 s on
        return lead;
    };
    auto made = test::made(heart);
    auto request = made.request();
    auto quality = std::make_shared<beats::QualityTrack>();
    quality->quality.assign(60, beats::Quality::good);
    for (std::size_t second = 10; second < 20; ++second) quality->quality[second] = beats::Quality::noisy;
    request.leads[0].quality = quality;
    request.trend_step_s = 10;
    const auto measured = measureRecording(request).value();
    const Trend& st = measured->leads[0].st_j60_mv;
    ASSERT_EQ(st.values.size(), 6U);
    EXPECT_NEAR(st.values[0], 0, 1e-4);
    EXPECT_TRUE(std::isnan(st.values[1]));
    EXPECT_EQ(st.beats[1], 0U);
    EXPECT_NEAR(st.values[2], 0, 1e-4);
    EXPECT_NEAR(st.values[4], 0.3, 1e-4);
    EXPECT_NEAR(measured->trends.hr_bpm.values[1], 75, 1e-3);
}

TEST(Measured, AnIntervalAcrossMissingSamplesIsNone) {
    auto made = test::made({});
    auto request = made.request();
    auto gaps = std::make_shared<beats::SignalGaps>();
    gaps->rate_hz = 500, gaps->samples = 5000;
    gaps->gaps = {{750, 850}};  // 1.5 to 1.7 s, between the beats at 1.2 and 2.0
    request.gaps = gaps;
    const auto measured = measureRecording(request).value();
    EXPECT_FALSE(measured->beats[2].rr_ms);
    EXPECT_EQ(measured->global.hr_bpm->beats, measured->beats.size() - 2);
}

TEST(Measured, BeatByBeatAsAllAtOnce) {
    const auto made = test::made({});
    const auto measured = made.measured();
    const BeatOnLead one = measureBeat(*made.recording, made.waves[0], 4, 1.0);
    EXPECT_EQ(*one.amplitudes.r_mv, *measured->leads[0].beats[4].amplitudes.r_mv);
    EXPECT_EQ(*one.intervals.qt_ms, *measured->leads[0].beats[4].intervals.qt_ms);
    EXPECT_FALSE(measureBeat(*made.recording, made.waves[0], 99, 1.0).intervals.qt_ms);
}

TEST(Measured, AMovedMarkIsFollowedByEveryFigure) {
    test::MadeHeart heart;
    heart.leads = test::twelveLeads(52, -37, 110);
    auto made = test::made(heart);
    const auto before = made.measured();
    for (LeadWaves& lead : made.waves) lead.beats[4].t->offset->sample += 20;  // 40 ms
    const auto after = remeasured(*before, made.request(), 4).value();
    const auto anew = made.measured();
    EXPECT_NEAR(*after->beats[4].intervals.qt_ms, 480, 1e-3);
    EXPECT_NEAR(*after->leads[3].beats[4].intervals.qt_ms, 480, 1e-3);
    EXPECT_NEAR(after->beats[4].qtc()->bazett_s, 0.480 / std::sqrt(0.8), 1e-6);
    EXPECT_EQ(after->global.qt_ms->value, anew->global.qt_ms->value);
    EXPECT_EQ(*after->beats[5].intervals.qt_ms, *before->beats[5].intervals.qt_ms);
    // A beat that alone makes the median is the median.
    test::MadeHeart lone;
    lone.duration_s = 1, lone.r_s = {0.4};
    auto single = test::made(lone);
    const auto first = single.measured();
    single.waves[0].beats[0].p = std::nullopt;
    const auto second = remeasured(*first, single.request(), 0).value();
    EXPECT_TRUE(first->global.pr_ms);
    EXPECT_FALSE(second->global.pr_ms);
    EXPECT_EQ(remeasured(*first, single.request(), 1).error().code, ErrorCode::wrong_use);
}

TEST(Measured, StopsAndRefusesWhatHasNoMeaning) {
    auto made = test::made({});
    std::stop_source stop;
    stop.request_stop();
    EXPECT_EQ(measureRecording(made.request(), Job{stop.get_token(), {}}).error().code, ErrorCode::cancelled);
    made.waves[0].beats.pop_back();
    EXPECT_EQ(measureRecording(made.request()).error().code, ErrorCode::wrong_use);
    EXPECT_EQ(measureRecording({}).error().code, ErrorCode::wrong_use);
    made = test::made({});
    made.waves[0].lead = 3;
    EXPECT_EQ(measureRecording(made.request()).error().code, ErrorCode::out_of_range);
}

TEST(Measured, MarksFarOutsideTheRecordingDoNoHarm) {
    auto made = test::made({});
    made.waves[0].beats[2].t->offset->sample = 1e17;
    made.waves[0].beats[3].p->onset->sample = -1e17;
    made.waves[0].beats[4].qrs->onset->sample = std::nan("");
    const auto measured = made.measured();
    EXPECT_NEAR(measured->global.qt_ms->value, 440, 1e-3);
    EXPECT_FALSE(measured->leads[0].beats[4].amplitudes.r_mv);
}

}  // namespace
}  // namespace triptych::measure
