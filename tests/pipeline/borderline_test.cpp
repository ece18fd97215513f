// The borderline rule.
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
}

TEST(Borderline, BeatWithAnIncompleteWindowIsJudgedLikeAnyOther) {
    MadeBeat edge = kNarrow;
    edge.usable = false;
    const Predictions made = madePredictions({edge});
    EXPECT_TRUE(isAnswered(made, 0));
    EXPECT_TRUE(isBorderline(made, 0, 0.2));
}

TEST(Borderline, SaysWhy) {
    Predictions made = madePredictions({kSureNormal, kNarrow, kDivided, kSureVentricular, kSureNormal, kSureNormal});
    using enum Reason;
    EXPECT_TRUE(reasonsOf(made, 0, 0.2).empty());
    EXPECT_EQ(reasonsOf(made, 1, 0.2), (std::vector{small_margin}));
    EXPECT_EQ(reasonsOf(made, 2, 0.2), (std::vector{branches_disagree}));
    made.set = {0b001, 0b011, 0b011, 0b000, 0b001, 0b001};
    made.strangeness = {0.5F, 0.5F, 1.5F, 0.5F, 1.0F, 3.0F};
    made.poor_signal = {0, 0, 0, 0, 1, 0};
    made.no_rhythm = {0, 0, 0, 0, 0, 1};
    EXPECT_TRUE(reasonsOf(made, 0, 0.2).empty());
    EXPECT_EQ(reasonsOf(made, 1, 0.2), (std::vector{small_margin, several_likely}));
    EXPECT_EQ(reasonsOf(made, 2, 0.2), (std::vector{several_likely, branches_disagree, unlike_training}));
    EXPECT_EQ(reasonsOf(made, 3, 0.2), (std::vector{none_likely}));
    EXPECT_EQ(reasonsOf(made, 4, 0.2), (std::vector{poor_signal}));
    EXPECT_EQ(reasonsOf(made, 5, 0.2), (std::vector{unlike_training, no_rhythm}));
    EXPECT_TRUE(isBorderline(made, 5, 0.2));
    EXPECT_EQ(name(none_likely), "none_likely");
    EXPECT_EQ(inWords(unlike_training), "unlike the training beats");
    EXPECT_EQ(name(no_rhythm), "no_rhythm");
    EXPECT_EQ(inWords(no_rhythm), "there is no rhythm to be early in");
}

TEST(Uncertainty, IsZeroForCertaintyAndOneForATie) {
    const MadeBeat certain{{1, 0, 0}, {1, 0, 0}, {1, 0, 0}};
    const MadeBeat tie{{0.5F, 0.5F, 0}, {1, 0, 0}, {0, 1, 0}};
    const Predictions made = madePredictions({certain, tie});
    EXPECT_NEAR(uncertainty(made, 0), 0.0, 1e-6);
    EXPECT_NEAR(uncertainty(made, 1), 1.0, 1e-6);
}

}  // namespace
}  // namespace triptych::pipeline
