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
            made.signal.assign(instants * 2, 0);
            for (std::size_t i = 0; i < made.signal.size(); i += 7) made.signal[i] = 1;
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

}  // namespace
}  // namespace triptych::waves
