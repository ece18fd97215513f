#include "core/inference/doubt.h"

#include "core/inference/calibration.h"
#include "core/statistics/random.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace triptych::inference {
namespace {

// Two classes, one branch. Answers of 0.6, 0.7 ... 0.9 for class 0 that are wrong as often as `wrong` says.
struct Made {
    std::vector<float> fused;
    std::vector<std::uint8_t> truth;
    std::vector<std::size_t> rows;
};
template <class Wrong>
Made answers(std::size_t beats, Wrong wrong) {
    Random random(3);
    Made made;
    for (std::size_t i = 0; i < beats; ++i) {
        const auto p = static_cast<float>(random.uniform(0.55, 0.99));
        made.fused.insert(made.fused.end(), {p, 1 - p});
        made.truth.push_back(random.uniform() < wrong(p) ? 1 : 0);
        made.rows.push_back(i);
    }
    return made;
}

TEST(Doubt, FindsTheOddsOfALogisticTruth) {
    // The odds of being wrong are (1 − p)/p: doubt must come out as 1 − p.
    const Made made = answers(40'000, [](double p) { return 1 - p; });
    const auto weights = fitDoubt(made.fused, made.fused, made.truth, 2, made.rows);
    ASSERT_EQ(weights.size(), doubtFeatures(2));
    for (const float p : {0.6F, 0.75F, 0.9F, 0.97F}) {
        const std::vector<float> answer = {p, 1 - p};
        EXPECT_NEAR(doubtOf(weights, answer, answer), 1 - p, 0.03) << p;
    }
}

TEST(Doubt, LearnsThatSureAnswersMayBeTheWrongOnes) {
    const Made made = answers(20'000, [](double p) { return p > 0.9 ? 0.5 : 0.05; });
    const auto weights = fitDoubt(made.fused, made.fused, made.truth, 2, made.rows);
    const std::vector<float> sure = {0.98F, 0.02F};
    const std::vector<float> unsure = {0.6F, 0.4F};
    EXPECT_GT(doubtOf(weights, sure, sure), 2 * doubtOf(weights, unsure, unsure));
}

TEST(Doubt, SeesBranchesThatDisagree) {
    // The fused answer is always the same; it is wrong when the second branch objects.
    std::vector<float> fused;
    std::vector<float> branches;
    std::vector<std::uint8_t> truth;
    std::vector<std::size_t> rows(4000);
    std::iota(rows.begin(), rows.end(), std::size_t{0});
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const bool objects = i % 10 == 0;
        fused.insert(fused.end(), {0.8F, 0.2F});
        branches.insert(branches.end(), {0.9F, 0.1F, objects ? 0.3F : 0.8F, objects ? 0.7F : 0.2F});
        truth.push_back(objects && i % 20 == 0 ? 1 : 0);
    }
    const auto weights = fitDoubt(fused, branches, truth, 2, rows);
    const std::span<const float> all(branches);
    EXPECT_GT(doubtOf(weights, std::vector<float>{0.8F, 0.2F}, all.first(4)), 0.3);
    EXPECT_LT(doubtOf(weights, std::vector<float>{0.8F, 0.2F}, all.subspan(4, 4)), 0.05);
}

TEST(Doubt, PlainKeepsTheOrderOfTheTopProbability) {
    const Made made = answers(5'000, [](double p) { return 1 - p; });
    const auto weights = fitDoubt(made.fused, made.fused, made.truth, 2, made.rows, DoubtKind::plain);
    float last = 1;
    for (const float p : {0.55F, 0.6F, 0.7F, 0.8F, 0.9F, 0.99F}) {
        const std::vector<float> answer = {p, 1 - p};
        const float doubt = doubtOf(weights, answer, answer);
        EXPECT_LT(doubt, last);
        EXPECT_NEAR(doubt, 1 - p, 0.1);
        last = doubt;
    }
}

TEST(Doubt, IsNoneWithoutErrorsOrWithoutRightAnswers) {
    const Made right = answers(50, [](double) { return 0.0; });
    EXPECT_TRUE(fitDoubt(right.fused, right.fused, right.truth, 2, right.rows).empty());
    const Made wrong = answers(50, [](double) { return 1.1; });
    EXPECT_TRUE(fitDoubt(wrong.fused, wrong.fused, wrong.truth, 2, wrong.rows).empty());
    EXPECT_TRUE(fitDoubt({}, {}, {}, 2, {}).empty());
}

}  // namespace
}  // namespace triptych::inference
