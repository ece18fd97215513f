// Parts of a classification find their places, in any order, and nothing else is touched.
#include "core/pipeline/partial_predictions.h"
#include "tests/pipeline/predictions_support.h"

#include <gtest/gtest.h>

namespace triptych::pipeline {
namespace {

TEST(PartialPredictions, MergedInAnyOrderTheyAreTheWhole) {
    const Predictions whole = madePredictions({kSureNormal, kNarrow, kDivided, kSureVentricular});
    PartialPredictions partial(4);
    ASSERT_TRUE(partial.merge(2, madePredictions({kDivided, kSureVentricular})));
    EXPECT_EQ(partial.knownCount(), 2U);
    EXPECT_EQ(partial.known(), (std::vector<std::uint8_t>{0, 0, 1, 1}));
    ASSERT_TRUE(partial.merge(0, madePredictions({kSureNormal, kNarrow})));
    ASSERT_TRUE(partial.merge(0, madePredictions({kSureNormal}))) << "a part may come twice";
    EXPECT_EQ(partial.knownCount(), 4U);
    EXPECT_EQ(partial.predictions().probability, whole.probability);
    EXPECT_EQ(partial.predictions().branch_probability, whole.branch_probability);
    EXPECT_EQ(partial.predictions().contribution, whole.contribution);
    EXPECT_EQ(partial.predictions().usable, whole.usable);
}

TEST(PartialPredictions, WhatAModelMaySayBesideFindsItsPlaceToo) {
    PartialPredictions partial(3);
    Predictions last = madePredictions({kDivided});
    last.set = {0b011};
    last.strangeness = {1.5F};
    last.doubt = {0.4F};
    last.poor_signal = {1};
    ASSERT_TRUE(partial.merge(2, last));
    EXPECT_EQ(partial.predictions().set, (std::vector<std::uint32_t>{0, 0, 0b011}));
    EXPECT_EQ(partial.predictions().strangeness, (std::vector<float>{0, 0, 1.5F}));
    EXPECT_EQ(partial.predictions().doubt, (std::vector<float>{0, 0, 0.4F}));
    EXPECT_EQ(partial.predictions().poor_signal, (std::vector<std::uint8_t>{0, 0, 1}));
    last.doubt = {0.4F, 0.5F};
    EXPECT_FALSE(partial.merge(2, last)) << "more doubts than beats";
}

TEST(PartialPredictions, PartThatDoesNotFitIsDropped) {
    PartialPredictions partial(2);
    EXPECT_FALSE(partial.merge(1, madePredictions({kNarrow, kNarrow})));
    EXPECT_FALSE(partial.merge(99, madePredictions({kNarrow})));
    Predictions crooked = madePredictions({kNarrow});
    crooked.probability.pop_back();
    EXPECT_FALSE(partial.merge(0, crooked));
    EXPECT_EQ(partial.knownCount(), 0U);
    EXPECT_FALSE(PartialPredictions(0).merge(0, madePredictions({kNarrow})));
}

}  // namespace
}  // namespace triptych::pipeline
