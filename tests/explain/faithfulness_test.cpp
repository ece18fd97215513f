// The test of maps, tested: maps that are right by construction pass, maps that are not do not.
#include "core/explain/faithfulness.h"

#include "core/engine/loaded_model.h"
#include "core/explain/gradient_input.h"
#include "tests/explain/toy_subject.h"
#include "tests/inference/tiny_model.h"

#include <algorithm>
#include <cmath>

namespace triptych::explain {
namespace {

using test::ToySubject;

constexpr std::int64_t kSamples = 200;

// Every window of ten samples counts, each more than the one before.
ToySubject rising() {
    auto weight = torch::zeros({kSamples});
    for (std::int64_t i = 0; i < kSamples; ++i) weight[i] = static_cast<double>(i / 10 + 1) / 100;
    torch::manual_seed(1);
    return {torch::ones({kSamples}) + 0.01 * torch::rand({kSamples}), torch::zeros({kSamples}),
            [weight](const std::vector<torch::Tensor>& x) { return torch::matmul(x[0].squeeze(1), weight); }};
}

std::vector<double> risingRelevance() {
    std::vector<double> out;
    for (int w = 0; w < 20; ++w) out.push_back(w);
    return out;
}

Result<Faithfulness> tested(const Subject& subject, const std::vector<double>& relevance) {
    const auto drawn = drawnAreas(subject, relevance.size(), 1, {});
    EXPECT_TRUE(drawn);
    return testRelevance(subject, relevance, *drawn, 1, {});
}

TEST(Faithfulness, OfARightRankingIsAboveChanceAndOfItsReverseBelow) {
    const ToySubject subject = rising();
    ASSERT_EQ(windowCount(subject), 20U);
    auto relevance = risingRelevance();
    const auto right = tested(subject, relevance);
    ASSERT_TRUE(right);
    EXPECT_EQ(right->orders, 40);
    ASSERT_EQ(right->fillers.size(), 3U);
    EXPECT_GT(right->deletion_gain, 0);
    EXPECT_GT(right->insertion_gain, 0);
    EXPECT_EQ(right->beaten, 1);
    EXPECT_TRUE(right->beatsRandom());
    // With the mean beat, of zeros, windows add up: the map's area is Σ over k of what is left, and so is a drawn
    // order's on average, the middle.
    const FillerGain& mean = right->fillers[1];
    EXPECT_EQ(mean.filler, "mean");
    double left = 0, all = 0;
    for (int w = 1; w <= 20; ++w) all += w * 0.1;
    double kept = all;
    for (int k = 1; k < 20; ++k) left += (kept -= (21 - k) * 0.1) / 19;
    EXPECT_NEAR(mean.deletion_gain, all / 2 - left, 0.05 * all);
    std::ranges::reverse(relevance);
    const auto wrong = tested(subject, relevance);
    ASSERT_TRUE(wrong);
    EXPECT_LT(wrong->deletion_gain, 0);
    EXPECT_FALSE(wrong->beatsRandom());
}

TEST(Faithfulness, WhatDoesNotMatterToTheScoreIsNotBetterThanRandom) {
    const ToySubject subject(torch::rand({kSamples}), torch::zeros({kSamples}),
                             [](const std::vector<torch::Tensor>& x) { return 0 * x[0].squeeze(1).sum(1) + 3; });
    const auto nothing = tested(subject, risingRelevance());
    ASSERT_TRUE(nothing);
    EXPECT_EQ(nothing->deletion_gain, 0);
    EXPECT_EQ(nothing->beaten, 0.5) << "every order is as good";
    EXPECT_FALSE(nothing->beatsRandom());
}

TEST(Faithfulness, CellsGoIntoTheWindowThatTheyLieIn) {
    const ToySubject subject = rising();
    const auto explained = gradientInput(subject, {}, {});
    ASSERT_TRUE(explained);
    const auto relevance = windowRelevance(subject, *explained, 20);
    ASSERT_EQ(relevance.size(), 20U);
    for (std::size_t w = 0; w < 20; ++w) {
        double sum = 0;
        for (std::size_t i = 10 * w; i < 10 * w + 10; ++i) sum += explained->inputs[0].values[i];
        EXPECT_NEAR(relevance[w], sum, 1e-9);
    }
    EXPECT_TRUE(std::ranges::is_sorted(relevance));
}

TEST(Faithfulness, RankCorrelationIsSpearmansWithMeanRanks) {
    EXPECT_NEAR(rankCorrelation({1, 2, 3, 4}, {10, 20, 30, 100}), 1, 1e-12);
    EXPECT_NEAR(rankCorrelation({1, 2, 3, 4}, {4, 3, 2, 1}), -1, 1e-12);
    // Ranks 0, 1.5, 1.5, 3 against 0, 1, 2, 3: 4.5 / √(4.5 · 5).
    EXPECT_NEAR(rankCorrelation({1, 2, 2, 3}, {1, 2, 3, 4}), 4.5 / std::sqrt(4.5 * 5), 1e-12);
    EXPECT_TRUE(std::isnan(rankCorrelation({1, 1}, {1, 2})));
}

TEST(Faithfulness, AMapCarriesItsTestWhereItIsAskedFor) {
    const auto record = inference::test::syntheticBeats(30);
    const engine::LoadedModel model(inference::test::randomBundle(inference::Profile::product), {});
    for (const char* name : {"saliency", "grad_cam", "integrated_gradients", "contribution", "raw_attention"}) {
        SCOPED_TRACE(name);
        const inference::MethodInfo& method = **inference::methodOf(name);
        inference::ExplainRequest request{std::string(method.id), "V"};
        request.badge = true;
        const auto explained = model.explain(*record.recording, record.beats, 10, request, {});
        if (!explained) {
            EXPECT_EQ(explained.error().code, ErrorCode::unsupported);
            continue;
        }
        ASSERT_EQ(explained->badge.has_value(), method.gives.maps);
        if (!explained->badge) {
            EXPECT_NE(explained->remarks.back().find("no map along the trace"), std::string::npos);
            continue;
        }
        const Faithfulness& badge = *explained->badge;
        EXPECT_EQ(badge.windows, 20);
        EXPECT_TRUE(std::isfinite(badge.deletion_gain) && std::isfinite(badge.insertion_gain));
        EXPECT_GE(badge.sensitivity_draws, 2);
        EXPECT_GE(badge.sensitivity_max, 0);
        EXPECT_LE(std::abs(badge.randomised_rho), 1);
        request.badge = false;
        const auto plain = model.explain(*record.recording, record.beats, 10, request, {});
        ASSERT_TRUE(plain);
        EXPECT_FALSE(plain->badge);
        EXPECT_EQ(plain->inputs[0].values, explained->inputs[0].values) << "testing a map does not change it";
    }
}

}  // namespace
}  // namespace triptych::explain
