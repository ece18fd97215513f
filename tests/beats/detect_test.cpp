#include "core/beats/detect.h"
#include "core/synth/synthesize.h"
#include "tests/beats/made_ecg.h"

#include <gtest/gtest.h>

#include <cmath>

namespace triptych::beats {
namespace {

using test::compare;
using test::madeEcg;
using test::MadeEcgPlan;

class DetectAtRate : public testing::TestWithParam<double> {};

// 12 ms, but no less than two samples.
std::int64_t tolerance(double rate_hz) {
    return std::max<std::int64_t>(2, std::llround(0.012 * rate_hz));
}

TEST_P(DetectAtRate, FindsEveryBeatOnItsPeak) {
    MadeEcgPlan plan;
    plan.rate_hz = GetParam();
    plan.duration_s = 120;
    plan.interval_s = [](std::size_t beat) { return 0.75 + 0.12 * std::sin(0.7 * static_cast<double>(beat)); };
    const auto made = madeEcg(plan);
    const auto mismatch = compare(made.r_peaks, detectRPeaks(made.signal, plan.rate_hz), tolerance(plan.rate_hz));
    EXPECT_EQ(mismatch.missed, 0U);
    EXPECT_EQ(mismatch.extra, 0U);
}

TEST_P(DetectAtRate, FindsTheBeatsOfTheDynamicalModel) {
    synth::SynthRequest request;
    request.rate_hz = GetParam();
    request.duration_s = 180;
    request.noise_mv = 0.03;
    const auto made = synth::synthesize(request);
    ASSERT_TRUE(made) << sentence(made.error());
    const auto beats = detectBeats(*made->recording, 0);
    ASSERT_TRUE(beats) << sentence(beats.error());
    ASSERT_FALSE(made->recording->annotation_sets.empty());
    const AnnotationSet& truth = made->recording->annotation_sets.front();
    std::vector<std::int64_t> found;
    for (const Beat& beat : beats->beats) found.push_back(beat.sample);
    const DetectionScore score = scoreDetection(truth, found, GetParam(), 0.150, 0.2, request.duration_s - 0.2);
    EXPECT_GE(score.sensitivity(), 0.99) << score.false_negative << " missed";
    EXPECT_GE(score.positivePredictivity(), 0.99) << score.false_positive << " extra";
}

INSTANTIATE_TEST_SUITE_P(Rates, DetectAtRate, testing::Values(100.0, 128.0, 250.0, 257.0, 360.0, 500.0, 1000.0, 2000.0),
                         [](const auto& parameter) { return std::to_string(std::lround(parameter.param)) + "Hz"; });

struct Shape {
    const char* name;
    MadeEcgPlan plan;
};

class DetectShape : public testing::TestWithParam<Shape> {};

TEST_P(DetectShape, IsFoundUprightAndInverted) {
    MadeEcgPlan plan = GetParam().plan;
    const auto made = madeEcg(plan);
    // A wide or biphasic complex has its largest deflection somewhere within it.
    const std::int64_t within = std::llround(0.060 * plan.rate_hz);
    const auto upright = detectRPeaks(made.signal, plan.rate_hz);
    const auto mismatch = compare(made.r_peaks, upright, within);
    EXPECT_EQ(mismatch.missed, 0U);
    EXPECT_EQ(mismatch.extra, 0U);
    std::vector<float> inverted = made.signal;
    for (float& value : inverted) value = -value;
    EXPECT_EQ(detectRPeaks(inverted, plan.rate_hz), upright) << "polarity must not matter";
}

MadeEcgPlan planOf(double r_mv, double s_mv, double t_mv, double width, double interval_s) {
    MadeEcgPlan plan;
    plan.r_mv = r_mv;
    plan.s_mv = s_mv;
    plan.t_mv = t_mv;
    plan.qrs_width = width;
    plan.interval_s = [interval_s](std::size_t) { return interval_s; };
    return plan;
}

INSTANTIATE_TEST_SUITE_P(Shapes, DetectShape,
                         testing::Values(Shape{"narrow", planOf(1.2, -0.25, 0.3, 1, 0.8)},
                                         Shape{"biphasic", planOf(0.8, -0.8, 0.2, 1, 0.8)},
                                         Shape{"wide", planOf(1.5, -0.9, -0.5, 2.5, 0.8)},
                                         Shape{"tall_t_wave", planOf(0.8, -0.2, 1.0, 1, 0.9)},
                                         Shape{"low_voltage", planOf(0.15, -0.05, 0.04, 1, 0.8)},
                                         Shape{"tachycardia", planOf(1.0, -0.3, 0.2, 1, 0.30)},
                                         Shape{"bradycardia", planOf(1.0, -0.3, 0.3, 1, 1.9)}),
                         [](const auto& parameter) { return parameter.param.name; });

TEST(Detect, NeedsNoTimeToLearn) {
    for (const double first_s : {0.15, 0.3, 0.6}) {
        MadeEcgPlan plan;
        plan.duration_s = 10;
        plan.first_s = first_s;
        const auto made = madeEcg(plan);
        const auto mismatch = compare(made.r_peaks, detectRPeaks(made.signal, plan.rate_hz), 4);
        EXPECT_EQ(mismatch.missed, 0U) << first_s;
        EXPECT_EQ(mismatch.extra, 0U) << first_s;
    }
}

TEST(Detect, FindsTheBeatsOfAVeryShortStrip) {
    MadeEcgPlan plan;
    plan.duration_s = 2.5;
    const auto made = madeEcg(plan);
    EXPECT_EQ(compare(made.r_peaks, detectRPeaks(made.signal, plan.rate_hz), 4).missed, 0U);
}

TEST(Detect, FindsPrematureBeatsAndTheirPauses) {
    MadeEcgPlan plan;
    plan.duration_s = 300;
    plan.interval_s = [](std::size_t beat) { return beat % 7 == 5 ? 0.45 : beat % 7 == 6 ? 1.25 : 0.85; };
    const auto made = madeEcg(plan);
    const auto mismatch = compare(made.r_peaks, detectRPeaks(made.signal, plan.rate_hz), 5);
    EXPECT_EQ(mismatch.missed, 0U);
    EXPECT_EQ(mismatch.extra, 0U);
}

TEST(Detect, FollowsALeadThatLosesItsVoltage) {
    MadeEcgPlan plan;
    plan.duration_s = 240;
    plan.noise_mv = 0.004;
    plan.wander_mv = 0;
    auto made = madeEcg(plan);
    const auto count = static_cast<double>(made.signal.size());
    for (std::size_t i = 0; i < made.signal.size(); ++i) {
        made.signal[i] *= static_cast<float>(std::pow(0.1, static_cast<double>(i) / count));
    }
    const auto mismatch = compare(made.r_peaks, detectRPeaks(made.signal, plan.rate_hz), 5);
    EXPECT_EQ(mismatch.missed, 0U);
    EXPECT_EQ(mismatch.extra, 0U);
}

TEST(Detect, DoesNotInventBeatsInALongPause) {
    MadeEcgPlan plan;
    plan.duration_s = 60;
    plan.interval_s = [](std::size_t beat) { return beat == 30 ? 5.0 : 0.9; };
    const auto made = madeEcg(plan);
    const auto mismatch = compare(made.r_peaks, detectRPeaks(made.signal, plan.rate_hz), 5);
    EXPECT_EQ(mismatch.missed, 0U);
    EXPECT_EQ(mismatch.extra, 0U);
}

TEST(Detect, DoesNotDependOnTheUnit) {
    const auto made = madeEcg({});
    const auto expected = detectRPeaks(made.signal, 360);
    ASSERT_EQ(expected.size(), made.r_peaks.size());
    for (const float gain : {1024.0F, 1.0F / 4096, 1e-9F, 1e9F}) {
        std::vector<float> scaled = made.signal;
        for (float& value : scaled) value *= gain;
        EXPECT_EQ(detectRPeaks(scaled, 360), expected) << gain;
    }
    std::vector<float> shifted = made.signal;
    for (float& value : shifted) value += 64.0F;
    EXPECT_EQ(compare(expected, detectRPeaks(shifted, 360), 1).missed, 0U);
}

TEST(Detect, GivesTheSameForARecordingReadInBlocks) {
    MadeEcgPlan plan;
    plan.duration_s = 400;  // several blocks of every stage
    const auto made = madeEcg(plan);
    const auto recording = test::recordingOf(made.signal, plan.rate_hz);
    double last = 0;
    bool ascending = true;
    Job job;
    job.on_progress = [&](double fraction, std::string_view) {
        ascending = ascending && fraction >= last && fraction <= 1;
        last = fraction;
    };
    const auto beats = detectBeats(*recording, 0, job);
    ASSERT_TRUE(beats) << sentence(beats.error());
    EXPECT_EQ(beats->lead_name, "II");
    EXPECT_EQ(beats->rate_hz, 360);
    EXPECT_EQ(beats->origin, BeatOrigin::detected);
    std::vector<std::int64_t> found;
    for (const Beat& beat : beats->beats) {
        found.push_back(beat.sample);
        EXPECT_EQ(beat.code, kNormal);
    }
    EXPECT_EQ(found, detectRPeaks(made.signal, plan.rate_hz));
    EXPECT_TRUE(ascending);
    EXPECT_EQ(last, 1.0);
}

TEST(Detect, StopsWhenAskedTo) {
    const auto made = madeEcg({});
    const auto recording = test::recordingOf(made.signal, 360);
    std::stop_source source;
    source.request_stop();
    const Job stopped{source.get_token(), {}};
    const auto beats = detectBeats(*recording, 0, stopped);
    ASSERT_FALSE(beats);
    EXPECT_EQ(beats.error().code, ErrorCode::cancelled);
    EXPECT_TRUE(detectRPeaks(made.signal, 360, stopped).empty());
}

TEST(Detect, StopsAtAnyStage) {
    MadeEcgPlan plan;
    plan.duration_s = 300;
    const auto recording = test::recordingOf(madeEcg(plan).signal, plan.rate_hz);
    for (const double at : {0.1, 0.45, 0.7, 0.85}) {
        std::stop_source source;
        Job job{source.get_token(), [&](double fraction, std::string_view) {
                    if (fraction >= at) source.request_stop();
                }};
        const auto beats = detectBeats(*recording, 0, job);
        ASSERT_FALSE(beats) << at;
        EXPECT_EQ(beats.error().code, ErrorCode::cancelled);
    }
}

TEST(Detect, SaysWhatItCannotDo) {
    const auto recording = test::recordingOf(std::vector<float>(500, 0.0F), 50);
    const auto slow = detectBeats(*recording, 0);
    ASSERT_FALSE(slow);
    EXPECT_EQ(slow.error().code, ErrorCode::unsupported);
    const auto none = detectBeats(*recording, 3);
    ASSERT_FALSE(none);
    EXPECT_EQ(none.error().code, ErrorCode::out_of_range);
    EXPECT_TRUE(detectRPeaks(std::vector<float>(500, 0.0F), std::nan("")).empty());
}

}  // namespace
}  // namespace triptych::beats
