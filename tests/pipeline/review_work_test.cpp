// A reader's work simulated: worked out by hand on ten beats.
#include "core/pipeline/review_work.h"

#include <gtest/gtest.h>

namespace triptych::pipeline {
namespace {

// Ten beats, of which 3 and 7 are wrong; the queue has 7 first, the margin 3 last.
ReviewedRecord ten() {
    ReviewedRecord record;
    record.truth = {0, 0, 0, 2, 0, 0, 0, 2, 0, 0};
    record.answer = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
    record.queue = {7, 0, 3, 1, 2, 4, 5, 6, 8, 9};
    record.margin = {.1, .2, .3, .9, .5, .5, .5, .05, .5, .5};
    record.doubt = {.2, .1, .1, .6, .1, .1, .1, .7, .1, .1};
    record.tile = {0, 0, 0, 1, 0, 0, 0, 1, 0, 0};
    return record;
}

TEST(ReviewWork, ErrorsFoundAndDecisionsAreThoseOfTheOrder) {
    const ReviewedRecord record = ten();
    EXPECT_EQ(errorsOf(record), 2U);
    EXPECT_EQ(errorsFound(record, record.queue, 0.1), 1U);
    EXPECT_EQ(errorsFound(record, record.queue, 0.3), 2U);
    EXPECT_EQ(errorsFound(record, beatByBeat(record), 0.3), 0U);
    EXPECT_EQ(errorsFound(record, byMargin(record), 0.9), 1U);
    EXPECT_EQ(decisionsTo(record, record.queue, 1), 3U);
    EXPECT_EQ(decisionsTo(record, beatByBeat(record), 1), 8U);
    EXPECT_EQ(decisionsTo(record, byMargin(record), 1), 10U);
    EXPECT_EQ(decisionsTo(record, record.queue, 0.9), 1U) << "one error in ten may be left";
    EXPECT_EQ(decisionsTo(record, record.queue, 0.8), 0U);
    EXPECT_EQ(decisionsTo(record, std::span(record.queue).first(2), 1), std::nullopt);
    EXPECT_EQ(atRandom(record, 5), atRandom(record, 5));
    EXPECT_NE(atRandom(record, 5), atRandom(record, 6));
}

TEST(ReviewWork, ATileIsOneDecisionAndItsWrongMembersCount) {
    ReviewedRecord record = ten();
    EXPECT_EQ(decisionsWithTiles(record, 1), 1U) << "both errors lie in one tile, whose majority is right";
    // A third member of the tile is N: the tile makes an error of it, which a key mends.
    record.tile[9] = 1;
    record.queue = {9, 7, 0, 3, 1, 2, 4, 5, 6, 8};
    EXPECT_EQ(decisionsWithTiles(record, 1), 2U);
    EXPECT_EQ(decisionsWithTiles(record, 0.9), 1U);
    // No tile is worth a look: the queue alone.
    record.doubt.assign(10, 0.01);
    EXPECT_EQ(decisionsWithTiles(record, 1), decisionsTo(record, record.queue, 1));
}

}  // namespace
}  // namespace triptych::pipeline
