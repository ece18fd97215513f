#include "core/inference/comparison.h"

#include "core/statistics/random.h"

#include <gtest/gtest.h>

#include <cmath>

namespace triptych::inference {
namespace {

// `right_first`, `right_second`: how often each model is right, on two classes; ten records.
Answers answers(double right, std::uint64_t seed, bool records = true) {
    Answers out;
    out.model.name = "m" + std::to_string(seed);
    out.model.profile = "parity";
    out.model.classes = {"N", "V"};
    Random random(seed);
    for (std::uint32_t i = 0; i < 2000; ++i) {
        if (records && i % 200 == 0) out.records.push_back("r" + std::to_string(i / 200));
        out.record.push_back(records ? i / 200 : 0);
        out.beat.push_back(i);
        out.truth.push_back(static_cast<std::uint8_t>(i % 2));
        const bool is_right = random.uniform() < right;
        out.predicted.push_back(static_cast<std::uint8_t>(is_right ? i % 2 : 1 - i % 2));
    }
    return out;
}

TEST(Comparison, AModelAgainstItselfDiffersInNothing) {
    const auto one = answers(0.9, 1);
    const auto result = compareAnswers(one, one, 1, 500);
    ASSERT_TRUE(result);
    EXPECT_EQ(result->beats, 2000U);
    EXPECT_EQ(result->only_first_right + result->only_second_right, 0);
    EXPECT_DOUBLE_EQ(result->first_better, 0.5);
    for (const Difference& of : result->differences) {
        EXPECT_EQ(of.paired.difference.value, 0);
        EXPECT_EQ(of.paired.difference.low, 0);
        EXPECT_EQ(of.paired.difference.high, 0);
    }
}

TEST(Comparison, AClearDifferenceLiesOutsideZeroAndIsNamedByItsSign) {
    const auto result = compareAnswers(answers(0.95, 2), answers(0.8, 1), 1, 1000);
    ASSERT_TRUE(result);
    EXPECT_EQ(result->records.size(), 10U);
    for (const Difference& of : result->differences) {
        EXPECT_GT(of.paired.difference.low, 0) << of.measure;
        EXPECT_LT(of.paired.p, 0.01);
        EXPECT_NEAR(of.paired.difference.value, of.first - of.second, 1e-12);
    }
    EXPECT_GT(result->first_better, 0.999);
    const auto turned = compareAnswers(answers(0.8, 1), answers(0.95, 2), 1, 1000);
    EXPECT_LT(turned->first_better, 0.001);
    EXPECT_LT(turned->differences[0].paired.difference.high, 0);
}

// Independent beats: the interval of an accuracy difference has the normal approximation's width, √(Σ d² / n²) · 1.96.
TEST(Comparison, TheIntervalOfAccuracyHasItsKnownWidth) {
    for (const bool records : {false, true}) {
        const auto a = answers(0.85, 3, records);
        const auto b = answers(0.9, 4, records);
        const auto result = compareAnswers(a, b, 1, 2000);
        ASSERT_TRUE(result);
        EXPECT_EQ(result->records.empty(), !records);
        const auto discordant = static_cast<double>(result->only_first_right + result->only_second_right);
        const statistics::Interval& accuracy = result->differences[2].paired.difference;
        const double d = accuracy.value;
        const double expected = 2 * 1.96 * std::sqrt(discordant / 2000.0 - d * d) / std::sqrt(2000.0);
        EXPECT_NEAR(accuracy.high - accuracy.low, expected, (records ? 0.6 : 0.1) * expected);
    }
}

TEST(Comparison, OtherClassesTruthsOrBeatsAreRefused) {
    const auto one = answers(0.9, 1);
    auto other = one;
    other.model.classes = {"N", "S"};
    EXPECT_EQ(compareAnswers(one, other).error().code, ErrorCode::model_mismatch);
    other = one;
    other.truth[7] = static_cast<std::uint8_t>(1 - other.truth[7]);
    EXPECT_EQ(compareAnswers(one, other).error().code, ErrorCode::model_mismatch);
    other = one;
    for (auto& beat : other.beat) beat += 5000;
    EXPECT_EQ(compareAnswers(one, other).error().code, ErrorCode::model_mismatch);
}

}  // namespace
}  // namespace triptych::inference
