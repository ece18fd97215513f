#include "core/inference/module/training/adamax.h"
#include "core/inference/module/training/class_weights.h"
#include "core/inference/module/zoo/encoder.h"

#include <gtest/gtest.h>
#include <torch/torch.h>

#include <cmath>

namespace triptych::inference::zoo {
namespace {

torch::Tensor randomPicture(const EncoderEntry& entry, const InputShape& shape, std::int64_t batch) {
    const auto side = [](std::size_t length) { return static_cast<std::int64_t>(length); };
    if (entry.input == InputKind::time)
        return torch::randn({batch, side(shape.time_channels), side(shape.time_samples)});
    return torch::randn({batch, side(shape.tf_channels), side(shape.tf_rows), side(shape.tf_columns)});
}

// A branch that reads the rhythm features alone has no picture, and no map over one.
bool readsPicture(const EncoderEntry& entry) {
    return entry.name != "rhythm_net";
}

Profile profileOfEncoder(const EncoderEntry& entry) {
    return entry.name.starts_with("v_") ? Profile::parity : Profile::product;
}

TEST(Zoo, ParameterCountsAreThosePublished) {
    const auto count = [](const char* name, std::int64_t classes) {
        return parameterCount(*findEncoder(name)->make({shapeOf(Profile::parity), classes}));
    };
    EXPECT_EQ(count("v_time_transformer", 5), 765'909);
    EXPECT_EQ(count("v_stft_cnn", 5), 393'925);
    EXPECT_EQ(count("v_time_transformer", 2), 765'876);
    EXPECT_EQ(count("v_stft_cnn", 2), 390'850);
    // With the per-class weights of late attention: two a class.
    EXPECT_EQ(count("v_time_transformer", 5) + count("v_stft_cnn", 5) + 2 * 5, 1'159'844);
    EXPECT_EQ(count("v_time_transformer", 2) + count("v_stft_cnn", 2) + 2 * 2, 1'156'730);
}

TEST(Zoo, EveryEncoderGivesOneLogitPerClassAndReadsEveryInput) {
    for (const EncoderEntry& entry : encoders()) {
        const InputShape shape = shapeOf(profileOfEncoder(entry));
        auto encoder = entry.make({shape, 4});
        encoder->eval();
        auto picture = randomPicture(entry, shape, 3).requires_grad_(true);
        auto rr = shape.rr > 0 ? torch::randn({3, static_cast<std::int64_t>(shape.rr)}).requires_grad_(true)
                               : torch::Tensor();
        const auto logits = encoder->forward(picture, rr, nullptr);
        ASSERT_EQ(logits.sizes(), (std::vector<std::int64_t>{3, 4})) << entry.name;
        logits.pow(2).sum().backward();
        if (readsPicture(entry)) {
            EXPECT_GT(picture.grad().abs().sum().item<float>(), 0) << entry.name;
        } else {
            EXPECT_FALSE(picture.grad().defined()) << entry.name;
        }
        if (rr.defined()) {
            EXPECT_GT(rr.grad().abs().sum().item<float>(), 0) << entry.name;
        }
    }
}

TEST(Zoo, ABeatsLogitsDoNotDependOnItsBatch) {
    for (const EncoderEntry& entry : encoders()) {
        const InputShape shape = shapeOf(profileOfEncoder(entry));
        auto encoder = entry.make({shape, 4});
        encoder->eval();
        const torch::NoGradGuard guard;
        const auto picture = randomPicture(entry, shape, 5);
        const auto rr = shape.rr > 0 ? torch::randn({5, static_cast<std::int64_t>(shape.rr)}) : torch::Tensor();
        const auto together = encoder->forward(picture, rr, nullptr);
        const auto alone = encoder->forward(picture.slice(0, 2, 3), rr.defined() ? rr.slice(0, 2, 3) : rr, nullptr);
        EXPECT_LE((together[2] - alone[0]).abs().max().item<float>(), 1e-4F) << entry.name;
    }
}

// Grad-CAM lays cell i on cellCentres()[i]: the cell that moves most when one input place is disturbed must be the
// nearest.
TEST(Zoo, TappedCellsLieWhereTheirReceptiveFieldsAre) {
    for (const EncoderEntry& entry : encoders()) {
        if (!readsPicture(entry)) continue;
        const InputShape shape = shapeOf(profileOfEncoder(entry));
        auto encoder = entry.make({shape, 4});
        encoder->eval();
        const auto rr = shape.rr > 0 ? torch::zeros({1, static_cast<std::int64_t>(shape.rr)}) : torch::Tensor();
        auto picture = randomPicture(entry, shape, 1).requires_grad_(true);
        torch::Tensor tap;
        (void)encoder->forward(picture, rr, &tap);
        const auto centres = encoder->cellCentres(1);
        ASSERT_EQ(static_cast<std::int64_t>(centres.size()), tap.size(3)) << entry.name;
        if (entry.input == InputKind::time_frequency) {
            ASSERT_EQ(static_cast<std::int64_t>(encoder->cellCentres(0).size()), tap.size(2)) << entry.name;
        }
        // The span of inputs with a gradient to a middle cell is its receptive field; its middle is the centre.
        const auto cell = tap.size(3) / 2;
        const auto gradient = torch::autograd::grad({tap.select(3, cell).sum()}, {picture})[0].abs();
        const auto touched = torch::nonzero(gradient.flatten(0, gradient.dim() - 2).sum(0)).flatten();
        const double middle = (touched.min().item<double>() + touched.max().item<double>()) / 2;
        const double step = centres[1] - centres[0];
        EXPECT_NEAR(centres[static_cast<std::size_t>(cell)], middle, step) << entry.name;
    }
}

// Feature 40 is the unpatterned change: beyond its limit S hands its probability to N, and V keeps its own.
TEST(Zoo, FibrillationTakesFromSWhatItGivesToN) {
    const InputShape shape = shapeOf(Profile::product);
    for (const char* name : {"beat_resnet", "stft_resnet", "rhythm_net"}) {
        const EncoderEntry& entry = *findEncoder(name);
        auto encoder = entry.make({shape, 4});
        encoder->eval();
        const torch::NoGradGuard guard;
        const auto picture = randomPicture(entry, shape, 1);
        auto rr = torch::randn({1, static_cast<std::int64_t>(shape.rr)});
        const auto answer = [&](double change) {
            rr[0][rr.size(1) - 1] = change;
            return torch::softmax(encoder->forward(picture, rr, nullptr), 1)[0];
        };
        const auto steady = answer(0.03);
        EXPECT_LE((steady - answer(0.0)).abs().max().item<float>(), 1e-6F) << name;
        const auto restless = answer(0.03 + std::log(2.0) / 25);  // half of S
        EXPECT_NEAR(restless[1].item<float>(), steady[1].item<float>() / 2, 1e-5F) << name;
        EXPECT_NEAR(restless[0].item<float>(), steady[0].item<float>() + steady[1].item<float>() / 2, 1e-5F) << name;
        EXPECT_NEAR(restless[2].item<float>(), steady[2].item<float>(), 1e-5F) << name;
    }
}

TEST(Adamax, FirstStepMovesEachWeightByTheLearningRate) {
    // mean = 0.1 g, infinity = |g|, bias correction 1 − 0.9: the step is lr · sign(g) whatever the gradient's size.
    auto weight = torch::tensor({1.0F, -2.0F, 3.0F}).requires_grad_(true);
    training::Adamax optimiser({weight}, {.learning_rate = 0.01});
    (weight * torch::tensor({5.0F, -0.001F, 100.0F})).sum().backward();
    optimiser.step();
    const auto expected = torch::tensor({0.99F, -1.99F, 2.99F});
    EXPECT_LE((weight - expected).abs().max().item<float>(), 1e-5F);
}

TEST(ClassWeights, AreScikitLearnsBalancedOnes) {
    const auto labels = torch::tensor({0, 0, 0, 0, 0, 0, 1, 1}, torch::kLong);
    const auto weights = training::classWeights(labels, 3, 1.0);
    EXPECT_NEAR(weights[0].item<float>(), 8.0 / (3 * 6), 1e-6);
    EXPECT_NEAR(weights[1].item<float>(), 8.0 / (3 * 2), 1e-6);
    EXPECT_EQ(weights[2].item<float>(), 0);
    EXPECT_EQ(training::classWeights(labels, 3, 0.0)[0].item<float>(), 1);
}

}  // namespace
}  // namespace triptych::inference::zoo
