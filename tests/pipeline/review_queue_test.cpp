// The queue of beats that are worth a look: its order, its end, and how far a reader has come.
#include "core/pipeline/review_queue.h"
#include "tests/pipeline/predictions_support.h"

#include <gtest/gtest.h>

#include <numeric>

namespace triptych::pipeline {
namespace {

using Beats = std::vector<std::size_t>;
constexpr ReviewBudget kAll{1.0, 1'000'000};
constexpr double kMargin = 0.2;

// `borderline` beats that the branches disagree on, each in more doubt than the one before, and as many others, in
// none.
Predictions halfBorderline(std::size_t borderline) {
    std::vector<MadeBeat> beats;
    for (std::size_t i = 0; i < 2 * borderline; ++i) beats.push_back(i % 2 == 0 ? kDivided : kSureNormal);
    Predictions made = madePredictions(beats);
    made.doubt.resize(beats.size());
    for (std::size_t i = 0; i < beats.size(); ++i) {
        made.doubt[i] = i % 2 == 0 ? static_cast<float>(i + 1) / static_cast<float>(beats.size()) : 0.0F;
    }
    return made;
}

TEST(ReviewQueue, GoesByTheModelsDoubtWhereItHasOne) {
    Predictions made = madePredictions({kNarrow, kSureNormal, kDivided, kNarrow});
    made.doubt = {0.2F, 0.9F, 0.4F, 0.6F};
    const ReviewQueue queue = makeReviewQueue(made, kMargin, kAll);
    EXPECT_EQ(queue.borderline, 3U) << "there is no reason to look at beat 1";
    EXPECT_EQ(queue.beats, (Beats{1, 3, 2})) << "and yet it is in most doubt of all";
    EXPECT_EQ(queue.places, (std::vector<std::uint8_t>{0, 1, 1, 1}));
}

TEST(ReviewQueue, BringsTheMostUncertainFirstAndEqualsByTime) {
    const MadeBeat worst{{0.5F, 0.5F, 0}, {1, 0, 0}, {0, 1, 0}};
    const Predictions made = madePredictions({kNarrow, kSureNormal, worst, kNarrow});
    EXPECT_EQ(makeReviewQueue(made, kMargin, kAll).beats, (Beats{2, 0, 3}));
}

TEST(ReviewQueue, EndsWhereTheBudgetDoes) {
    const Predictions made = halfBorderline(50);
    const ReviewQueue tenth = makeReviewQueue(made, kMargin);
    EXPECT_EQ(tenth.beats.size(), 10U) << "a tenth of 100 beats";
    EXPECT_EQ(tenth.borderline, 50U);
    EXPECT_EQ(tenth.beats.front(), 98U);
    EXPECT_EQ(tenth.beats.back(), 80U);
    EXPECT_EQ(makeReviewQueue(made, kMargin, {0.1, 3}).beats, (Beats{98, 96, 94}));
    EXPECT_EQ(makeReviewQueue(made, kMargin, {0.001, 300}).beats, (Beats{98})) << "one at least";
    EXPECT_EQ(makeReviewQueue(made, kMargin, kAll).beats.size(), 50U);
    EXPECT_TRUE(makeReviewQueue(made, kMargin, {0, 300}).beats.empty());
    EXPECT_EQ(std::accumulate(tenth.places.begin(), tenth.places.end(), 0), 10);
}

TEST(ReviewQueue, OfNothingIsEmpty) {
    EXPECT_TRUE(makeReviewQueue(Predictions{}, kMargin).beats.empty());
    const ReviewQueue queue = makeReviewQueue(madePredictions({MadeBeat{}}), 1.0);
    EXPECT_TRUE(queue.beats.empty()) << "no answer, no doubt";
    EXPECT_FALSE(nextInQueue(queue, std::nullopt, {}));
    EXPECT_FALSE(previousInQueue(queue, 0));
}

TEST(ReviewQueue, IsWalkedInItsOrderPastWhatIsDecided) {
    const ReviewQueue queue = makeReviewQueue(halfBorderline(3), kMargin, kAll);
    ASSERT_EQ(queue.beats, (Beats{4, 2, 0}));
    std::vector<std::uint8_t> decided(6, 0);
    EXPECT_EQ(nextInQueue(queue, std::nullopt, decided), 4U);
    EXPECT_EQ(nextInQueue(queue, 1, decided), 4U) << "from a beat beside the queue: its beginning";
    EXPECT_EQ(nextInQueue(queue, 4, decided), 2U);
    decided[2] = 1;
    EXPECT_EQ(nextInQueue(queue, 4, decided), 0U);
    EXPECT_EQ(nextInQueue(queue, 0, decided), 4U) << "round to what was passed over";
    decided[4] = 1;
    EXPECT_FALSE(nextInQueue(queue, 0, decided)) << "the only one left is at hand";
    decided[0] = 1;
    EXPECT_FALSE(nextInQueue(queue, std::nullopt, decided));
    EXPECT_EQ(previousInQueue(queue, 0), 2U) << "decided or not";
    EXPECT_FALSE(previousInQueue(queue, 4));
    EXPECT_EQ(previousInQueue(queue, 5), 4U);
}

TEST(ReviewQueue, CountsHowFarAReaderHasCome) {
    const ReviewQueue queue = makeReviewQueue(halfBorderline(3), kMargin, kAll);
    const ReviewProgress begun = progressOf(queue, std::vector<std::uint8_t>{0, 1, 1, 1, 0, 1});
    EXPECT_EQ(begun.looked_at, 1U) << "labels beside the queue do not count";
    EXPECT_EQ(begun.all, 3U);
    EXPECT_EQ(begun.left(), 2U);
}

TEST(ReviewQueue, PaceIsTheMedianPauseOfWhoWasThere) {
    EXPECT_FALSE(paceOf(std::vector<double>{0, 2, 4}));
    EXPECT_EQ(paceOf(std::vector<double>{0, 2, 4, 600, 601, 606}), 2.0) << "the ten minutes were a break";
    std::vector<double> slow_then_quick;
    for (int i = 0; i < 30; ++i) slow_then_quick.push_back(10.0 * i);
    for (int i = 1; i <= 20; ++i) slow_then_quick.push_back(290 + i);
    EXPECT_EQ(paceOf(slow_then_quick), 1.0) << "the last twenty";
}

}  // namespace
}  // namespace triptych::pipeline
