#include "core/statistics/agreement.h"

#include "core/statistics/random.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace triptych::statistics {
namespace {

TEST(CohensKappa, ByHand) {
    // Observed (20 + 15) / 50 = .7, expected .5 × .6 + .5 × .4 = .5: κ = .4.
    const std::vector<std::int64_t> table = {20, 5, 10, 15};
    const Kappa of = cohensKappa(table, 2);
    EXPECT_NEAR(of.kappa, 0.4, 1e-12);
    EXPECT_NEAR(of.observed, 0.7, 1e-12);
    EXPECT_NEAR(of.expected, 0.5, 1e-12);
    EXPECT_EQ(of.items, 50);
    // The standard error by hand: A = Σ p_ii (.5 − (p_i. + p_.i)(.3))² = .4·(.5 − 1.1·.3)² + .3·(.5 − .9·.3)²,
    // B = Σ_{i≠j} p_ij ((p_.i + p_j.)(.3))² = .1·((.6 + .5)·.3)² + .2·((.4 + .5)·.3)², C = (.35 − 1 + .7)².
    const double a = .4 * .17 * .17 + .3 * .23 * .23;
    const double b = .1 * .33 * .33 + .2 * .27 * .27;
    const double error = std::sqrt((a + b - .05 * .05) / (50 * .0625));
    EXPECT_NEAR(of.high - of.kappa, 1.959963984540054 * error, 1e-9);
    EXPECT_NEAR(of.kappa - of.low, 1.959963984540054 * error, 1e-9);
}

TEST(CohensKappa, OfOneClassJoinsTheOthers) {
    const std::vector<std::int64_t> table = {44, 5, 1, 7, 20, 3, 9, 5, 6};
    // Class 0 against the rest: 44, 6 / 16, 34.
    const Kappa of = cohensKappaOfClass(table, 3, 0);
    const Kappa by_hand = cohensKappa(std::vector<std::int64_t>{44, 6, 16, 34}, 2);
    EXPECT_NEAR(of.kappa, by_hand.kappa, 1e-12);
    EXPECT_NEAR(of.kappa, (0.78 - (.5 * .6 + .5 * .4)) / 0.5, 1e-12);
}

TEST(CohensKappa, IsNotDefinedWhereChanceAloneAgrees) {
    EXPECT_TRUE(std::isnan(cohensKappa(std::vector<std::int64_t>{7, 0, 0, 0}, 2).kappa));
    EXPECT_TRUE(std::isnan(cohensKappa(std::vector<std::int64_t>{0, 0, 0, 0}, 2).kappa));
    EXPECT_TRUE(std::isnan(cohensKappa(std::vector<std::int64_t>{1, 2, 3}, 2).kappa));
}

TEST(CohensKappa, ItsIntervalHoldsTheTruthAsOftenAsItPromises) {
    // Both readers see the truth with .8, else one of the three classes at random: κ of the whole world is .64.
    Random random(7);
    int held = 0;
    constexpr int kWorlds = 1000;
    for (int world = 0; world < kWorlds; ++world) {
        std::vector<std::int64_t> table(9, 0);
        for (int item = 0; item < 300; ++item) {
            const std::size_t truth = random.below(3);
            const auto read = [&] { return random.uniform() < 0.8 ? truth : random.below(3); };
            const std::size_t first = read();
            ++table[first * 3 + read()];
        }
        const Kappa of = cohensKappa(table, 3);
        held += of.low <= 0.64 && 0.64 <= of.high ? 1 : 0;
    }
    EXPECT_GE(held, 930);
    EXPECT_LE(held, 970);
}

TEST(FleissKappa, OfTheExampleThatIsWorkedOutEverywhere) {
    // Ten items, fourteen readers, five classes: κ = .210 (P̄ = .378, P̄e = .213).
    const std::vector<std::int32_t> votes = {0, 0, 0, 0, 14, 0, 2, 6, 4, 2, 0, 0, 3, 5, 6, 0, 3,
                                             9, 2, 0, 2, 2,  8, 1, 1, 7, 7, 0, 0, 0, 3, 2, 6, 3,
                                             0, 2, 5, 3, 2,  2, 6, 5, 2, 1, 0, 0, 2, 2, 3, 7};
    const Kappa of = fleissKappa(votes, 5);
    EXPECT_NEAR(of.observed, 0.378, 5e-4);
    EXPECT_NEAR(of.expected, 0.213, 5e-4);
    EXPECT_NEAR(of.kappa, 0.210, 5e-4);
    EXPECT_LT(of.low, of.kappa);
    EXPECT_GT(of.high, of.kappa);
}

TEST(FleissKappa, LeavesOutWhatOneReaderAloneHasSeen) {
    const std::vector<std::int32_t> votes = {2, 0, 0, 2, 1, 0, 1, 1};
    const Kappa of = fleissKappa(votes, 2);
    EXPECT_EQ(of.items, 3);
    // Agreement (1 + 1 + 0) / 3; both classes .5: (2/3 − 1/2) / (1/2).
    EXPECT_NEAR(of.kappa, 1.0 / 3, 1e-12);
}

TEST(FleissKappa, OfAllTheSameIsNotDefined) {
    EXPECT_TRUE(std::isnan(fleissKappa(std::vector<std::int32_t>{3, 0, 3, 0}, 2).kappa));
    EXPECT_TRUE(std::isnan(fleissKappa(std::vector<std::int32_t>{1, 0}, 2).kappa));
    EXPECT_TRUE(std::isnan(fleissKappa(std::vector<std::int32_t>{1, 0, 1}, 2).kappa));
}

}  // namespace
}  // namespace triptych::statistics
