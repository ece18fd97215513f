// Measures of disorder, trees that grow and are asked, and the file that keeps them.
#include "core/rhythm/strip_model.h"
#include "core/rhythm/rr_disorder.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

namespace triptych::rhythm {
namespace {

std::vector<double> intervals(double deviation, unsigned seed) {
    std::mt19937 random(seed);
    std::normal_distribution<double> normal(0.8, deviation);
    std::vector<double> out;
    for (int i = 0; i < 40; ++i) out.push_back(std::max(0.35, normal(random)));
    return out;
}

TEST(RrDisorder, RisesFromSinusRhythmToFibrillation) {
    EXPECT_LT(coefficientOfSampleEntropy(intervals(0.02, 1)) + 0.3, coefficientOfSampleEntropy(intervals(0.18, 1)));
    EXPECT_LT(changePlot(intervals(0.01, 2)).evidence + 0.5, changePlot(intervals(0.18, 2)).evidence);
    EXPECT_GT(changePlot(intervals(0.005, 3)).at_origin, 0.8);
}

TEST(RrDisorder, KnowsItsClosedForms) {
    const std::vector<double> alternating{0.6, 1.0, 0.6, 1.0, 0.6, 1.0, 0.6, 1.0};
    EXPECT_DOUBLE_EQ(turningPoints(alternating), 1);
    EXPECT_NEAR(autocorrelation(alternating, 2), 6.0 / 8, 1e-12);
    EXPECT_NEAR(autocorrelation(alternating, 1), -7.0 / 8, 1e-12);
    const std::vector<double> rising{0.6, 0.7, 0.8, 0.9};
    EXPECT_DOUBLE_EQ(turningPoints(rising), 0);
    EXPECT_EQ(autocorrelation(std::vector<double>(9, 0.8), 2), 0);
    EXPECT_EQ(coefficientOfSampleEntropy(std::vector<double>{}), 0);
    EXPECT_EQ(changePlot(std::vector<double>{0.8}).points, 0);
}

Examples twoMoons(unsigned seed) {
    std::mt19937 random(seed);
    std::uniform_real_distribution<float> uniform(-1, 1);
    Examples out;
    out.features = 3;
    for (int i = 0; i < 600; ++i) {
        const float x = uniform(random), y = uniform(random);
        out.figures.insert(out.figures.end(), {x, y, i % 5 == 0 ? std::nanf("") : uniform(random)});
        out.classes.push_back(x * y > 0 ? 1 : 0);  // no single figure tells
        out.weights.push_back(1);
    }
    return out;
}

TEST(BoostedTrees, LearnWhatNoSingleFigureTells) {
    const Examples teach = twoMoons(1), ask = twoMoons(2);
    GrowthPlan plan;
    plan.rounds = 120;
    plan.rate = 0.1;
    plan.columns = 1;
    const BoostedTrees trees = growTrees(teach, 2, plan);
    int right = 0;
    for (std::size_t i = 0; i < ask.size(); ++i) {
        const auto p = trees.probabilities(ask.row(i));
        EXPECT_NEAR(p[0] + p[1], 1, 1e-9);
        right += (p[1] > 0.5) == (ask.classes[i] == 1) ? 1 : 0;
    }
    EXPECT_GT(right, 550);
}

TEST(BoostedTrees, GrowAlikeFromOneSeed) {
    const Examples teach = twoMoons(1);
    const auto first = growTrees(teach, 2, {}), second = growTrees(teach, 2, {});
    ASSERT_EQ(first.trees.size(), second.trees.size());
    for (std::size_t i = 0; i < teach.size(); i += 37) {
        EXPECT_EQ(first.probabilities(teach.row(i)), second.probabilities(teach.row(i)));
    }
}

StripModel smallModel() {
    std::mt19937 random(5);
    std::uniform_real_distribution<float> uniform(0, 1);
    Examples teach;
    teach.features = kWindowFeatures;
    for (std::size_t i = 0; i < 200; ++i) {
        for (std::size_t f = 0; f < kWindowFeatures; ++f) teach.figures.push_back(uniform(random));
        teach.classes.push_back(static_cast<std::uint8_t>(i % kStripClasses));
        teach.figures[i * kWindowFeatures + kPSure] += static_cast<float>(i % kStripClasses);
        teach.weights.push_back(1);
    }
    StripModel model;
    model.title = "small";
    model.trained_on = "numbers";
    model.af_limit = 0.4;
    model.forests = {growTrees(teach, kStripClasses, {.rounds = 5}), growTrees(teach, kStripClasses, {.rounds = 3})};
    return model;
}

TEST(StripModel, ReadsBackWhatItWrote) {
    const StripModel model = smallModel();
    const auto again = stripModelFrom(toJson(model), "here");
    ASSERT_TRUE(again) << sentence(again.error());
    WindowFeatures figures{};
    for (float p = 0; p < 4; p += 0.25F) {
        figures[kPSure] = p;
        EXPECT_EQ(model.probability(figures), again->probability(figures));
    }
    figures.fill(std::nanf(""));
    EXPECT_EQ(model.probability(figures), again->probability(figures));
    EXPECT_EQ(again->af_limit, 0.4);
}

TEST(StripModel, RefusesTreesThatLeadNowhereAndOtherFigures) {
    const std::string json = toJson(smallModel());
    const auto broken = [&](const std::string& from, const std::string& to) {
        std::string out = json;
        const auto at = out.find(from);
        EXPECT_NE(at, std::string::npos) << from;
        if (at != std::string::npos) out.replace(at, from.size(), to);
        return stripModelFrom(out, "here");
    };
    EXPECT_FALSE(broken("rhythm of strips", "something"));
    EXPECT_FALSE(broken("\"intervals\"", "\"beats\""));
    EXPECT_FALSE(broken("\"trees\":[[[", "\"trees\":[[[9999,0.5,1,2],["));
    EXPECT_FALSE(broken("\"trees\":[[[", "\"trees\":[[[0,0.5,0,0],["));  // a walk without end
    EXPECT_FALSE(broken("\"trees\":[[[", "\"trees\":[[[\"x\"],["));
    EXPECT_FALSE(stripModelFrom("", "here"));
    EXPECT_FALSE(stripModelFrom("{\"kind\":\"rhythm of strips\"}", "here"));
    EXPECT_FALSE(stripModelFrom(json.substr(0, json.size() / 2), "here"));
}

TEST(StripModel, TheShippedOneIsReadable) {
    const auto model = shippedStripModel();
    ASSERT_TRUE(model) << sentence(model.error());
    EXPECT_GT((*model)->held_out_f1, 0.7);
}

}  // namespace
}  // namespace triptych::rhythm
