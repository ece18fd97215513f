#include "core/inference/module/training/branch_trainer.h"

#include "core/inference/module/safetensors.h"
#include "core/inference/random.h"
#include "tests/support/data.h"

#include <gtest/gtest.h>
#include <torch/torch.h>

#include <filesystem>

namespace triptych::inference::training {
namespace {

// Three shapes of "beats" with noise, in the product profile's own layout: quick to learn, and augmented as real ones.
BeatDataset toyDataset(std::size_t beats) {
    BeatDataset dataset;
    dataset.profile = Profile::product;
    dataset.shape = shapeOf(Profile::product);
    dataset.classes = 3;
    dataset.sources.push_back(
        {"toy", "II", true, std::vector<float>(dataset.shape.tf_rows * dataset.shape.tf_columns, 0.0F), {}});
    Random random(11);
    for (std::size_t i = 0; i < beats; ++i) {
        const auto label = static_cast<std::uint8_t>(i % 3);
        for (std::size_t channel = 0; channel < 2; ++channel) {
            for (std::size_t t = 0; t < dataset.shape.time_samples; ++t) {
                const double width = 2.0 + 6.0 * label;
                const double d = (static_cast<double>(t) - 100) / width;
                dataset.time.push_back(static_cast<float>(std::exp(-d * d / 2) + 0.05 * random.normal()));
            }
        }
        for (std::size_t f = 0; f < dataset.shape.rr; ++f)
            dataset.rr.push_back(static_cast<float>(0.1 * random.normal()));
        dataset.label.push_back(label);
        dataset.source.push_back(0);
        dataset.beat.push_back(static_cast<std::uint32_t>(i));
    }
    return dataset;
}

Configuration toyConfiguration() {
    Configuration configuration;
    configuration.name = "toy";
    configuration.profile = Profile::product;
    configuration.classes = {"N", "S", "V"};
    configuration.augments = true;
    configuration.keep_normals = 0.7;
    configuration.batch = 16;
    return configuration;
}

struct Toy {
    BeatDataset dataset = toyDataset(96);
    Configuration configuration = toyConfiguration();
    BranchConfiguration branch{"time", "beat_resnet", 4, 2e-3};
    std::filesystem::path folder = test::scratchFolder("train");

    BranchRun run(const char* checkpoint) {
        std::vector<std::size_t> all;
        for (std::size_t i = 0; i < dataset.size(); ++i) all.push_back(i);
        return {configuration, branch, dataset, all, {}, 5, 0, (folder / checkpoint).string(), false, "toy"};
    }
};

bool sameWeights(const zoo::Encoder& a, const zoo::Encoder& b) {
    const auto left = a.parameters();
    const auto right = b.parameters();
    for (std::size_t i = 0; i < left.size(); ++i) {
        if (!torch::equal(left[i], right[i])) return false;
    }
    return left.size() == right.size();
}

TEST(Trainer, LearnsWhatCanBeLearned) {
    at::set_num_threads(1);
    Toy toy;
    toy.branch.epochs = 12;
    auto encoder = trainBranch(toy.run("a"), {}, [](const std::string&) {});
    ASSERT_TRUE(encoder) << sentence(encoder.error());
    const auto run = toy.run("a");
    const auto answers = predictProbabilities(**encoder, toy.dataset, run.train, zoo::InputKind::time).argmax(1);
    EXPECT_GT((answers == labelsOf(toy.dataset, run.train)).to(torch::kFloat).mean().item<float>(), 0.95F);
}

TEST(Trainer, ResumedTrainingEqualsUninterruptedTraining) {
    at::set_num_threads(1);
    Toy toy;
    const auto silent = [](const std::string&) {};
    const auto whole = trainBranch(toy.run("whole"), {}, silent);
    ASSERT_TRUE(whole);

    // Stopped in the middle of the third epoch: the checkpoint holds two.
    std::stop_source stop;
    const Job job{stop.get_token(), [&](double fraction, std::string_view) {
                      if (fraction > 0.6) stop.request_stop();
                  }};
    const auto interrupted = trainBranch(toy.run("cut"), job, silent);
    ASSERT_FALSE(interrupted);
    EXPECT_EQ(interrupted.error().code, ErrorCode::cancelled);
    std::string said;
    const auto resumed = trainBranch(toy.run("cut"), {}, [&](const std::string& line) { said += line + '\n'; });
    ASSERT_TRUE(resumed) << sentence(resumed.error());
    EXPECT_NE(said.find("resumed after epoch 2"), std::string::npos) << said;
    EXPECT_TRUE(sameWeights(**whole, **resumed));
}

TEST(Trainer, ACheckpointOfAnotherRunIsRefused) {
    at::set_num_threads(1);
    Toy toy;
    toy.branch.epochs = 1;
    const auto silent = [](const std::string&) {};
    ASSERT_TRUE(trainBranch(toy.run("a"), {}, silent));
    auto other = toy.run("a");
    other.seed = 6;
    const auto refused = trainBranch(other, {}, silent);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::model_mismatch);
    other.fresh = true;
    EXPECT_TRUE(trainBranch(other, {}, silent));
}

}  // namespace
}  // namespace triptych::inference::training
