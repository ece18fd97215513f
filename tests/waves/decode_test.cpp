// From made answers of the network to marks, by hand.
#include "core/waves/decode.h"

#include <gtest/gtest.h>

#include <cmath>

namespace triptych::waves {
namespace {

struct MadeAnswers {
    Stretch stretch;

    explicit MadeAnswers(std::size_t leads = 1, double seconds = 4) {
        const auto instants = static_cast<std::size_t>(seconds * kAnswer_hz);
        for (std::size_t lead = 0; lead < leads; ++lead) {
            LeadStretch made;
            made.signal.assign(instants * 2, 0);  // rises and turns nowhere
            for (std::size_t i = 0; i < made.signal.size(); ++i) made.signal[i] = 0.001F * static_cast<float>(i);
            made.missing.assign(static_cast<std::size_t>(seconds * 10), false);
            made.answers.assign(instants * kChannels, 0);
            for (std::size_t i = 0; i < instants; ++i) made.answers[i * kChannels + kNothing] = 1;
            stretch.leads.push_back(std::move(made));
        }
    }
    // A bell, as the network is taught to answer.
    void mark(std::size_t lead, Channel channel, double at_s, double height = 1) {
        auto& answers = stretch.leads[lead].answers;
        for (std::size_t i = 0; i < answers.size() / kChannels; ++i) {
            const double away = (static_cast<double>(i) / kAnswer_hz - at_s) / kBell_s;
            float& cell = answers[i * kChannels + channel];
            cell = std::max(cell, static_cast<float>(height * std::exp(-0.5 * away * away)));
        }
    }
    void lies(std::size_t lead, Channel wave, double from_s, double to_s, double probability = 1) {
        auto& answers = stretch.leads[lead].answers;
        for (std::size_t i = 0; i < answers.size() / kChannels; ++i) {
            const double at_s = static_cast<double>(i) / kAnswer_hz;
            if (at_s < from_s || at_s > to_s) continue;
            answers[i * kChannels + wave] = static_cast<float>(probability);
            answers[i * kChannels + kNothing] = static_cast<float>(1 - probability);
        }
    }
    void qrs(std::size_t lead, double r_s) {
        mark(lead, kQrsOn, r_s - 0.041);
        mark(lead, kQrsPeak, r_s);
        mark(lead, kQrsOff, r_s + 0.053);
        lies(lead, kIsQrs, r_s - 0.041, r_s + 0.053);
    }
    void p(std::size_t lead, double peak_s, double height = 1) {
        mark(lead, kPOn, peak_s - 0.047, height);
        mark(lead, kPPeak, peak_s, height);
        mark(lead, kPOff, peak_s + 0.044, height);
        lies(lead, kIsP, peak_s - 0.047, peak_s + 0.044, height);
    }
    void t(std::size_t lead, double peak_s, double height) {
        mark(lead, kTOn, peak_s - 0.05, height);
        mark(lead, kTPeak, peak_s, height);
        mark(lead, kTOff, peak_s + 0.06, height);
        lies(lead, kIsT, peak_s - 0.05, peak_s + 0.06);
    }
    [[nodiscard]] std::vector<BeatWaves> decoded(std::vector<double> beats_s, std::size_t lead = 0) const {
        const std::vector<double> rates(stretch.leads.size(), 1000);
        return decode(stretch, beats_s, 0, beats_s.size(), rates)[lead];
    }
};

TEST(WavesDecode, AMarkLiesBetweenTheInstantsWhereItsBellIs) {
    for (double shift_s = 0; shift_s < 0.008; shift_s += 0.001) {
        MadeAnswers made;
        made.qrs(0, 1.5 + shift_s);
        made.p(0, 1.34 + shift_s);
        const auto beats = made.decoded({1.5});
        ASSERT_TRUE(beats[0].qrs && beats[0].p);
        EXPECT_NEAR(beats[0].qrs->onset->sample, 1459 + 1000 * shift_s, 0.1);
        EXPECT_NEAR(beats[0].qrs->peak->sample, 1500 + 1000 * shift_s, 0.3);  // a narrower mean
        EXPECT_NEAR(beats[0].qrs->offset->sample, 1553 + 1000 * shift_s, 0.1);
        EXPECT_NEAR(beats[0].p->onset->sample, 1293 + 1000 * shift_s, 0.1);
        EXPECT_NEAR(beats[0].p->offset->sample, 1384 + 1000 * shift_s, 0.1);
        EXPECT_NEAR(beats[0].p->sure, 1, 0.01);
        EXPECT_FALSE(beats[0].t);
    }
}

TEST(WavesDecode, AStretchThatBeginsLaterAndALeadWhoseSamplesLieBesideItAreCounted) {
    MadeAnswers made;
    made.qrs(0, 1.5);
    made.stretch.from_s = 56;
    made.stretch.leads[0].shift_s = 0.0005;
    const auto beats = made.decoded({57.5});
    ASSERT_TRUE(beats[0].qrs);
    EXPECT_NEAR(beats[0].qrs->peak->sample, 57500.5, 0.3);
}

TEST(WavesDecode, WhatTheNetworkHardlySeesIsNotThere) {
    MadeAnswers made;
    made.qrs(0, 1.5);
    made.p(0, 1.34, 0.05);
    EXPECT_FALSE(made.decoded({1.5})[0].p);
    MadeAnswers faint;
    faint.qrs(0, 1.5);
    faint.p(0, 1.34, 0.15);
    ASSERT_TRUE(faint.decoded({1.5})[0].p);
    EXPECT_FALSE(faint.decoded({1.5})[0].p->certain());
}

TEST(WavesDecode, OtherLeadsSpeakForAFaintWave) {
    MadeAnswers made(3);
    for (std::size_t lead = 0; lead < 3; ++lead) made.qrs(lead, 1.5);
    made.p(0, 1.34, 0.08);
    made.p(1, 1.35);
    made.p(2, 1.33);
    const auto beats = made.decoded({1.5});
    ASSERT_TRUE(beats[0].p);
    EXPECT_TRUE(beats[0].p->certain());
    EXPECT_NEAR(beats[0].p->peak->sample, 1340, 0.5);  // and stands where its own lead has it
    made.stretch.leads[1].silent = made.stretch.leads[2].silent = true;
    EXPECT_FALSE(made.decoded({1.5})[0].p);
}

TEST(WavesDecode, TheLastBeatsTIsNoPOfTheNext) {
    MadeAnswers made;
    made.qrs(0, 1.0);
    made.qrs(0, 1.5);
    made.mark(0, kTOn, 1.12);
    made.mark(0, kTPeak, 1.2);
    made.mark(0, kTOff, 1.26);
    made.lies(0, kIsT, 1.12, 1.26);
    const auto beats = made.decoded({1.0, 1.5});
    ASSERT_TRUE(beats[0].t);
    EXPECT_NEAR(beats[0].t->peak->sample, 1200, 0.5);
    EXPECT_FALSE(beats[1].p);
    EXPECT_FALSE(beats[1].t);
}

TEST(WavesDecode, ALeadThatRestsOrIsMissingAroundABeatHasNothing) {
    MadeAnswers resting;
    resting.qrs(0, 1.5);
    std::fill(resting.stretch.leads[0].signal.begin(), resting.stretch.leads[0].signal.end(), 0.3F);
    EXPECT_FALSE(resting.decoded({1.5})[0].qrs);
    MadeAnswers missing;
    missing.qrs(0, 1.55);
    missing.stretch.leads[0].missing[15] = true;
    EXPECT_FALSE(missing.decoded({1.55})[0].qrs);
}

// A triangle.
void draw(LeadStretch& lead, double from_s, double to_s, double height) {
    for (std::size_t i = 0; i < lead.signal.size(); ++i) {
        const double at = (static_cast<double>(i) / kNetwork_hz - from_s) / (to_s - from_s);
        if (at > 0 && at < 1) lead.signal[i] += static_cast<float>(height * (1 - std::abs(2 * at - 1)));
    }
}

// Two humps: the network believes now in the one, now in the other.
TEST(WavesDecode, ATWithTwoHumpsStandsWhereMostBeatsAndTheOtherLeadHaveIt) {
    MadeAnswers made(2, 30);
    std::vector<double> beats_s;
    for (double r_s = 1; r_s < 29; r_s += 0.8) {
        const bool later = beats_s.size() % 3 == 2;
        for (std::size_t lead = 0; lead < 2; ++lead) {
            made.qrs(lead, r_s);
            draw(made.stretch.leads[lead], r_s - 0.02, r_s + 0.02, 1);
        }
        made.t(0, r_s + 0.28, later ? 0.45 : 0.7);
        made.t(0, r_s + 0.38, later ? 0.6 : 0.3);
        made.t(1, r_s + 0.29, 0.9);
        beats_s.push_back(r_s);
    }
    const auto beats = made.decoded(beats_s);
    for (std::size_t beat = 0; beat < beats.size(); ++beat) {
        ASSERT_TRUE(beats[beat].t) << beat;
        EXPECT_NEAR(beats[beat].t->peak->sample, 1000 * (beats_s[beat] + 0.28), 12) << beat;
        EXPECT_NEAR(beats[beat].t->offset->sample, 1000 * (beats_s[beat] + 0.34), 12) << beat;
    }
    // A stretch of the list is answered as the whole of it.
    const std::vector<double> rates(2, 1000);
    const auto part = decode(made.stretch, beats_s, 8, 9, rates);
    EXPECT_EQ(part[0][0].t->peak->sample, beats[8].t->peak->sample);
}

TEST(WavesDecode, ABeatThatDoesNotBearOutThePlaceOfTIsUnsureOfIt) {
    MadeAnswers made(1, 30);
    std::vector<double> beats_s;
    for (double r_s = 1; r_s < 29; r_s += 0.8) {
        made.qrs(0, r_s);
        draw(made.stretch.leads[0], r_s - 0.02, r_s + 0.02, 1);
        const bool later = beats_s.size() % 4 == 3;
        made.t(0, r_s + (later ? 0.38 : 0.28), 0.8);
        beats_s.push_back(r_s);
    }
    const auto beats = made.decoded(beats_s);
    for (std::size_t beat = 0; beat < beats.size(); ++beat) {
        const bool is_sure = beats[beat].t && beats[beat].t->certain();
        EXPECT_EQ(is_sure, beat % 4 != 3) << beat;
    }
}

TEST(WavesDecode, TheDotOfAQrsStandsOnTheTopOfTheDeflectionThatIsMeant) {
    MadeAnswers made(3);
    for (LeadStretch& lead : made.stretch.leads) std::fill(lead.signal.begin(), lead.signal.end(), 0.2F);
    for (std::size_t lead = 0; lead < 3; ++lead) made.qrs(lead, 1.500);  // as the network has it
    draw(made.stretch.leads[0], 1.484, 1.528, 1);                        // R at 1.506
    draw(made.stretch.leads[1], 1.480, 1.500, 0.2);                      // rS: r at 1.490, which readers mark
    draw(made.stretch.leads[1], 1.500, 1.540, -0.9);
    draw(made.stretch.leads[2], 1.480, 1.500, 0.05);  // a ripple before the one deflection, at 1.520
    draw(made.stretch.leads[2], 1.500, 1.540, -0.9);
    EXPECT_NEAR(made.decoded({1.5}, 0)[0].qrs->peak->sample, 1506, 1.1);
    EXPECT_NEAR(made.decoded({1.5}, 1)[0].qrs->peak->sample, 1490, 1.1);
    EXPECT_NEAR(made.decoded({1.5}, 2)[0].qrs->peak->sample, 1520, 1.1);
}

TEST(WavesDecode, RAndSOfOneSizeDoNotTakeTurns) {
    MadeAnswers made;
    std::fill(made.stretch.leads[0].signal.begin(), made.stretch.leads[0].signal.end(), 0.2F);
    made.qrs(0, 1.500);
    draw(made.stretch.leads[0], 1.484, 1.516, 0.9);
    draw(made.stretch.leads[0], 1.516, 1.548, -1);
    EXPECT_NEAR(made.decoded({1.5})[0].qrs->peak->sample, 1500, 1.1);
}

}  // namespace
}  // namespace triptych::waves
