// Joint networks and the other fusions as models: saved, loaded, asked and explained like V's late attention.
#include "core/engine/loaded_model.h"
#include "core/explain/explain.h"
#include "core/inference/module/fused_forward.h"
#include "core/inference/module/zoo/late_fusion.h"
#include "tests/inference/tiny_model.h"
#include "tests/support/data.h"

#include <algorithm>
#include <numeric>
#include <set>

namespace triptych::inference {
namespace {

using engine::LoadedModel;

constexpr const char* kJoint[] = {"v_concat", "v_weighted", "hybrid_2", "three_domains", "early_cnn", "plain_cnn"};

std::set<std::string> inputsOf(const Explanation& explanation) {
    std::set<std::string> out;
    for (const Attribution& input : explanation.inputs) out.insert(input.input);
    return out;
}

// What each of kJoint reads, in the explanation's words.
std::set<std::string> expectedInputs(const std::string& network) {
    if (network.starts_with("v_")) return {"time", "time_frequency"};
    if (network == "early_cnn") return {"time", "frequency"};
    if (network == "plain_cnn") return {"time"};
    return {"time", "scalogram", "frequency"};
}

TEST(JointModel, ComesBackFromDiskAndAnswersAsBefore) {
    const auto record = test::syntheticBeats(20);
    for (const char* network : {"v_concat", "hybrid_2", "early_cnn"}) {
        const auto folder = triptych::test::scratchFolder("joint");
        Bundle bundle = test::randomJointBundle(network);
        ASSERT_TRUE(saveBundle(folder.string(), bundle));
        auto loaded = loadBundle(folder.string());
        ASSERT_TRUE(loaded) << sentence(loaded.error());
        EXPECT_EQ(loaded->card.fusion, Fusion::joint);
        const LoadedModel before(std::move(bundle), {});
        const LoadedModel after(std::move(*loaded), {});
        const auto a = before.classify(*record.recording, record.beats, {}, 0, {});
        const auto b = after.classify(*record.recording, record.beats, {}, 0, {});
        ASSERT_TRUE(a && b);
        EXPECT_EQ(a->predictions.probability, b->predictions.probability) << network;
        EXPECT_EQ(a->predictions.branches, 1U);
        for (std::size_t i = 0; i < a->predictions.size(); ++i) {
            EXPECT_FALSE(a->predictions.branchesDisagree(i));
            for (const float share : a->predictions.share(i, 0)) EXPECT_NEAR(share, 1, 1e-6);
        }
    }
}

TEST(JointModel, IntegratedGradientsAddUpOverAllItsInputs) {
    const auto record = test::syntheticBeats(20);
    for (const char* network : kJoint) {
        const LoadedModel model(test::randomJointBundle(network), {});
        const auto explanation = model.explain(*record.recording, record.beats, 8, {"integrated_gradients", "V"}, {});
        ASSERT_TRUE(explanation) << sentence(explanation.error());
        EXPECT_EQ(inputsOf(*explanation), expectedInputs(network)) << network;
        double sum = 0;
        for (const Attribution& input : explanation->inputs) sum += input.sum;
        EXPECT_NEAR(sum - (explanation->score - explanation->baseline_score), explanation->completeness_error, 1e-4);
        EXPECT_TRUE(explanation->converged) << network << ' ' << explanation->completeness_relative;
    }
}

TEST(JointModel, GradCamLaysOneMapOnEveryInput) {
    const auto record = test::syntheticBeats(20);
    for (const char* network : kJoint) {
        const LoadedModel model(test::randomJointBundle(network), {});
        const auto explanation = model.explain(*record.recording, record.beats, 8, {"grad_cam", "V"}, {});
        ASSERT_TRUE(explanation) << sentence(explanation.error());
        EXPECT_EQ(inputsOf(*explanation), expectedInputs(network)) << network;
        for (const Attribution& input : explanation->inputs) {
            std::size_t cells = 1;
            for (const AttributionAxis& axis : input.axes) cells *= axis.values.size();
            EXPECT_EQ(input.values.size(), cells) << network << ' ' << input.input;
            EXPECT_EQ(input.seen.size(), cells);
            EXPECT_GE(*std::min_element(input.values.begin(), input.values.end()), 0);
        }
    }
}

TEST(LateAverage, OmegaOneZeroIsTheBranchExactly) {
    const auto record = test::syntheticBeats(20);
    Bundle bundle = test::randomBundle(Profile::parity);
    bundle.card.fusion = Fusion::late_average;
    bundle.card.omega = {1, 0};
    bundle.fusion = torch::tensor({1.0F, 0.0F}).unsqueeze(1).expand({2, 5}).contiguous();
    test::showAttention(bundle);
    const LoadedModel model(std::move(bundle), {});
    const auto result = model.classify(*record.recording, record.beats, {}, 0, {});
    ASSERT_TRUE(result);
    for (std::size_t i = 0; i < result->predictions.size(); ++i) {
        for (std::size_t k = 0; k < 5; ++k) {
            EXPECT_NEAR(result->predictions.fused(i)[k], result->predictions.branch(i, 0)[k], 1e-6);
        }
    }
    EXPECT_TRUE(torch::equal(zoo::simplexAverage({1, 0}, torch::ones({2, 2, 3}) * 0.3), torch::ones({2, 3}) * 0.3));
}

TEST(LateAttention, OverThreeDomainsColumnsSumToOne) {
    const auto record = test::syntheticBeats(20);
    const auto folder = triptych::test::scratchFolder("three");
    Bundle bundle = test::randomBundle(Profile::parity);
    test::addBranch(bundle, "frequency", "v_frequency_transformer");
    bundle.fusion = torch::rand({3, 5}) * 3;
    bundle.card.omega = {0.4, 0.3, 0.3};
    ASSERT_TRUE(saveBundle(folder.string(), bundle));
    auto loaded = loadBundle(folder.string());
    ASSERT_TRUE(loaded) << sentence(loaded.error());
    const LoadedModel model(std::move(*loaded), {});
    for (std::size_t k = 0; k < 5; ++k) {
        float sum = 0;
        for (std::size_t m = 0; m < 3; ++m) sum += model.info().attention[m * 5 + k];
        EXPECT_NEAR(sum, 1, 1e-5);
    }
    const auto result = model.classify(*record.recording, record.beats, {}, 0, {});
    ASSERT_TRUE(result);
    for (std::size_t k = 0; k < 5; ++k) {
        float sum = 0;
        for (std::size_t m = 0; m < 3; ++m) sum += result->predictions.share(3, m)[k];
        EXPECT_NEAR(sum, 1, 1e-5);
    }
    const auto explanation = model.explain(*record.recording, record.beats, 3, {"integrated_gradients", "N"}, {});
    ASSERT_TRUE(explanation);
    EXPECT_EQ(inputsOf(*explanation), (std::set<std::string>{"time", "time_frequency", "frequency"}));
}

// Both ways to a joint network's probability, by its logits and by the stored probabilities, must agree at any T.
TEST(JointModel, ScoresFromProbabilitiesAreItsLogitsUpToAConstant) {
    torch::manual_seed(4);
    const auto logits = 3 * torch::randn({20, 5});
    const auto scores = fusedScores(Fusion::joint, torch::ones({1, 5}), torch::softmax(logits, 1).unsqueeze(1));
    for (const double temperature : {0.5, 1.0, 2.5}) {
        const auto difference = torch::softmax(logits / temperature, 1) - torch::softmax(scores / temperature, 1);
        EXPECT_LE(difference.abs().max().item<float>(), 1e-5F);
    }
}

TEST(JointModel, ACardOfTwoNetworksIsRefused) {
    const auto folder = triptych::test::scratchFolder("two");
    Bundle bundle = test::randomBundle(Profile::parity);
    bundle.card.fusion = Fusion::joint;
    test::showAttention(bundle);
    ASSERT_TRUE(saveBundle(folder.string(), bundle));
    const auto loaded = loadBundle(folder.string());
    ASSERT_FALSE(loaded);
    EXPECT_EQ(loaded.error().code, ErrorCode::malformed);
}

}  // namespace
}  // namespace triptych::inference
