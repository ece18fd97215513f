#include "core/beats/readability.h"

#include "core/beats/detect.h"
#include "core/beats/lead_analysis.h"
#include "tests/beats/made_ecg.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <random>
#include <utility>

namespace triptych::beats {
namespace {

using test::compare;
using test::madeEcg;
using test::MadeEcgPlan;

constexpr double kRate = 360;

FoundBeats foundIn(std::vector<float> signal) {
    const auto found = findBeats(*test::recordingOf(std::move(signal), kRate), 0);
    EXPECT_TRUE(found) << sentence(found.error());
    return found.value_or(FoundBeats{});
}

std::size_t beatsWithin(const FoundBeats& found, double from_s, double to_s) {
    return static_cast<std::size_t>(
        std::count_if(found.beats.beats.begin(), found.beats.beats.end(), [&](const Beat& beat) {
            const double time_s = static_cast<double>(beat.sample) / kRate;
            return time_s >= from_s && time_s < to_s;
        }));
}

// Two minutes of beats.
MadeEcgPlan twoMinutes() {
    MadeEcgPlan plan;
    plan.duration_s = 120;
    return plan;
}

template <class Value>
void fill(std::vector<float>& signal, double from_s, double to_s, const Value& value) {
    for (auto i = static_cast<std::size_t>(from_s * kRate); i < static_cast<std::size_t>(to_s * kRate); ++i) {
        signal[i] = value(signal[i]);
    }
}

TEST(Readability, ACleanLeadCanBeReadThroughoutAndItsBeatsAreCertain) {
    const FoundBeats found = foundIn(madeEcg(twoMinutes()).signal);
    EXPECT_TRUE(found.readability.stretches.empty());
    ASSERT_EQ(found.readability.beats.size(), found.beats.beats.size());
    for (const BeatReadability& beat : found.readability.beats) {
        EXPECT_TRUE(beat.readable);
        EXPECT_GT(beat.certainty, 0.9F);
        EXPECT_LT(beat.noise, 0.06F);
    }
}

TEST(Readability, NoiseWithoutAHeartIsSaidAndHasNoBeats) {
    auto signal = madeEcg(twoMinutes()).signal;
    std::mt19937 random(5);
    float walk = 0;
    fill(signal, 40, 80, [&](float) {
        walk = 0.95F * walk + 0.4F * (static_cast<float>(random()) / 2147483648.0F - 1);
        return walk;
    });
    const FoundBeats found = foundIn(signal);
    EXPECT_GT(unreadable_s(found.readability.stretches, 40, 80), 25);
    EXPECT_EQ(unreadable_s(found.readability.stretches, 0, 33) + unreadable_s(found.readability.stretches, 87, 120), 0);
    const auto reason = unreadableAt(found.readability.stretches, 60);
    ASSERT_TRUE(reason);
    EXPECT_TRUE(reason == Unreadable::motion || reason == Unreadable::muscle);
    EXPECT_LE(beatsWithin(found, 42, 78), 3U);
}

// Of beats in [from_s, to_s), how many can be read.
std::pair<std::size_t, std::size_t> readWithin(const FoundBeats& found, double from_s, double to_s) {
    std::size_t read = 0, all = 0;
    for (std::size_t i = 0; i < found.beats.beats.size(); ++i) {
        const double time_s = static_cast<double>(found.beats.beats[i].sample) / kRate;
        if (time_s < from_s || time_s >= to_s) continue;
        ++all;
        read += found.readability.beats[i].readable ? 1 : 0;
    }
    return {read, all};
}

TEST(Readability, CleanBeatsAreReadWhateverFollows) {
    auto signal = madeEcg(twoMinutes()).signal;
    std::mt19937 random(9);
    // Muscles through which beats are still seen, but their waves are not.
    fill(signal, 20, 120,
         [&](float value) { return value + 0.55F * (static_cast<float>(random()) / 2147483648.0F - 1); });
    const FoundBeats found = foundIn(signal);
    const auto [noisy_read, noisy] = readWithin(found, 40, 120);
    ASSERT_GT(noisy, 60U) << "beats are told there";
    EXPECT_LT(noisy_read, noisy / 4) << "and cannot be read";
    const auto [read, all] = readWithin(found, 0, 15);
    EXPECT_GE(all, 17U);
    EXPECT_EQ(read, all);
}

TEST(Readability, MissingAndStillStretchesAreToldApart) {
    auto signal = madeEcg(twoMinutes()).signal;
    fill(signal, 30, 40, [](float) { return std::numeric_limits<float>::quiet_NaN(); });
    fill(signal, 70, 85, [](float) { return 0.4F; });
    const FoundBeats found = foundIn(signal);
    EXPECT_EQ(unreadableAt(found.readability.stretches, 35), Unreadable::missing);
    EXPECT_EQ(unreadableAt(found.readability.stretches, 78), Unreadable::flat);
    EXPECT_EQ(unreadableAt(found.readability.stretches, 20), std::nullopt);
    EXPECT_NEAR(unreadable_s(found.readability.stretches, 0, 60), 10, 1.01);
    EXPECT_NEAR(unreadable_s(found.readability.stretches, 60, 120), 15, 2.01);
    EXPECT_EQ(beatsWithin(found, 31, 39) + beatsWithin(found, 71, 84), 0U);
}

TEST(Readability, APauseOfTheHeartCanBeRead) {
    MadeEcgPlan plan;
    plan.duration_s = 60;
    plan.interval_s = [](std::size_t beat) { return beat == 30 ? 6.0 : 0.9; };
    EXPECT_TRUE(foundIn(madeEcg(plan).signal).readability.stretches.empty());
}

// Its P and T waves, wander and an amplifier's noise go on, or nothing but the noise.
TEST(Readability, AStandstillOfTheHeartIsNeitherNoiseNorALostElectrode) {
    for (const double noise_mv : {0.012, 0.02, 0.05}) {
        MadeEcgPlan plan;
        plan.duration_s = 90;
        plan.noise_mv = noise_mv;
        plan.interval_s = [](std::size_t beat) { return beat == 30 ? 12.8 : beat == 55 ? 17.0 : 0.9; };
        const auto made = madeEcg(plan);
        const FoundBeats found = foundIn(made.signal);
        EXPECT_TRUE(found.readability.stretches.empty()) << noise_mv;
        std::vector<std::int64_t> at;
        for (const Beat& beat : found.beats.beats) at.push_back(beat.sample);
        const auto wrong = compare(made.r_peaks, at, 18);
        EXPECT_EQ(wrong.missed + wrong.extra, 0U) << noise_mv;
    }
}

TEST(Readability, AHeartOfTwelveAMinuteIsFoundAndRead) {
    for (const double rr_s : {2.0, 2.8, 3.5, 4.2, 5.0}) {
        for (const double noise_mv : {0.004, 0.02}) {
            MadeEcgPlan plan;
            plan.duration_s = 120;
            plan.noise_mv = noise_mv;
            plan.interval_s = [rr_s](std::size_t) { return rr_s; };
            const auto made = madeEcg(plan);
            const FoundBeats found = foundIn(made.signal);
            std::vector<std::int64_t> at;
            for (const Beat& beat : found.beats.beats) at.push_back(beat.sample);
            const auto wrong = compare(made.r_peaks, at, 18);
            EXPECT_EQ(wrong.missed, 0U) << rr_s << ' ' << noise_mv;
            EXPECT_EQ(wrong.extra, 0U) << rr_s << ' ' << noise_mv;
            const auto [read, all] = readWithin(found, 0, 120);
            EXPECT_EQ(read, all) << rr_s << ' ' << noise_mv;
            EXPECT_TRUE(found.readability.stretches.empty()) << rr_s << ' ' << noise_mv;
        }
    }
}

// With P waves that go on by themselves.
TEST(Readability, TheEscapeOfACompleteBlockIsFoundAmongItsPWaves) {
    MadeEcgPlan plan;
    plan.duration_s = 120;
    plan.noise_mv = 0.01;
    plan.interval_s = [](std::size_t) { return 3.4; };
    auto made = madeEcg(plan);
    for (double at_s = 0.2; at_s < 120; at_s += 0.77) {
        for (std::size_t i = 0; i < made.signal.size(); ++i) {
            const double from_s = static_cast<double>(i) / kRate - at_s;
            if (std::abs(from_s) < 0.15)
                made.signal[i] += static_cast<float>(0.12 * std::exp(-from_s * from_s / 0.0013));
        }
    }
    const FoundBeats found = foundIn(made.signal);
    std::vector<std::int64_t> at;
    for (const Beat& beat : found.beats.beats) at.push_back(beat.sample);
    const auto wrong = compare(made.r_peaks, at, 18);
    EXPECT_EQ(wrong.missed + wrong.extra, 0U);
}

TEST(Readability, AConverterThatFlickersIsNoStandstill) {
    auto signal = madeEcg(twoMinutes()).signal;
    for (float& value : signal) value = std::round(value / 0.005F) * 0.005F;
    std::mt19937 random(3);
    fill(signal, 60, 75, [&](float) { return random() % 2 == 0 ? 0.0F : 0.005F; });
    const FoundBeats found = foundIn(signal);
    EXPECT_GT(unreadable_s(found.readability.stretches, 60, 75), 12);
    EXPECT_EQ(beatsWithin(found, 61, 74), 0U);
}

TEST(Readability, BeatsOfATenthOfTheSizeAreBeatsBesideLargeOnes) {
    MadeEcgPlan plan;
    plan.duration_s = 60;
    plan.noise_mv = 0.002;
    const auto made = madeEcg(plan);
    auto signal = made.signal;
    fill(signal, 0, 15, [](float value) { return value / 10; });
    const FoundBeats found = foundIn(signal);
    std::vector<std::int64_t> at;
    for (const Beat& beat : found.beats.beats) at.push_back(beat.sample);
    EXPECT_LE(compare(made.r_peaks, at, 18).missed, 1U);
}

TEST(Readability, BeatsAmongNoiseThatLeavesThemStandingAreToldAndNotReadFurther) {
    auto plan = twoMinutes();
    plan.noise_mv = 0.25;
    const FoundBeats found = foundIn(madeEcg(plan).signal);
    EXPECT_GT(found.beats.beats.size(), 100U);
    const auto readable = std::count_if(found.readability.beats.begin(), found.readability.beats.end(),
                                        [](const BeatReadability& beat) { return beat.readable; });
    EXPECT_LT(readable, 15);
    EXPECT_EQ(found.readability.beats[50].reason, Unreadable::muscle);
}

TEST(Readability, MainsHumHidesNothing) {
    for (const double hz : {50.0, 60.0}) {
        auto signal = madeEcg(twoMinutes()).signal;
        for (std::size_t k = 0; k < signal.size(); ++k) {
            signal[k] += static_cast<float>(std::sin(2 * std::numbers::pi * hz * static_cast<double>(k) / kRate));
        }
        const FoundBeats found = foundIn(std::move(signal));
        EXPECT_TRUE(found.readability.stretches.empty()) << hz;
        EXPECT_EQ(found.beats.beats.size(), foundIn(madeEcg(twoMinutes()).signal).beats.beats.size()) << hz;
        for (const BeatReadability& beat : found.readability.beats) EXPECT_TRUE(beat.readable) << hz;
    }
}

TEST(Readability, TwoMinutesOfNoiseTurnTheirBeatsAndNotThoseBesideThem) {
    auto plan = twoMinutes();
    plan.duration_s = 360;
    auto signal = madeEcg(plan).signal;
    std::mt19937 random(7);
    std::normal_distribution<float> noise(0, 0.3F);
    fill(signal, 120, 240, [&](float sample) { return sample + noise(random); });
    const FoundBeats found = foundIn(std::move(signal));
    std::size_t read_in_noise = 0, in_noise = 0, unread_beside = 0;
    for (std::size_t i = 0; i < found.beats.beats.size(); ++i) {
        const double time_s = static_cast<double>(found.beats.beats[i].sample) / kRate;
        const bool readable = found.readability.beats[i].readable;
        if (time_s > 130 && time_s < 230) {
            ++in_noise;
            read_in_noise += readable ? 1 : 0;
        } else if (time_s < 110 || time_s > 250) {
            unread_beside += readable ? 0 : 1;
        }
    }
    EXPECT_EQ(unread_beside, 0U);
    EXPECT_LT(read_in_noise * 10, in_noise);
}

TEST(Readability, IsTheSameFromTheAnalysisOfTheLead) {
    const auto recording = test::recordingOf(madeEcg(twoMinutes()).signal, kRate);
    const LeadAnalysis analysis(recording, 0);
    const auto alone = findBeats(*recording, 0);
    const auto shared = analysis.readability();
    ASSERT_TRUE(alone && shared);
    EXPECT_EQ((*shared)->stretches, alone->readability.stretches);
    ASSERT_EQ((*shared)->beats.size(), alone->readability.beats.size());
    EXPECT_EQ((*shared)->beats[3].certainty, alone->readability.beats[3].certainty);
    const LeadAnalysis none(recording, 4);
    EXPECT_EQ(none.readability().error().code, ErrorCode::out_of_range);
}

TEST(Readability, StretchesAreAskedByTimeAndEveryReasonHasAName) {
    const std::vector<UnreadableStretch> stretches = {{2, 5, Unreadable::motion}, {5, 6, Unreadable::flat}};
    EXPECT_EQ(unreadableAt(stretches, 1.9), std::nullopt);
    EXPECT_EQ(unreadableAt(stretches, 2), Unreadable::motion);
    EXPECT_EQ(unreadableAt(stretches, 5), Unreadable::flat);
    EXPECT_EQ(unreadableAt(stretches, 6), std::nullopt);
    EXPECT_EQ(unreadableAt({}, 3), std::nullopt);
    EXPECT_DOUBLE_EQ(unreadable_s(stretches, 4, 5.5), 1.5);
    for (const Unreadable reason : {Unreadable::missing, Unreadable::flat, Unreadable::motion, Unreadable::muscle}) {
        EXPECT_FALSE(describe(reason).empty());
    }
}

TEST(Readability, AnIntervalThatMayHideABeatIsNone) {
    const std::vector<UnreadableStretch> stretches = {{2, 5, Unreadable::motion}, {5, 6, Unreadable::flat}};
    EXPECT_EQ(readInterval_s(0.5, 1.5, nullptr, stretches), 1.0);
    EXPECT_EQ(readInterval_s(1, 2, nullptr, stretches), 1.0);
    EXPECT_EQ(readInterval_s(1.5, 2.5, nullptr, stretches), std::nullopt);
    EXPECT_EQ(readInterval_s(1.5, 7, nullptr, stretches), std::nullopt);
    EXPECT_EQ(readInterval_s(5.5, 7, nullptr, stretches), std::nullopt);
    EXPECT_EQ(readInterval_s(6, 7, nullptr, stretches), 1.0);
    EXPECT_EQ(readInterval_s(2, 2, nullptr, {}), std::nullopt);
    const SignalGaps gaps{100, 1000, {{700, 750}}};
    EXPECT_EQ(readInterval_s(6.5, 7.2, &gaps, stretches), std::nullopt);
}

// Beats a second apart from 1 s on; true: it can be read.
std::vector<UnreadableStretch> spansOf(const std::vector<bool>& readable, std::vector<UnreadableStretch> stretches,
                                       double duration_s, double apart_s = 1) {
    BeatList found;
    found.rate_hz = 100;
    Readability said;
    said.stretches = std::move(stretches);
    for (std::size_t i = 0; i < readable.size(); ++i) {
        found.beats.push_back({std::llround(100 * apart_s * static_cast<double>(i + 1)), kNormal});
        said.beats.push_back({});
        said.beats.back().readable = readable[i];
    }
    return unreadableSpans(found, said, duration_s);
}
using Spans = std::vector<UnreadableStretch>;

TEST(Readability, TheTimeBetweenBeatsInARowThatCannotBeReadCannotEither) {
    EXPECT_EQ(spansOf({true, true, false, false, false, true, true, true, true}, {}, 12),
              (Spans{{3, 5, Unreadable::motion}}));
    EXPECT_TRUE(spansOf({true, true, false, true, true}, {}, 6).empty()) << "one beat is doubted by itself";
    EXPECT_TRUE(spansOf({true, false, false, true}, {}, 20, 4).empty()) << "four seconds are another matter";
    EXPECT_TRUE(spansOf({}, {}, 5).empty());
}

TEST(Readability, NoiseReachesToTheEndsAndToTheStretchBesideItWhereNoBeatCanBeRead) {
    EXPECT_EQ(spansOf({false, false, false}, {}, 4), (Spans{{0, 4, Unreadable::motion}}));
    EXPECT_EQ(spansOf({false, false, true, true}, {{6, 8, Unreadable::flat}}, 20),
              (Spans{{0, 2, Unreadable::motion}, {6, 8, Unreadable::flat}}))
        << "what is flat ends where it ends";
    EXPECT_EQ(spansOf({true, false, false}, {{5, 8, Unreadable::muscle}}, 20),
              (Spans{{2, 3, Unreadable::motion}, {3, 8, Unreadable::muscle}}));
    EXPECT_EQ(spansOf({true, false, false, false}, {{2.5, 3.5, Unreadable::missing}}, 20),
              (Spans{{2, 2.5, Unreadable::motion}, {2.5, 3.5, Unreadable::missing}, {3.5, 4, Unreadable::motion}}));
}

}  // namespace
}  // namespace triptych::beats
