#include "core/inference/calibration.h"

#include "core/statistics/random.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>

namespace triptych::inference {
namespace {

TEST(Calibration, OfCertaintyThatIsRightIsPerfect) {
    const std::vector<float> certain = {1, 0, 0, 1};
    const auto calibration = calibrationOf(certain, std::vector<std::uint8_t>{0, 1}, 2);
    EXPECT_EQ(calibration.ece, 0);
    EXPECT_EQ(calibration.brier, 0);
    EXPECT_EQ(calibration.nll, 0);
    EXPECT_EQ(calibration.bins.back().beats, 2);
}

TEST(Calibration, IsTheGapBetweenConfidenceAndAccuracy) {
    // Ten beats at 0.8, six of them right: the gap is 0.2.
    std::vector<float> probabilities;
    std::vector<std::uint8_t> truth;
    for (int i = 0; i < 10; ++i) {
        probabilities.insert(probabilities.end(), {0.8F, 0.2F});
        truth.push_back(i < 6 ? 0 : 1);
    }
    const auto calibration = calibrationOf(probabilities, truth, 2);
    EXPECT_NEAR(calibration.ece, 0.2, 1e-6);
    EXPECT_NEAR(calibration.brier, 0.6 * 2 * 0.04 + 0.4 * 2 * 0.64, 1e-6);
    EXPECT_NEAR(calibration.nll, -0.6 * std::log(0.8) - 0.4 * std::log(0.2), 1e-6);
}

TEST(Calibration, GapsOfBinsDoNotCancel) {
    // One bin too sure by 0.1, another too modest by 0.1.
    std::vector<float> probabilities;
    std::vector<std::uint8_t> truth;
    for (int i = 0; i < 10; ++i) {
        probabilities.insert(probabilities.end(), {0.9F, 0.1F, 0.6F, 0.4F});
        truth.insert(truth.end(), {static_cast<std::uint8_t>(i < 8 ? 0 : 1), static_cast<std::uint8_t>(i < 7 ? 0 : 1)});
    }
    EXPECT_NEAR(calibrationOf(probabilities, truth, 2).ece, 0.1, 1e-6);
    EXPECT_EQ(calibrationOf({}, {}, 2).ece, 0);
}

TEST(RiskCoverage, OfAPerfectOrderIsKnownInClosedForm) {
    // 100 beats, the 10 least confident wrong: risk is 0 up to 90 %, then (k − 90)/k.
    std::vector<double> confidence(100);
    std::vector<std::uint8_t> wrong(100, 0);
    for (std::size_t i = 0; i < 100; ++i) {
        confidence[i] = 1 - static_cast<double>(i) / 100;
        wrong[i] = i >= 90 ? 1 : 0;
    }
    const RiskCoverage curve = riskCoverage(confidence, wrong);
    double expected = 0;
    for (int k = 91; k <= 100; ++k) expected += (k - 90.0) / k / 100;
    EXPECT_NEAR(curve.aurc, expected, 1e-12);
    EXPECT_EQ(curve.risk_at_90, 0);
    EXPECT_NEAR(curve.risk_at_95, 5.0 / 95, 1e-12);
    EXPECT_EQ(curve.last_tenth_errors, 1);
}

TEST(RiskCoverage, OfNoOrderIsTheErrorRateEverywhere) {
    const std::vector<double> confidence(200, 0.7);
    std::vector<std::uint8_t> wrong(200, 0);
    for (std::size_t i = 0; i < 50; ++i) wrong[i] = 1;  // the order in which beats come must not matter
    const RiskCoverage curve = riskCoverage(confidence, wrong);
    EXPECT_NEAR(curve.aurc, 0.25, 1e-12);
    EXPECT_NEAR(curve.risk_at_90, 0.25, 1e-12);
    EXPECT_NEAR(curve.last_tenth_errors, 0.1, 1e-12);
    EXPECT_TRUE(std::isnan(riskCoverage(std::vector<double>{1, 1}, std::vector<std::uint8_t>{0, 0}).last_tenth_errors));
    EXPECT_EQ(riskCoverage({}, {}).aurc, 0);
}

TEST(Conformal, TakesTheRankThatThePromiseAsksFor) {
    // 1 − p = 0.01, 0.02 ... of 19 beats of class 0: rank ⌈20·0.95⌉ = 19, the largest. 18 beats are too few.
    std::vector<float> probabilities;
    std::vector<std::uint8_t> truth;
    for (int i = 1; i <= 19; ++i) {
        probabilities.insert(probabilities.end(), {1 - 0.01F * static_cast<float>(i), 0.01F * static_cast<float>(i)});
        truth.push_back(0);
    }
    EXPECT_NEAR(conformalThresholds(probabilities, truth, 2)[0], 0.19, 1e-6);
    EXPECT_EQ(conformalThresholds(probabilities, truth, 2)[1], 1);
    truth.back() = 1;
    EXPECT_EQ(conformalThresholds(probabilities, truth, 2)[0], 1);
    // At alpha = 0.5, rank ⌈20·0.5⌉ = 10.
    truth.back() = 0;
    EXPECT_NEAR(conformalThresholds(probabilities, truth, 2, 0.5)[0], 0.10, 1e-6);
}

TEST(Conformal, SetsHoldTheClassesWithinTheirThresholds) {
    const std::vector<float> thresholds = {0.3F, 0.9F, 1.0F};
    EXPECT_EQ(conformalSet(std::vector<float>{0.8F, 0.15F, 0.05F}, thresholds), 0b111);
    EXPECT_EQ(conformalSet(std::vector<float>{0.6F, 0.05F, 0.35F}, thresholds), 0b100);
    EXPECT_EQ(conformalSet(std::vector<float>{0.6F, 0.4F}, std::vector<float>{0.1F, 0.1F}), 0);
}

// Draws a class with given shares and probabilities that are a noisy view of it.
struct Drawn {
    std::vector<float> probabilities;
    std::vector<std::uint8_t> truth;
};
Drawn exchangeable(Random& random, std::size_t beats) {
    constexpr std::array<double, 4> kShare = {0.89, 0.03, 0.07, 0.01};
    Drawn out;
    for (std::size_t i = 0; i < beats; ++i) {
        double at = random.uniform();
        std::size_t truth = 0;
        while (truth + 1 < kShare.size() && at >= kShare[truth]) at -= kShare[truth++];
        std::array<double, 4> score{};
        double sum = 0;
        for (std::size_t k = 0; k < 4; ++k) {
            score[k] = std::exp(random.normal() + (k == truth ? 2.5 : 0));
            sum += score[k];
        }
        for (const double value : score) out.probabilities.push_back(static_cast<float>(value / sum));
        out.truth.push_back(static_cast<std::uint8_t>(truth));
    }
    return out;
}

TEST(Conformal, CoversEveryClassAsPromisedOnExchangeableBeats) {
    Random random(5);
    const Drawn calibration = exchangeable(random, 60'000);
    const Drawn fresh = exchangeable(random, 60'000);
    const auto thresholds = conformalThresholds(calibration.probabilities, calibration.truth, 4);
    std::array<double, 4> covered{};
    std::array<double, 4> beats{};
    double size = 0;
    for (std::size_t i = 0; i < fresh.truth.size(); ++i) {
        const unsigned set = conformalSet(std::span(fresh.probabilities).subspan(4 * i, 4), thresholds);
        covered[fresh.truth[i]] += (set >> fresh.truth[i]) & 1U;
        ++beats[fresh.truth[i]];
        size += std::popcount(set);
    }
    for (std::size_t k = 0; k < 4; ++k) {
        EXPECT_GT(covered[k] / beats[k], 0.93) << k;
        EXPECT_LT(covered[k] / beats[k], 0.97) << k;
    }
    EXPECT_LT(size / static_cast<double>(fresh.truth.size()), 3) << "sets that hold everything keep any promise";
}

TEST(LikelyClasses, KeepTheSamePromiseAndAlwaysHoldTheAnswer) {
    Random random(5);
    const Drawn calibration = exchangeable(random, 60'000);
    const Drawn fresh = exchangeable(random, 60'000);
    const auto ratios = likelyRatios(calibration.probabilities, calibration.truth, 4);
    std::array<double, 4> covered{}, beats{};
    double sure = 0, alone = 0;
    for (std::size_t i = 0; i < fresh.truth.size(); ++i) {
        const auto row = std::span(fresh.probabilities).subspan(4 * i, 4);
        const auto answer = static_cast<std::size_t>(std::max_element(row.begin(), row.end()) - row.begin());
        const unsigned set = likelySet(row, ratios);
        ASSERT_TRUE(set >> answer & 1U);
        covered[fresh.truth[i]] += (set >> fresh.truth[i]) & 1U;
        ++beats[fresh.truth[i]];
        if (row[answer] < 0.95F) continue;
        ++sure;
        alone += std::popcount(set) == 1 ? 1 : 0;
    }
    for (std::size_t k = 0; k < 4; ++k) EXPECT_GT(covered[k] / beats[k], 0.93) << k;
    EXPECT_GT(alone / sure, 0.5) << "where the answer is sure the set is narrow";
}

// p that no softmax lets below 0.04, as scores between bounds do: an order is left, and the order is all that counts.
TEST(LikelyClasses, AreNarrowAlsoWhereNoProbabilityIsSmall) {
    Random random(6);
    Drawn beats = exchangeable(random, 60'000);
    const auto plain = likelyRatios(beats.probabilities, beats.truth, 4);
    double size = 0;
    for (std::size_t i = 0; i < beats.truth.size(); ++i)
        size += std::popcount(likelySet(std::span(beats.probabilities).subspan(4 * i, 4), plain));
    for (float& p : beats.probabilities) p = 0.04F + 0.84F * p;
    const auto floored = likelyRatios(beats.probabilities, beats.truth, 4);
    double with_floor = 0;
    for (std::size_t i = 0; i < beats.truth.size(); ++i)
        with_floor += std::popcount(likelySet(std::span(beats.probabilities).subspan(4 * i, 4), floored));
    EXPECT_NEAR(with_floor / size, 1, 0.15);
}

TEST(LikelyClasses, NeverHoldAClassThatIsNeverAnsweredAndAlwaysOneOfTooFewBeats) {
    std::vector<float> probabilities;
    std::vector<std::uint8_t> truth;
    for (int i = 0; i < 100; ++i) {
        probabilities.insert(probabilities.end(), {0.7F, 0.3F, 0.0F});
        truth.push_back(static_cast<std::uint8_t>(i < 90 ? 0 : i < 95 ? 1 : 2));
    }
    const auto ratios = likelyRatios(probabilities, truth, 3);
    EXPECT_EQ(likelySet(std::vector<float>{0.9F, 0.1F, 0.0F}, ratios), 0b011U);
    EXPECT_EQ(ratios[1], -kNever);  // five beats keep no promise
    EXPECT_EQ(ratios[2], kNever);
}

}  // namespace
}  // namespace triptych::inference
