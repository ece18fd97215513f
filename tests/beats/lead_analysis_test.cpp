#include "core/beats/lead_analysis.h"

#include "core/beats/detect.h"
#include "tests/beats/made_ecg.h"
#include "tests/support/counting_source.h"

#include <gtest/gtest.h>

#include <atomic>
#include <cmath>
#include <limits>
#include <memory>
#include <thread>

namespace triptych::beats {
namespace {

// A minute of beats with nothing from 20 to 23 s.
std::shared_ptr<Recording> minuteWithAHole(double rate_hz = 360) {
    test::MadeEcgPlan plan;
    plan.rate_hz = rate_hz;
    auto signal = test::madeEcg(plan).signal;
    const auto at = [&](double time_s) { return signal.begin() + static_cast<std::ptrdiff_t>(time_s * rate_hz); };
    std::fill(at(20), at(23), std::numeric_limits<float>::quiet_NaN());
    return std::make_shared<Recording>(*test::recordingOf(std::move(signal), rate_hz));
}

TEST(LeadAnalysis, SaysWhatDetectorAndJudgeSayEachAlone) {
    for (const double rate_hz : {128.0, 360.0, 1000.0}) {
        const auto recording = minuteWithAHole(rate_hz);
        const LeadAnalysis analysis(recording, 0);
        const auto beats = analysis.beats();
        const auto alone = detectBeats(*recording, 0);
        ASSERT_TRUE(beats && alone);
        ASSERT_EQ((*beats)->beats.size(), alone->beats.size());
        for (std::size_t i = 0; i < alone->beats.size(); ++i) {
            EXPECT_EQ((*beats)->beats[i].sample, alone->beats[i].sample);
        }
        EXPECT_EQ((*beats)->rate_hz, rate_hz);
        EXPECT_EQ((*beats)->lead_name, "II");
        const auto quality = analysis.quality();
        const auto judged = assessQuality(*recording, 0);
        ASSERT_TRUE(quality && judged);
        EXPECT_EQ((*quality)->quality, judged->quality);
        EXPECT_EQ((*quality)->noise, judged->noise);
    }
}

TEST(LeadAnalysis, TellsItsGapsToTheGridOfTheSlowLead) {
    const auto gaps = LeadAnalysis(minuteWithAHole(), 0).gaps();
    ASSERT_TRUE(gaps);
    ASSERT_EQ((*gaps)->gaps.size(), 1U);
    EXPECT_NEAR(static_cast<double>((*gaps)->gaps[0].first), 20 * 360, 3);
    EXPECT_NEAR(static_cast<double>((*gaps)->gaps[0].past), 23 * 360, 3);
    EXPECT_EQ((*gaps)->samples, 60 * 360);
    EXPECT_EQ((*gaps)->rate_hz, 360);
}

TEST(LeadAnalysis, ReadsTheLeadOnceForAllThatAsk) {
    std::atomic<std::int64_t> read = 0;
    const auto recording = minuteWithAHole();
    recording->source = std::make_shared<test::CountingSource>(recording->source, read);
    const LeadAnalysis analysis(recording, 0);
    {
        std::vector<std::jthread> askers;
        for (int i = 0; i < 3; ++i) {
            askers.emplace_back([&] { EXPECT_TRUE(analysis.quality()); });
            askers.emplace_back([&] { EXPECT_TRUE(analysis.gaps()); });
        }
    }
    EXPECT_GE(read, 60 * 360);
    EXPECT_LE(read, 60 * 360 + 8) << "once, and to the end of the last slow sample";
    const std::int64_t before = read;
    ASSERT_TRUE(analysis.beats());
    EXPECT_LT(read - before, (60 + 75) * 360) << "once more, since its quality was judged and it was let go";
    const std::int64_t after = read;
    EXPECT_EQ(*analysis.beats(), *analysis.beats());
    EXPECT_EQ(read, after);

    const LeadAnalysis another(recording, 0);
    ASSERT_TRUE(another.beats());
    EXPECT_LT(read - after, (60 + 75) * 360) << "once, and around the beats";
    const std::int64_t found = read;
    ASSERT_TRUE(another.quality() && another.gaps() && another.readability());
    EXPECT_EQ(read, found) << "all that follows from it";
}

TEST(LeadAnalysis, StoppedByOneIsComputedForTheNext) {
    const LeadAnalysis analysis(minuteWithAHole(), 0);
    std::stop_source stop;
    const Job job{stop.get_token(), [&](double, std::string_view) { stop.request_stop(); }};
    EXPECT_EQ(analysis.beats(job).error().code, ErrorCode::cancelled);
    EXPECT_EQ(analysis.quality(job).error().code, ErrorCode::cancelled);
    EXPECT_EQ(analysis.gaps(job).error().code, ErrorCode::cancelled);
    const auto beats = analysis.beats();
    ASSERT_TRUE(beats);
    EXPECT_GT((*beats)->beats.size(), 60U);
}

TEST(LeadAnalysis, RefusesWhatDetectorAndJudgeRefuse) {
    const auto slow = std::make_shared<Recording>(*test::recordingOf(std::vector<float>(600, 0.1F), 50));
    const LeadAnalysis analysis(slow, 0);
    EXPECT_EQ(sentence(analysis.beats().error()), sentence(detectBeats(*slow, 0).error()));
    EXPECT_EQ(sentence(analysis.quality().error()), sentence(assessQuality(*slow, 0).error()));
    const auto gaps = analysis.gaps();
    ASSERT_TRUE(gaps) << "gaps are told at any rate";
    EXPECT_TRUE((*gaps)->gaps.empty());
    const LeadAnalysis none(slow, 3);
    EXPECT_EQ(none.beats().error().code, ErrorCode::out_of_range);
    EXPECT_EQ(none.quality().error().code, ErrorCode::out_of_range);
    EXPECT_EQ(none.gaps().error().code, ErrorCode::out_of_range);
}

TEST(LeadAnalysis, AnEmptyLeadIsAllGapAndALeadFullOfHolesIsToldCoarsely) {
    const auto nothing = test::recordingOf(std::vector<float>(7200, std::numeric_limits<float>::quiet_NaN()), 360);
    const auto gaps = LeadAnalysis(nothing, 0).gaps();
    ASSERT_TRUE(gaps);
    EXPECT_EQ((*gaps)->gaps, (std::vector<SignalGaps::Gap>{{0, 7200}}));

    std::vector<float> holes(250'000, std::numeric_limits<float>::quiet_NaN());
    for (std::size_t i = 0; i < holes.size(); i += 2) holes[i] = std::sin(static_cast<float>(i));
    const auto many = LeadAnalysis(test::recordingOf(std::move(holes), 125), 0).gaps();
    ASSERT_TRUE(many);
    EXPECT_EQ((*many)->gaps, (std::vector<SignalGaps::Gap>{{1, 250'000}}));
}

TEST(LeadAnalysis, WhatItGaveOutlivesIt) {
    auto analysis = std::make_unique<LeadAnalysis>(minuteWithAHole(), 0);
    const auto quality = analysis->quality();
    ASSERT_TRUE(quality);
    analysis.reset();
    EXPECT_EQ((*quality)->quality.size(), 60U);
}

}  // namespace
}  // namespace triptych::beats
