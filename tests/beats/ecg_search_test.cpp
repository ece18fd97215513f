// Which channel is the ECG, asked of made signals: hearts of many rates and shapes against everything that is recorded
// beside them.
#include "core/beats/ecg_search.h"
#include "core/formats/open.h"
#include "tests/beats/made_ecg.h"
#include "tests/support/data.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>
#include <random>

namespace triptych::beats {
namespace {

using test::madeEcg;
using test::MadeEcgPlan;
using test::recordingOf;

double likenessOf(const std::vector<float>& signal, double rate_hz) {
    return lookAtSignal(*recordingOf(signal, rate_hz, "x"), 0).ecg_likeness;
}

template <class Value>
std::vector<float> made(double rate_hz, double duration_s, Value value) {
    std::vector<float> signal(static_cast<std::size_t>(rate_hz * duration_s));
    for (std::size_t i = 0; i < signal.size(); ++i) {
        signal[i] = static_cast<float>(value(static_cast<double>(i) / rate_hz));
    }
    return signal;
}

TEST(EcgSearch, HeartsLookLikeHearts) {
    for (const double rate_hz : {100.0, 125.0, 250.0, 512.0, 1000.0}) {
        for (const double interval_s : {0.35, 0.8, 1.5}) {
            MadeEcgPlan plan;
            plan.rate_hz = rate_hz;
            plan.duration_s = 60;
            plan.interval_s = [interval_s](std::size_t) { return interval_s; };
            EXPECT_GT(likenessOf(madeEcg(plan).signal, rate_hz), kLooksLikeEcg) << rate_hz << ' ' << interval_s;
            plan.r_mv = -0.9;
            plan.noise_mv = 0.05;
            EXPECT_GT(likenessOf(madeEcg(plan).signal, rate_hz), kLooksLikeEcg) << rate_hz << ' ' << interval_s;
        }
    }
    // Fibrillation: as irregular as it comes.
    MadeEcgPlan plan;
    plan.interval_s = [](std::size_t beat) { return 0.5 + 0.4 * std::abs(std::sin(7.3 * static_cast<double>(beat))); };
    plan.p_mv = 0;
    EXPECT_GT(likenessOf(madeEcg(plan).signal, plan.rate_hz), kLooksLikeEcg);
}

TEST(EcgSearch, WhoNeedsToKnowNoMoreIsToldThatItIsEnough) {
    MadeEcgPlan plan;
    plan.duration_s = 120;  // three stretches
    const auto recording = recordingOf(madeEcg(plan).signal, plan.rate_hz, "x");
    const double whole = lookAtSignal(*recording, 0).ecg_likeness;
    const double enough = lookAtSignal(*recording, 0, {}, kLooksLikeNoEcg).ecg_likeness;
    EXPECT_GE(enough, kLooksLikeNoEcg);
    EXPECT_LT(enough, whole) << "one stretch of three";
    EXPECT_EQ(lookAtSignal(*recording, 0, {}, 0.99).ecg_likeness, whole);
}

TEST(EcgSearch, BreathPulseBrainAndNoiseDoNot) {
    constexpr double kRate_hz = 250;
    const auto sine = [](double hz, double t) { return std::sin(2 * std::numbers::pi * hz * t); };
    EXPECT_LT(likenessOf(made(kRate_hz, 60, [&](double t) { return sine(0.3, t); }), kRate_hz), kLooksLikeEcg);
    EXPECT_LT(
        likenessOf(made(kRate_hz, 60, [&](double t) { return sine(10, t) * (1 + 0.5 * sine(0.2, t)); }), kRate_hz),
        kLooksLikeEcg);
    // A pulse wave: a steep rise of 0.15 s, a slow fall with a notch.
    EXPECT_LT(likenessOf(made(kRate_hz, 60,
                              [](double t) {
                                  const double at = std::fmod(t, 0.8);
                                  return std::exp(-std::pow((at - 0.2) / 0.08, 2)) +
                                         0.4 * std::exp(-std::pow((at - 0.45) / 0.1, 2));
                              }),
                         kRate_hz),
              kLooksLikeEcg);
    std::mt19937 random(3);  // NOLINT: the same every time
    std::normal_distribution<double> normal;
    EXPECT_LT(likenessOf(made(kRate_hz, 60, [&](double) { return normal(random); }), kRate_hz), kLooksLikeEcg);
    double walk = 0;
    EXPECT_LT(likenessOf(made(kRate_hz, 60, [&](double) { return walk = 0.95 * walk + normal(random); }), kRate_hz),
              kLooksLikeEcg);
    EXPECT_LT(likenessOf(made(kRate_hz, 60, [&](double t) { return std::fmod(t, 1.0) < 0.5 ? 0 : 1; }), kRate_hz), 1.0)
        << "a square wave has no width to measure by; it is not asked of";
}

TEST(EcgSearch, FlatLinesAndCountersAreToldSo) {
    constexpr double kRate_hz = 200;
    EXPECT_TRUE(lookAtSignal(*recordingOf(std::vector<float>(4000, 5), kRate_hz), 0).is_flat);
    EXPECT_TRUE(lookAtSignal(*recordingOf(std::vector<float>(4000, NAN), kRate_hz), 0).is_flat);
    const auto counter = made(kRate_hz, 300, [](double t) { return std::fmod(t * 200, 256); });
    EXPECT_TRUE(lookAtSignal(*recordingOf(counter, kRate_hz), 0).is_counter) << "one that begins anew after 256";
    EXPECT_TRUE(
        lookAtSignal(*recordingOf(made(kRate_hz, 30, [](double t) { return 1e5 - t; }), kRate_hz), 0).is_counter);
    MadeEcgPlan plan;
    const SignalLook ecg = lookAtSignal(*recordingOf(madeEcg(plan).signal, plan.rate_hz), 0);
    EXPECT_FALSE(ecg.is_flat);
    EXPECT_FALSE(ecg.is_counter);
    // Not a rate that beats can be found at, and too short for any: nothing is claimed.
    EXPECT_EQ(likenessOf(made(10, 60, [](double t) { return std::sin(t); }), 10), 0);
    EXPECT_EQ(likenessOf({1, 2, 1}, 250), 0);
}

TEST(EcgSearch, OfEqualsTheFirstUnlessAnotherIsClearlyCleaner) {
    MadeEcgPlan plan;
    plan.duration_s = 40;
    std::vector<float> clean = madeEcg(plan).signal;
    std::vector<float> noisy = clean;
    std::mt19937 random(5);  // NOLINT: the same every time
    std::normal_distribution<float> normal(0, 0.5F);
    for (float& value : noisy) value += normal(random);
    const auto both = [&](const std::vector<float>& a, const std::vector<float>& b) {
        struct Two final : SampleSource {
            std::vector<float> leads[2];
            void readPhysical(std::size_t lead, std::int64_t first, std::span<float> out) const override {
                for (float& value : out) {
                    const bool there = first >= 0 && first < static_cast<std::int64_t>(leads[lead].size());
                    value = there ? leads[lead][static_cast<std::size_t>(first)] : NAN;
                    ++first;
                }
            }
            void readStored(std::size_t, std::int64_t, std::span<std::int32_t>) const override {}
        };
        auto source = std::make_shared<Two>();
        source->leads[0] = a;
        source->leads[1] = b;
        Recording recording;
        recording.leads.resize(2);
        for (Lead& lead : recording.leads) {
            lead.rate_hz = plan.rate_hz;
            lead.samples = static_cast<std::int64_t>(a.size());
        }
        recording.source = source;
        const std::vector<std::size_t> equals = {0, 1};
        return cleanestOf(recording, equals);
    };
    EXPECT_EQ(both(clean, noisy), 0U);
    EXPECT_EQ(both(noisy, clean), 1U);
    EXPECT_EQ(both(clean, clean), 0U);
    EXPECT_EQ(both(std::vector<float>(clean.size(), 0), clean), 1U);
}

TEST(EcgSearch, RealHeartsLookLikeHearts) {
    TRIPTYCH_NEEDS_DATA(folder, "mitdb");
    for (const char* record : {"100", "106", "114", "119", "203", "207", "209"}) {
        const auto path = folder / (std::string(record) + ".hea");
        if (!std::filesystem::exists(path)) continue;
        const auto recording = formats::open(path.string());
        ASSERT_TRUE(recording);
        EXPECT_GT(lookAtSignal(**recording, 0).ecg_likeness, kLooksLikeEcg) << record;
    }
}

}  // namespace
}  // namespace triptych::beats
