#include "core/domain/prediction.h"

#include <gtest/gtest.h>

#include <cmath>

namespace triptych {
namespace {

// Two branches over three classes.
Predictions twoBeats() {
    Predictions p;
    p.classes = 3;
    p.branches = 2;
    p.probability = {0.5F, 0.3F, 0.2F, 0.25F, 0.375F, 0.375F};
    p.branch_probability = {1, 0, 0, /**/ 0, 1, 0, /**/ 0.25F, 0.5F, 0.25F, /**/ 0.25F, 0.5F, 0.25F};
    p.contribution = {0.75F, 0.5F, 0.5F, /**/ 0.25F, 0.5F, 0.5F, /**/ 0.5F, 0.5F, 0.5F, /**/ 0.5F, 0.5F, 0.5F};
    p.usable = {1, 1};
    return p;
}

TEST(Predictions, FindTheirRows) {
    const auto p = twoBeats();
    EXPECT_FLOAT_EQ(p.fused(1)[1], 0.375F);
    EXPECT_FLOAT_EQ(p.branch(0, 1)[1], 1);
    EXPECT_FLOAT_EQ(p.branch(1, 0)[1], 0.5F);
    EXPECT_FLOAT_EQ(p.share(0, 0)[0], 0.75F);
    EXPECT_FLOAT_EQ(p.share(0, 1)[0], 0.25F);
}

TEST(Predictions, WinnerIsTheFirstOfEquals) {
    const auto p = twoBeats();
    EXPECT_EQ(p.winner(0), 0U);
    EXPECT_EQ(p.winner(1), 1U);
}

TEST(Predictions, MarginIsBetweenTheTwoLikeliest) {
    const auto p = twoBeats();
    EXPECT_NEAR(p.margin(0), 0.2, 1e-6);
    EXPECT_FLOAT_EQ(p.margin(1), 0);
}

TEST(Predictions, MarginDoesNotDependOnTheOrder) {
    Predictions p;
    p.classes = 4;
    p.branches = 1;
    p.probability = {0.1F, 0.6F, 0.2F, 0.1F, 0.2F, 0.1F, 0.1F, 0.6F, 0.6F, 0.2F, 0.1F, 0.1F};
    for (std::size_t beat = 0; beat < 3; ++beat) EXPECT_NEAR(p.margin(beat), 0.4, 1e-6) << beat;
}

TEST(Predictions, BranchesDisagreeWhenTheyNameDifferentClasses) {
    const auto p = twoBeats();
    EXPECT_TRUE(p.branchesDisagree(0));
    EXPECT_FALSE(p.branchesDisagree(1));
}

TEST(Predictions, DisjointBranchesDisagreeByOneBit) {
    const auto p = twoBeats();
    EXPECT_NEAR(p.disagreement(0), 1, 1e-6);
    EXPECT_NEAR(p.disagreement(1), 0, 1e-6);
}

TEST(Predictions, DisagreementIsTheJensenShannonDivergence) {
    Predictions p;
    p.classes = 2;
    p.branches = 2;
    p.branch_probability = {1, 0, 0.5F, 0.5F};
    // H(3/4, 1/4) - (H(1, 0) + H(1/2, 1/2)) / 2 = 2 - (3/4)·log2(3) - 1/2
    EXPECT_NEAR(p.disagreement(0), 1.5 - 0.75 * std::log2(3.0), 1e-6);
}

TEST(Predictions, DisagreementOfThreeDisjointBranchesIsLog2Of3) {
    Predictions p;
    p.classes = 3;
    p.branches = 3;
    p.branch_probability = {1, 0, 0, 0, 1, 0, 0, 0, 1};
    EXPECT_NEAR(p.disagreement(0), std::log2(3.0), 1e-6);
}

TEST(Predictions, OneBranchNeverDisagrees) {
    Predictions p;
    p.classes = 2;
    p.branches = 1;
    p.branch_probability = {0.7F, 0.3F};
    EXPECT_FALSE(p.branchesDisagree(0));
    EXPECT_NEAR(p.disagreement(0), 0, 1e-6);
}

}  // namespace
}  // namespace triptych
