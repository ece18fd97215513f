#include "core/inference/module/familiarity.h"

#include <gtest/gtest.h>
#include <torch/types.h>
#include <torch/utils.h>

namespace triptych::inference {
namespace {

// Two classes of unit spread around (0, ..., 0) and (10, 0, ..., 0) in eight dimensions.
struct Made {
    torch::Tensor features;
    torch::Tensor labels;
};
Made madeBeats(std::int64_t each) {
    torch::manual_seed(4);
    auto features = torch::randn({2 * each, 8});
    features.index({torch::indexing::Slice(each, 2 * each), 0}).add_(10);
    return {features, torch::cat({torch::zeros({each}, torch::kLong), torch::ones({each}, torch::kLong)})};
}

TEST(Familiarity, OnePercentOfTheTrainingBeatsPassTheLimit) {
    const Made made = madeBeats(2000);
    const Familiarity familiarity = fitFamiliarity(made.features, made.labels, 2);
    const auto strange = strangeness(familiarity, made.features);
    EXPECT_NEAR((strange > 1).to(torch::kFloat).mean().item<double>(), 0.01, 0.001);
}

TEST(Familiarity, IsTheDistanceToTheNearestClassInItsOwnSpread) {
    const Made made = madeBeats(4000);
    const Familiarity familiarity = fitFamiliarity(made.features, made.labels, 2);
    // Halfway between the classes: five standard deviations from either.
    auto between = torch::zeros({1, 8});
    between[0][0] = 5;
    EXPECT_NEAR(strangeness(familiarity, between).item<double>() * familiarity.limit.item<double>(), 5, 0.25);
    auto centre = torch::zeros({1, 8});
    EXPECT_LT(strangeness(familiarity, centre).item<double>(), 0.1);
    auto odd = torch::zeros({1, 8});
    odd[0][5] = 8;
    EXPECT_GT(strangeness(familiarity, odd).item<double>(), 1.5);
}

TEST(Familiarity, OfAClassWithoutBeatsIsNeverNear) {
    const Made made = madeBeats(500);
    const Familiarity three = fitFamiliarity(made.features, made.labels, 3);
    const Familiarity two = fitFamiliarity(made.features, made.labels, 2);
    EXPECT_TRUE(torch::allclose(strangeness(three, made.features), strangeness(two, made.features), 1e-3, 1e-3));
}

TEST(Familiarity, FeaturesAreMeansOverTheMapsOfAllBranches) {
    const auto row = torch::arange(12, torch::kFloat).reshape({1, 3, 1, 4});
    const auto map = torch::ones({1, 2, 2, 2});
    const auto features = tappedFeatures({row, map});
    EXPECT_TRUE(torch::equal(features, torch::tensor({{1.5F, 5.5F, 9.5F, 1.0F, 1.0F}})));
    EXPECT_FALSE(tappedFeatures({}).defined());
    EXPECT_FALSE(tappedFeatures({torch::Tensor()}).defined());
    // A branch that reads no picture shows nothing, and takes nothing from the others.
    EXPECT_TRUE(torch::equal(tappedFeatures({row, torch::Tensor()}), torch::tensor({{1.5F, 5.5F, 9.5F}})));
}

TEST(Familiarity, SurvivesTheFileAndRefusesWhatDoesNotFit) {
    const Made made = madeBeats(200);
    const Familiarity fitted = fitFamiliarity(made.features, made.labels, 2);
    std::map<std::string, torch::Tensor> tensors;
    store(fitted, tensors);
    auto copy = tensors;
    copy["other"] = torch::ones({1});
    Familiarity read;
    ASSERT_TRUE(restore(read, copy, 2));
    EXPECT_EQ(copy.size(), 1U) << "what is not familiarity's stays";
    EXPECT_TRUE(torch::equal(strangeness(read, made.features), strangeness(fitted, made.features)));

    std::map<std::string, torch::Tensor> none;
    Familiarity absent;
    EXPECT_TRUE(restore(absent, none, 2)) << "earlier models have none";
    EXPECT_FALSE(absent.defined());
    for (const char* gone : {"familiarity.mean", "familiarity.limit"}) {
        auto damaged = tensors;
        damaged.erase(gone);
        Familiarity into;
        EXPECT_FALSE(restore(into, damaged, 2));
    }
    auto wrong_classes = tensors;
    Familiarity into;
    EXPECT_FALSE(restore(into, wrong_classes, 3));
    auto not_numbers = tensors;
    not_numbers["familiarity.centres"] = torch::full_like(fitted.centres, NAN);
    Familiarity other;
    EXPECT_FALSE(restore(other, not_numbers, 2));
}

}  // namespace
}  // namespace triptych::inference
