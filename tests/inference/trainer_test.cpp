#include "core/inference/module/training/branch_trainer.h"

#include "core/inference/computed_seconds.h"
#include "core/inference/module/safetensors.h"

#include "core/inference/metrics.h"
#include "core/inference/module/safetensors.h"
#include "core/inference/module/training/learn_batch.h"
#include "core/inference/module/training/training_log.h"
#include "core/statistics/random.h"
#include "tests/support/data.h"

#include <ATen/Parallel.h>
#include <gtest/gtest.h>
#include <torch/nn/functional/loss.h>
#include <torch/types.h>
#include <torch/utils.h>

#include <sys/resource.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <numeric>

namespace triptych::inference::training {
namespace {

// Three shapes of "beats" with noise, in the product profile's own layout: quick to learn, and augmented as real ones.
BeatDataset toyDataset(std::size_t beats) {
    BeatDataset dataset;
    dataset.profile = Profile::product;
    dataset.shape = shapeOf(Profile::product);
    dataset.class_names = {"N", "S", "V"};
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

// Three shapes of beats in the parity profile's layout.
BeatDataset parityToy(std::size_t beats) {
    BeatDataset dataset;
    dataset.profile = Profile::parity;
    dataset.shape = shapeOf(Profile::parity);
    dataset.class_names = {"N", "S", "V"};
    dataset.sources.push_back({"toy", "II", true, {}});
    Random random(2);
    for (std::size_t i = 0; i < beats; ++i) {
        for (std::size_t t = 0; t < 187; ++t) {
            const double d = (static_cast<double>(t) - 40) / (2.0 + 6.0 * static_cast<double>(i % 3));
            dataset.time.push_back(static_cast<float>(std::exp(-d * d / 2) * 0.8 + 0.1 * random.uniform()));
        }
        dataset.label.push_back(static_cast<std::uint8_t>(i % 3));
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
    std::filesystem::path folder = triptych::test::scratchFolder("train");

    BranchRun run(const char* checkpoint) {
        std::vector<std::size_t> all;
        for (std::size_t i = 0; i < dataset.size(); ++i) all.push_back(i);
        return {configuration, branch, dataset, all, {}, 5, 0, (folder / checkpoint).string(), false, "toy"};
    }
};

bool sameWeights(const zoo::Network& a, const zoo::Network& b) {
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
    const auto answers =
        predictProbabilities(**encoder, toy.dataset, run.train, std::vector{InputKind::time}).argmax(1);
    EXPECT_GT((answers == labelsOf(toy.dataset, run.train)).to(torch::kFloat).mean().item<float>(), 0.95F);
}

// A batch of 150 goes through V's time branch in three parts; loss and gradients are those of the whole, weighted by
// class.
TEST(Trainer, ABatchInPartsTeachesWhatItTeachesWhole) {
    at::set_num_threads(1);
    const BeatDataset dataset = parityToy(150);
    Configuration configuration;
    configuration.classes = {"N", "S", "V"};
    configuration.label_smoothing = 0.1;
    torch::manual_seed(3);
    const auto network = zoo::findNetwork("v_time_transformer")->make({dataset.shape, 3});
    network->eval();  // dropout would draw other masks
    // In single precision a hidden cell that is nearly nothing falls on either side of ReLU, which side depends on the
    // processor, and takes one beat's share of the gradient with it.
    network->to(torch::kDouble);
    std::vector<std::size_t> beats(dataset.size());
    std::iota(beats.begin(), beats.end(), std::size_t{0});
    const std::vector inputs{InputKind::time};
    const auto weights = torch::tensor({0.5F, 1.0F, 3.0F});
    const double loss = learnBatch(*network, {configuration, dataset, inputs, weights}, beats, {});
    std::vector<torch::Tensor> in_parts;
    for (auto& parameter : network->parameters()) in_parts.push_back(parameter.grad().clone());
    const auto batch = makeBatch(dataset, beats, inputs, {});
    const auto whole = torch::nn::functional::cross_entropy(
        network->logits({batch.pictures.front().to(torch::kDouble)}, batch.rr), batch.label,
        torch::nn::functional::CrossEntropyFuncOptions().weight(weights.to(torch::kDouble)).label_smoothing(0.1));
    network->zero_grad();
    whole.backward();
    EXPECT_NEAR(loss, whole.item<double>(), 1e-5);
    double largest = 0;
    for (std::size_t i = 0; i < in_parts.size(); ++i) {
        const auto gradient = network->parameters()[i].grad();
        EXPECT_LE((in_parts[i] - gradient).abs().max().item<double>(), 1e-12);
        largest = std::max(largest, gradient.abs().max().item<double>());
    }
    EXPECT_GT(largest, 1e-2);
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

TEST(Trainer, TheTimeBeforeAStopIsInTheCheckpoint) {
    at::set_num_threads(1);
    Toy toy;
    const auto silent = [](const std::string&) {};
    std::stop_source stop;
    const Job job{stop.get_token(), [&](double fraction, std::string_view) {
                      if (fraction > 0.6) stop.request_stop();
                  }};
    const double before_s = computedSeconds();
    ASSERT_FALSE(trainBranch(toy.run("timed"), job, silent));
    const double spent_s = computedSeconds() - before_s;
    const auto resumedAt = [&](const std::string& checkpoint) {
        double told_s = -1;
        auto run = toy.run("timed");
        run.checkpoint = checkpoint;
        run.resumed = [&](double seconds) { told_s = seconds; };
        EXPECT_TRUE(trainBranch(run, {}, silent));
        return told_s;
    };
    const std::string checkpoint = toy.run("timed").checkpoint, old = checkpoint + ".old";
    auto tensors = readSafetensors(checkpoint);
    ASSERT_TRUE(tensors);
    const double kept_s = tensors->at("computed_ms").item<double>() / 1e3;
    EXPECT_GT(kept_s, 0) << "two whole epochs";
    EXPECT_LE(kept_s, spent_s + 1e-3);
    tensors->erase("computed_ms");
    ASSERT_TRUE(writeSafetensors(old, *tensors));
    EXPECT_EQ(resumedAt(checkpoint), kept_s);
    EXPECT_GT(readSafetensors(checkpoint)->at("computed_ms").item<double>() / 1e3, kept_s)
        << "the last is of both runs";
    EXPECT_EQ(resumedAt(old), 0) << "one from before checkpoints said so";
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

// A joint network on two inputs of the parity profile, watched on held-out beats: stopped in the middle and resumed, it
// ends with the epoch that did best, and with the same weights to the last bit.
TEST(Trainer, ResumedBestEpochOfAJointNetworkEqualsTheUninterruptedOne) {
    at::set_num_threads(1);
    const BeatDataset dataset = parityToy(60);
    Configuration configuration;
    configuration.classes = {"N", "S", "V"};
    configuration.batch = 16;
    const BranchConfiguration branch{"joint", "hybrid_1", 4, 2e-3, 4};
    const auto folder = triptych::test::scratchFolder("joint");
    std::vector<EpochReport> reports;
    const auto run = [&](const char* checkpoint) {
        BranchRun out{configuration, branch, dataset, {}, {}, 5, 0, (folder / checkpoint).string(), false, "joint", {}};
        for (std::size_t i = 0; i < dataset.size(); ++i) (i < 45 ? out.train : out.validation).push_back(i);
        out.report = [&](const EpochReport& report) { reports.push_back(report); };
        return out;
    };
    const auto silent = [](const std::string&) {};
    const auto whole = trainBranch(run("whole"), {}, silent);
    ASSERT_TRUE(whole) << sentence(whole.error());
    ASSERT_EQ(reports.size(), 4U);
    EXPECT_EQ(reports.back().epoch, 4);
    EXPECT_TRUE(reports.back().mcc);
    std::stop_source stop;
    const Job job{stop.get_token(), [&](double fraction, std::string_view) {
                      if (fraction > 0.6) stop.request_stop();
                  }};
    ASSERT_FALSE(trainBranch(run("cut"), job, silent));
    const auto resumed = trainBranch(run("cut"), {}, silent);
    ASSERT_TRUE(resumed) << sentence(resumed.error());
    EXPECT_TRUE(sameWeights(**whole, **resumed));

    // The shipped weights are those of the best epoch.
    const auto predicted = predictProbabilities(**whole, dataset, run("whole").validation,
                                                std::vector{InputKind::time, InputKind::scalogram})
                               .argmax(1);
    double best = -1;
    for (std::size_t i = 0; i < 4; ++i) best = std::max(best, *reports[i].mcc);
    std::vector<std::uint8_t> truth;
    std::vector<std::uint8_t> answer;
    for (std::size_t i = 45; i < 60; ++i) {
        truth.push_back(dataset.label[i]);
        answer.push_back(static_cast<std::uint8_t>(predicted[static_cast<std::int64_t>(i) - 45].item<std::int64_t>()));
    }
    EXPECT_NEAR(mccOf(confusionOf(truth, answer, 3), 3), best, 1e-9);

    // Another network of the same name's length is another run.
    auto other = run("whole");
    const BranchConfiguration changed{"joint", "hybrid_2", 4, 2e-3, 4};
    const BranchRun stranger{configuration,    changed, dataset, other.train, other.validation, 5, 0,
                             other.checkpoint, false,   "joint", {}};
    const auto refused = trainBranch(stranger, {}, silent);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::model_mismatch);
}

TEST(Trainer, StopsEarlyWhenValidationNoLongerGetsBetter) {
    at::set_num_threads(1);
    Toy toy;
    toy.branch.epochs = 30;
    toy.branch.patience = 2;
    auto run = toy.run("early");
    run.validation.assign(run.train.begin(), run.train.begin() + 24);  // learned at once: MCC cannot pass 1
    int epochs = 0;
    run.report = [&](const EpochReport&) { ++epochs; };
    std::string said;
    const auto network = trainBranch(run, {}, [&](const std::string& line) { said += line + '\n'; });
    ASSERT_TRUE(network);
    EXPECT_LT(epochs, 30);
    EXPECT_NE(said.find("stopped early"), std::string::npos);
    // Asked again, it knows that it is done.
    epochs = 0;
    ASSERT_TRUE(trainBranch(run, {}, [](const std::string&) {}));
    EXPECT_EQ(epochs, 0);
}

TEST(Trainer, AFullDiskStopsWithTheOldCheckpointWhole) {
    at::set_num_threads(1);
    Toy toy;
    toy.branch.epochs = 2;
    const auto silent = [](const std::string&) {};
    std::stop_source stop;
    const Job job{stop.get_token(), [&](double fraction, std::string_view) {
                      if (fraction > 0.5) stop.request_stop();
                  }};
    ASSERT_FALSE(trainBranch(toy.run("full"), job, silent));  // the checkpoint holds one epoch
    std::signal(SIGXFSZ, SIG_IGN);
    rlimit old{};
    getrlimit(RLIMIT_FSIZE, &old);
    const rlimit small{4096, old.rlim_max};
    setrlimit(RLIMIT_FSIZE, &small);
    const auto failed = trainBranch(toy.run("full"), {}, silent);
    setrlimit(RLIMIT_FSIZE, &old);
    ASSERT_FALSE(failed);
    EXPECT_EQ(failed.error().code, ErrorCode::io_failed);
    std::string said;
    const auto resumed = trainBranch(toy.run("full"), {}, [&](const std::string& line) { said += line; });
    ASSERT_TRUE(resumed);
    EXPECT_NE(said.find("resumed after epoch 1"), std::string::npos) << said;
    EXPECT_TRUE(sameWeights(**resumed, **trainBranch(toy.run("whole"), {}, silent)));
}

TEST(TrainingLog, KeepsTheLastReportOfEveryEpochAndDrawsThem) {
    const auto folder = triptych::test::scratchFolder("log");
    for (int epoch = 1; epoch <= 3; ++epoch)
        ASSERT_TRUE(noteEpoch(folder.string(), {"time", epoch, 3, 2.5, 1.0 / epoch, 1e-3, 0.3 * epoch, 0.2}));
    ASSERT_TRUE(noteEpoch(folder.string(), {"time", 2, 3, 2.5, 0.4, 1e-3, 0.75, 0.2}));
    ASSERT_TRUE(noteEpoch(folder.string(), {"a < b", 1, 3, 2.5, 0.9, 1e-3, {}, {}}));
    const auto reports = readLog((folder / kLogFile).string());
    ASSERT_TRUE(reports);
    ASSERT_EQ(reports->size(), 4U);
    EXPECT_EQ((*reports)[2].loss, 0.4);
    EXPECT_FALSE((*reports)[0].mcc);
    std::ifstream file(folder / kCurvesFile);
    const std::string svg(std::istreambuf_iterator<char>(file), {});
    EXPECT_TRUE(svg.starts_with("<svg"));
    EXPECT_NE(svg.find("a &lt; b"), std::string::npos);
    // Loss and MCC of three epochs, and one loss: seven dots.
    std::size_t dots = 0;
    for (std::size_t at = svg.find("<circle"); at != std::string::npos; at = svg.find("<circle", at + 1)) ++dots;
    EXPECT_EQ(dots, 7U);
    EXPECT_EQ(readLog((folder / "none").string()).error().code, ErrorCode::not_found);
}

}  // namespace
}  // namespace triptych::inference::training
