#include "core/dsp/hum.h"

#include "tests/dsp/signals.h"

#include <gtest/gtest.h>

#include <stop_token>

namespace triptych::dsp {
namespace {

using test::ecg;
using test::kNan;
using test::sine;

float largestDifference(const std::vector<float>& a, const std::vector<float>& b) {
    float largest = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        if (std::isfinite(a[i]) && std::isfinite(b[i])) largest = std::max(largest, std::abs(a[i] - b[i]));
    }
    return largest;
}

std::vector<float> sum(std::vector<float> a, const std::vector<float>& b) {
    for (std::size_t i = 0; i < a.size(); ++i) a[i] += b[i];
    return a;
}

std::vector<Hum> takenOut(std::vector<float>& signal, double rate_hz) {
    const auto found = removeHum(signal, rate_hz);
    EXPECT_TRUE(found) << sentence(found.error());
    return found.value_or(std::vector<Hum>{});
}

TEST(Hum, ASineOfTheMainsVanishesWhateverItsPhaseAndItsExactFrequency) {
    for (const double rate : {125.0, 128.0, 250.0, 360.0, 1000.0}) {
        for (const double hz : {50.0, 49.7, 50.35, 60.0, 59.8}) {
            for (const double phase : {0.0, 1.1, 2.9}) {
                auto signal = sine(hz, rate, static_cast<std::size_t>(40 * rate), 1.0, phase);
                const auto found = takenOut(signal, rate);
                ASSERT_EQ(found.size(), 1U) << hz << " at " << rate;
                EXPECT_NEAR(found[0].frequency_hz, hz, 0.01);
                EXPECT_NEAR(found[0].amplitude, 1, 0.01);
                EXPECT_GT(found[0].share, 0.99);
                const auto margin = static_cast<std::size_t>(rate);
                EXPECT_LT(test::amplitudeInside(signal, margin), 0.002) << hz << " at " << rate;
                EXPECT_LT(test::amplitudeInside(signal, 0), 0.03) << "to the very ends";
            }
        }
    }
}

TEST(Hum, HarmonicsGoWithIt) {
    std::vector<float> signal = sine(50.1, 500, 20'000, 0.3);
    signal = sum(sum(signal, sine(100.2, 500, 20'000, 0.1)), sine(150.3, 500, 20'000, 0.2));
    const auto found = takenOut(signal, 500);
    ASSERT_EQ(found.size(), 3U);
    EXPECT_EQ(found[1].nominal_hz, 100);
    EXPECT_NEAR(found[2].amplitude, 0.2, 0.005);
    EXPECT_LT(test::amplitudeInside(signal, 500), 0.002);
}

TEST(Hum, WhatIsNotTheMainsStays) {
    for (const double hz : {1.0, 10.0, 30.0, 40.0, 46.0, 54.5, 70.0}) {
        const auto before = sine(hz, 250, 10'000);
        auto after = before;
        EXPECT_TRUE(takenOut(after, 250).empty()) << hz;
        EXPECT_EQ(largestDifference(before, after), 0) << hz;
    }
}

TEST(Hum, AnEcgWithHumBecomesTheEcgAndOneWithoutStaysWhatItIs) {
    for (const double rate : {125.0, 360.0}) {
        const auto count = static_cast<std::size_t>(60 * rate);
        const auto clean = ecg(count, rate);
        auto untouched = clean;
        (void)takenOut(untouched, rate);
        EXPECT_LT(largestDifference(clean, untouched), 0.01) << rate;
        for (const double hz : {50.0, 50.2, 60.0}) {
            for (const double size : {0.05, 0.5, 1.0}) {
                auto noisy = sum(clean, sine(hz, rate, count, size));
                const auto found = takenOut(noisy, rate);
                EXPECT_GE(found.size(), 1U) << hz;
                EXPECT_LT(largestDifference(clean, noisy), 0.012 + 0.03 * size) << hz << ' ' << size << ' ' << rate;
                double power = 0;
                for (std::size_t i = 0; i < count; ++i) power += std::pow(noisy[i] - clean[i], 2);
                EXPECT_LT(std::sqrt(power / static_cast<double>(count)), 0.003 + 0.004 * size) << hz << ' ' << size;
            }
        }
    }
}

TEST(Hum, HumThatComesAndGoesIsTakenWhereItIs) {
    const double rate = 250;
    const auto count = static_cast<std::size_t>(60 * rate);
    const auto clean = ecg(count, rate);
    auto hum = sine(50, rate, count, 0.4);
    for (std::size_t i = 0; i < count; ++i) hum[i] *= i > 20 * 250 && i < 40 * 250 ? 1.0F : 0.0F;
    auto noisy = sum(clean, hum);
    const auto found = takenOut(noisy, rate);
    ASSERT_FALSE(found.empty());
    EXPECT_NEAR(found[0].share, 0.34, 0.05);
    const auto part = [&](const std::vector<float>& of, std::size_t from_s, std::size_t to_s) {
        return std::vector<float>(of.begin() + static_cast<std::ptrdiff_t>(from_s * 250),
                                  of.begin() + static_cast<std::ptrdiff_t>(to_s * 250));
    };
    EXPECT_LT(largestDifference(part(clean, 0, 18), part(noisy, 0, 18)), 0.01);
    EXPECT_LT(largestDifference(part(clean, 22, 38), part(noisy, 22, 38)), 0.015);
    EXPECT_LT(largestDifference(part(clean, 42, 60), part(noisy, 42, 60)), 0.01);
}

TEST(Hum, MissingSamplesStayMissingAndShortSignalsStay) {
    auto signal = sine(50, 250, 5000);
    for (std::size_t i = 2000; i < 2100; ++i) signal[i] = kNan;
    (void)takenOut(signal, 250);
    for (std::size_t i = 0; i < signal.size(); ++i) EXPECT_EQ(std::isfinite(signal[i]), i < 2000 || i >= 2100) << i;
    auto brief = sine(50, 250, 400);
    EXPECT_TRUE(takenOut(brief, 250).empty());
    EXPECT_EQ(brief, sine(50, 250, 400));
    std::vector<float> nothing(1000, kNan);
    EXPECT_TRUE(takenOut(nothing, 250).empty());
    std::vector<float> none;
    EXPECT_TRUE(takenOut(none, 250).empty());
    EXPECT_EQ(removeHum(none, 0).error().code, ErrorCode::wrong_use);
}

TEST(Hum, StopsWhenAskedTo) {
    std::stop_source stop;
    stop.request_stop();
    auto signal = sine(50, 250, 5000);
    EXPECT_EQ(removeHum(signal, 250, Job{stop.get_token(), {}}).error().code, ErrorCode::cancelled);
}

TEST(Condition, WanderFallsByTheStatedGainAndTheQrsKeepsItsHeight) {
    const double rate = 125;
    const auto wander = conditionLead(sine(0.3, rate, 30'000), rate);
    ASSERT_TRUE(wander);
    const double gain = 1 / (1 + (std::numbers::sqrt2 - 1) * std::pow(kWanderEdge_hz / 0.3, 4));
    EXPECT_NEAR(test::amplitudeInside(wander->samples, 3000), gain, 0.1 * gain);
    EXPECT_TRUE(wander->hum.empty());

    const auto clean = ecg(7500, rate, 0);
    const auto plain = conditionLead(clean, rate);
    const auto wandering = conditionLead(sum(clean, sine(0.3, rate, 7500, 1.0)), rate);
    ASSERT_TRUE(plain && wandering);
    EXPECT_LT(largestDifference({plain->samples.begin() + 500, plain->samples.end() - 500},
                                {wandering->samples.begin() + 500, wandering->samples.end() - 500}),
              gain + 0.005);
}

TEST(Condition, HumAndWanderOfAnySizeLeaveTheSameEcg) {
    const double rate = 250;
    const auto clean = ecg(15'000, rate);
    const auto plain = conditionLead(clean, rate);
    ASSERT_TRUE(plain);
    for (const double hz : {50.0, 60.0}) {
        const auto noisy = conditionLead(sum(clean, sine(hz, rate, 15'000, 1.0)), rate);
        ASSERT_TRUE(noisy);
        ASSERT_EQ(noisy->hum.size(), 1U);
        EXPECT_EQ(noisy->hum[0].nominal_hz, hz);
        EXPECT_LT(largestDifference({plain->samples.begin() + 500, plain->samples.end() - 500},
                                    {noisy->samples.begin() + 500, noisy->samples.end() - 500}),
                  0.03);
    }
}

}  // namespace
}  // namespace triptych::dsp
