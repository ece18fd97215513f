#include "core/measure/median_beat.h"

#include "core/measure/dominant_beats.h"
#include "tests/measure/made_heart.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

namespace triptych::measure {
namespace {

MedianLead medianOf(const test::Made& made, std::size_t lead = 0) {
    const auto dominant = dominantBeats(*made.recording, *made.beats).value();
    const auto aligned = alignBeats(*made.recording, *made.beats, dominant.is_dominant).value();
    return medianLead(*made.recording, made.waves[lead], aligned).value();
}

double worstError(const MedianLead& median, const test::MadeLead& lead) {
    double worst = 0;
    for (std::size_t i = 0; i < median.samples.size(); ++i) {
        const double ms = 1000 * (static_cast<double>(i) - static_cast<double>(median.r)) / median.rate_hz;
        if (ms < -400 || ms > 420) continue;  // the neighbours' waves
        worst = std::max(worst, std::abs(median.samples[i] - test::madeValue(lead, ms)));
    }
    return worst;
}

TEST(MedianBeat, OfEqualBeatsIsTheBeat) {
    for (const double rate_hz : {125.0, 250.0, 500.0, 1000.0}) {
        test::MadeHeart heart;
        heart.leads[0].rate_hz = rate_hz;
        heart.leads[0].offset_mv = 1.5;
        const auto made = test::made(heart);
        const MedianLead median = medianOf(made);
        EXPECT_EQ(median.beats, made.beats->beats.size());
        EXPECT_LT(worstError(median, heart.leads[0]), 1e-5) << rate_hz;
        EXPECT_NEAR(*median.marks.p_on, test::kPOn_ms / 1000, 1e-9);
        EXPECT_NEAR(*median.marks.t_off, test::kTOff_ms / 1000, 1e-9);
        EXPECT_DOUBLE_EQ(median.p_share, 1);
    }
}

TEST(MedianBeat, OfOddAndEvenCountsIsTheMiddle) {
    for (const std::size_t beats : {3U, 4U}) {
        test::MadeHeart heart;
        heart.duration_s = 6;
        for (std::size_t beat = 0; beat < beats; ++beat) heart.r_s.push_back(1 + 0.8 * static_cast<double>(beat));
        heart.changed = [](std::size_t beat, test::MadeLead lead) {
            lead.t_mv = 0.2 + 0.1 * static_cast<double>(beat * beat);  // .2 .3 .6 1.1
            return lead;
        };
        const MedianLead median = medianOf(test::made(heart));
        const std::size_t top = median.r + 140;
        EXPECT_NEAR(median.samples[top], beats == 3 ? 0.3 : 0.45, 1e-5) << beats;
    }
}

TEST(MedianBeat, LosesTheNoise) {
    test::MadeHeart heart;
    heart.duration_s = 60;
    std::mt19937 random(1);
    std::normal_distribution<double> noise(0, 0.05);
    heart.added_mv = [&](std::size_t, double) { return noise(random); };
    const auto made = test::made(heart);
    EXPECT_LT(worstError(medianOf(made), heart.leads[0]), 0.05) << "of a noise that reaches 0.2 mV";
}

TEST(MedianBeat, FindsTheBeatsWhoseMarksStandBesideTheirR) {
    test::MadeHeart heart;
    auto made = test::made(heart);
    BeatList shaken = *made.beats;
    for (std::size_t beat = 0; beat < shaken.beats.size(); ++beat) {
        shaken.beats[beat].sample += static_cast<std::int64_t>(beat % 5) - 2;  // up to 4 ms
    }
    const auto aligned = alignBeats(*made.recording, shaken, std::vector<std::uint8_t>(shaken.beats.size(), 1)).value();
    // They agree with each other, wherever their common R stands.
    const double common = aligned.r_s[0] - static_cast<double>(made.beats->beats[0].sample) / 500;
    EXPECT_LE(std::abs(common), 0.004);
    for (std::size_t k = 0; k < aligned.r_s.size(); ++k) {
        EXPECT_NEAR(aligned.r_s[k] - static_cast<double>(made.beats->beats[k].sample) / 500, common, 1e-9) << k;
    }
}

TEST(MedianBeat, LeavesEctopicBeatsOut) {
    test::MadeHeart heart;
    heart.duration_s = 20;
    heart.changed = [](std::size_t beat, test::MadeLead lead) {
        if (beat % 3 == 1) lead.q_mv = 0.4, lead.r_mv = -1.5, lead.s_mv = 0.6, lead.t_mv = 0.9;
        return lead;
    };
    const auto made = test::made(heart);
    const MedianLead median = medianOf(made);
    EXPECT_LT(median.beats, made.beats->beats.size() * 3 / 4);
    EXPECT_LT(worstError(median, heart.leads[0]), 1e-5);
}

TEST(MedianBeat, OfALeadOfAnotherRateStandsOnItsOwnClock) {
    test::MadeHeart heart;
    heart.leads = {test::MadeLead{}, test::MadeLead{}};
    heart.leads[1].name = "V5";
    heart.leads[1].rate_hz = 250;
    heart.leads[1].r_mv = 2;
    const MedianLead median = medianOf(test::made(heart), 1);
    EXPECT_EQ(median.rate_hz, 250);
    EXPECT_LT(worstError(median, heart.leads[1]), 1e-5);
}

TEST(MedianBeat, HasNoPWherePWandersOrIsRare) {
    test::MadeHeart heart;
    heart.duration_s = 20;
    auto made = test::made(heart);
    for (std::size_t beat = 0; beat < made.waves[0].beats.size(); ++beat) {
        const double move = 25.0 * static_cast<double>(beat % 5);  // 50 ms each
        auto& p = *made.waves[0].beats[beat].p;
        p.onset->sample -= move, p.peak->sample -= move, p.offset->sample -= move;
    }
    MedianLead median = medianOf(made);
    EXPECT_FALSE(median.marks.has_p);
    EXPECT_FALSE(median.marks.p_on);
    EXPECT_GT(median.p_spread_s, 0.03);
    made = test::made(heart);
    for (std::size_t beat = 0; beat < made.waves[0].beats.size(); ++beat) {
        if (beat % 3 != 0) made.waves[0].beats[beat].p = std::nullopt;
    }
    median = medianOf(made);
    EXPECT_FALSE(median.marks.has_p);
    EXPECT_NEAR(median.p_share, 1.0 / 3, 0.05);
}

TEST(MedianBeat, OfALeadThatCannotBeReadIsNone) {
    auto made = test::made({});
    for (BeatWaves& beat : made.waves[0].beats) beat = {};
    const MedianLead median = medianOf(made);
    EXPECT_EQ(median.beats, 0U);
    EXPECT_TRUE(median.samples.empty());
    EXPECT_FALSE(median.marks.readable);
}

TEST(MedianBeat, OfALongRecordingIsOfBoundedMany) {
    test::MadeHeart heart;
    heart.duration_s = 600;
    heart.leads[0].rate_hz = 125;
    const auto made = test::made(heart);
    const std::vector<std::uint8_t> all(made.beats->beats.size(), 1);
    const auto aligned = alignBeats(*made.recording, *made.beats, all).value();
    EXPECT_EQ(aligned.beats.size(), kMostAligned);
    EXPECT_TRUE(std::is_sorted(aligned.beats.begin(), aligned.beats.end()));
    EXPECT_GT(aligned.beats.back(), all.size() - 5);
}

TEST(MedianBeat, RefusesTheWavesOfAnotherList) {
    auto made = test::made({});
    const std::vector<std::uint8_t> all(made.beats->beats.size(), 1);
    const auto aligned = alignBeats(*made.recording, *made.beats, all).value();
    made.waves[0].beats.resize(2);
    EXPECT_EQ(medianLead(*made.recording, made.waves[0], aligned).error().code, ErrorCode::wrong_use);
}

}  // namespace
}  // namespace triptych::measure
