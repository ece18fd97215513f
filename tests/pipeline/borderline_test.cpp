// The borderline rule and the order of the queue.
#include "core/pipeline/borderline.h"
#include "tests/pipeline/predictions_support.h"

#include <gtest/gtest.h>

namespace triptych::pipeline {
namespace {

TEST(Borderline, IsASmallMarginOrBranchesThatDisagree) {
    const Predictions made = madePredictions({kSureNormal, kNarrow, kDivided, kSureVentricular});
    EXPECT_FALSE(isBorderline(made, 0, 0.2));
    EXPECT_TRUE(isBorderline(made, 1, 0.2));
    EXPECT_FALSE(isBorderline(made, 1, 0.01)) << "the margin is the model's own";
    EXPECT_TRUE(isBorderline(made, 2, 0.0)) << "disagreement alone is enough";
    EXPECT_FALSE(isBorderline(made, 3, 0.2));
}

TEST(Borderline, BeatWithoutAnAnswerIsNotOne) {
    const Predictions made = madePredictions({MadeBeat{}});
    EXPECT_FALSE(isAnswered(made, 0));
    EXPECT_FALSE(isAnswered(made, 1)) << "beyond the list";
    EXPECT_FALSE(isBorderline(made, 0, 1.0));
    EXPECT_TRUE(reviewQueue(made, 1.0).empty());
}

TEST(Borderline, BeatWithAnIncompleteWindowIsJudgedLikeAnyOther) {
    MadeBeat edge = kNarrow;
    edge.usable = false;
    const Predictions made = madePredictions({edge});
    EXPECT_TRUE(isAnswered(made, 0));
    EXPECT_TRUE(isBorderline(made, 0, 0.2));
}

TEST(Uncertainty, IsZeroForCertaintyOfOneMindAndTwoForBranchesSureOfTheOpposite) {
    const MadeBeat certain{{1, 0, 0}, {1, 0, 0}, {1, 0, 0}};
    const MadeBeat opposite{{0.5F, 0.5F, 0}, {1, 0, 0}, {0, 1, 0}};
    const Predictions made = madePredictions({certain, opposite});
    EXPECT_NEAR(uncertainty(made, 0), 0.0, 1e-6);
    EXPECT_NEAR(uncertainty(made, 1), 2.0, 1e-6);
}

TEST(ReviewQueue, BringsTheMostUncertainFirstAndEqualsByTime) {
    const MadeBeat worst{{0.5F, 0.5F, 0}, {1, 0, 0}, {0, 1, 0}};
    const Predictions made = madePredictions({kNarrow, kSureNormal, worst, kNarrow});
    EXPECT_EQ(reviewQueue(made, 0.2), (std::vector<std::size_t>{2, 0, 3}));
}

}  // namespace
}  // namespace triptych::pipeline
