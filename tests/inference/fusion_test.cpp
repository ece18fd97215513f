#include "core/inference/module/zoo/late_fusion.h"

#include "core/inference/module/fused_forward.h"

#include <gtest/gtest.h>
#include <torch/types.h>
#include <torch/utils.h>

namespace triptych::inference::zoo {
namespace {

torch::Tensor someProbabilities(std::int64_t beats, std::int64_t branches, std::int64_t classes) {
    torch::manual_seed(7);
    return torch::softmax(2 * torch::randn({beats, branches, classes}), 2);
}

TEST(LateFusion, OmegaOneZeroIsTheBranchExactly) {
    const auto probabilities = someProbabilities(50, 2, 5);
    EXPECT_TRUE(torch::equal(simplexAverage({1, 0}, probabilities), probabilities.select(1, 0)));
    EXPECT_TRUE(torch::equal(simplexAverage({0, 1}, probabilities), probabilities.select(1, 1)));
}

TEST(LateFusion, SimplexGridHasEveryTwentiethAndSumsToOne) {
    EXPECT_EQ(simplexGrid(2).size(), 21U);
    EXPECT_EQ(simplexGrid(3).size(), 231U);
    for (const auto& omega : simplexGrid(3)) EXPECT_NEAR(omega[0] + omega[1] + omega[2], 1.0, 1e-12);
}

TEST(LateFusion, DisplayedAttentionSumsToOneOverTheBranchesOfEveryClass) {
    const auto attention = displayedAttention(torch::tensor({{1.0F, 2.0F, -1.0F}, {0.5F, 2.0F, 3.0F}}));
    EXPECT_LE((attention.sum(0) - 1).abs().max().item<float>(), 1e-6F);
    EXPECT_NEAR(attention[0][1].item<float>(), 0.5, 1e-6);
}

TEST(LateFusion, ContributionSharesSumToOneAndCountTheSizeNotTheSign) {
    const auto weights = torch::tensor({{3.0F, -1.0F}, {1.0F, 1.0F}});
    const auto probabilities = torch::tensor({{{0.5F, 0.5F}, {0.5F, 0.5F}}});
    const auto share = contributionShare(weights, probabilities);
    EXPECT_NEAR(share[0][0][0].item<float>(), 0.75, 1e-6);
    EXPECT_NEAR(share[0][0][1].item<float>(), 0.5, 1e-6);
    EXPECT_LE((share.sum(1) - 1).abs().max().item<float>(), 1e-6F);
}

TEST(LateFusion, FitPrefersTheBranchThatKnows) {
    torch::manual_seed(3);
    const auto labels = torch::randint(0, 3, {3000}, torch::kLong);
    const auto knows = torch::softmax(6 * torch::one_hot(labels, 3).to(torch::kFloat) + torch::randn({3000, 3}), 1);
    const auto guesses = torch::softmax(torch::randn({3000, 3}), 1);
    const auto weights = fitLateAttention(torch::stack({knows, guesses}, 1), labels, {.epochs = 30});
    for (int k = 0; k < 3; ++k) EXPECT_GT(weights[0][k].item<float>(), weights[1][k].item<float>());
}

TEST(LateFusion, AnotherPriorIsBayesRule) {
    // Two classes as frequent as each other where the model learned, one to four where it answers: 0.8 : 0.2 of
    // evidence and 1 : 4 of frequency are even odds.
    const auto answers = torch::tensor({{0.8F, 0.2F}, {0.5F, 0.5F}});
    const auto shifted = atPrior(answers, {0.2 / 0.5, 0.8 / 0.5});
    EXPECT_NEAR(shifted[0][0].item<float>(), 0.5, 1e-6);
    EXPECT_NEAR(shifted[1][0].item<float>(), 0.2, 1e-6);
    EXPECT_TRUE(torch::equal(atPrior(answers, {}), answers));
    ModelInfo info;
    info.temperature = 2;
    info.prior_ratio = {0.4, 1.6};
    EXPECT_NEAR(answersOf(info, 2 * answers.log())[0][0].item<float>(), 0.5, 1e-6);
}

TEST(LateFusion, TemperatureRecoversTheScaleOfCalibratedScores) {
    // Labels drawn from softmax(z): the best temperature of 5·z is 5.
    torch::manual_seed(5);
    const auto logits = torch::randn({40000, 3});
    const auto labels = torch::multinomial(torch::softmax(logits, 1), 1).flatten();
    EXPECT_NEAR(fitTemperature(5 * logits, labels), 5.0, 0.25);
}

}  // namespace
}  // namespace triptych::inference::zoo
