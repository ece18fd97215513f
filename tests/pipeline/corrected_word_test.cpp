// A model's answers carried over to a corrected list of beats, and new ones laid over them as they come.
#include "core/pipeline/corrected_word.h"
#include "core/pipeline/borderline.h"

#include <gtest/gtest.h>

namespace triptych::pipeline {
namespace {

Classification answered(std::vector<float> first_class) {
    Classification out;
    out.model.hash = "h";
    out.model.classes = {"N", "V"};
    Predictions& said = out.predictions;
    said.classes = 2;
    said.branches = 1;
    for (const float p : first_class) {
        const bool known = p > 0;
        said.probability.insert(said.probability.end(), {p, known ? 1 - p : 0});
        said.usable.push_back(known ? 1 : 0);
        said.doubt.push_back(1 - p);
        said.silence.push_back(Silence::none);
        out.beats.beats.push_back({static_cast<std::int64_t>(out.beats.beats.size()) * 100, kNormal});
    }
    said.branch_probability = said.probability;
    said.contribution = said.probability;
    return out;
}

TEST(CorrectedWord, AnswersGoWithTheirBeatsAndAnAddedOneHasNone) {
    const Classification said = answered({0.9F, 0.2F, 0.7F});
    BeatList beats;
    beats.beats.resize(4);
    const std::vector<std::size_t> of = {0, kNoBeat, 2, 1};
    const Classification now = carriedOver(said, beats, of);
    ASSERT_EQ(now.predictions.size(), 4U);
    EXPECT_FLOAT_EQ(now.predictions.fused(0)[0], 0.9F);
    EXPECT_FALSE(isAnswered(now.predictions, 1));
    EXPECT_FLOAT_EQ(now.predictions.fused(2)[0], 0.7F);
    EXPECT_FLOAT_EQ(now.predictions.branch(3, 0)[1], 0.8F);
    EXPECT_FLOAT_EQ(now.predictions.doubt[3], 0.8F);
    EXPECT_TRUE(now.predictions.set.empty()) << "what was not said stays unsaid";
}

TEST(CorrectedWord, WhatComesTakesThePlaceOfWhatWasThere) {
    const Classification before = answered({0.9F, 0, 0.7F});
    const Classification coming = answered({0, 0.4F, 0.1F});
    const Classification now = laidOver(before, coming);
    EXPECT_FLOAT_EQ(now.predictions.fused(0)[0], 0.9F);
    EXPECT_FLOAT_EQ(now.predictions.fused(1)[0], 0.4F);
    EXPECT_FLOAT_EQ(now.predictions.fused(2)[0], 0.1F);
    Classification other = coming;
    other.model.hash = "another";
    EXPECT_FALSE(isAnswered(laidOver(before, other).predictions, 0)) << "two models are not mixed";
}

TEST(CorrectedWord, ABeatThatHasNoClassAnyMoreLosesTheOldOne) {
    const Classification before = answered({0.9F, 0.8F});
    Classification coming = answered({0, 0});
    coming.predictions.silence[1] = Silence::motion;
    const Classification now = laidOver(before, coming);
    EXPECT_TRUE(isAnswered(now.predictions, 0));
    EXPECT_EQ(now.predictions.silenceOf(1), Silence::motion);
}

}  // namespace
}  // namespace triptych::pipeline
