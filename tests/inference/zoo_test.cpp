#include "core/inference/module/training/adamax.h"
#include "core/inference/module/training/class_weights.h"
#include "core/inference/module/zoo/convolution.h"
#include "core/inference/module/zoo/input_scale.h"
#include "core/inference/module/zoo/network.h"

#include <gtest/gtest.h>
#include <torch/autograd.h>
#include <torch/types.h>
#include <torch/utils.h>

#include <cmath>
#include <map>
#include <string>

namespace triptych::inference::zoo {
namespace {

std::vector<torch::Tensor> randomPictures(const NetworkEntry& entry, const InputShape& shape, std::int64_t batch) {
    std::vector<torch::Tensor> out;
    for (const InputKind kind : entry.inputs) {
        auto sides = dimensions(shape, kind);
        sides.insert(sides.begin(), batch);
        out.push_back(torch::randn(sides));
    }
    return out;
}

// A branch that reads the rhythm features of one beat alone has no picture.
bool readsPicture(const NetworkEntry& entry) {
    return entry.name != "rhythm_net";
}

// One that reads a row of beats has its own beat among them.
bool readsOwnFeatures(const NetworkEntry& entry) {
    return entry.name != "rhythm_sequence";
}

bool hasMap(const NetworkEntry& entry) {
    return readsPicture(entry) && readsOwnFeatures(entry);
}

Profile profileOfNetwork(const NetworkEntry& entry) {
    return entry.name.ends_with("_resnet") || !hasMap(entry) ? Profile::product : Profile::parity;
}

// V's pictures of emboli: two channels of signal, 3×224×96 pictures, three classes (docs/methods.md §2).
InputShape hitsShape() {
    return {.time_channels = 2, .time_samples = 400, .tf_channels = 3, .tf_rows = 224, .tf_columns = 96, .rr = 0};
}

std::int64_t countOf(const char* name, std::int64_t classes, const InputShape& shape = shapeOf(Profile::parity)) {
    return parameterCount(*findNetwork(name)->make({shape, classes}));
}

TEST(Zoo, ParameterCountsAreThosePublished) {
    EXPECT_EQ(countOf("v_time_transformer", 5), 765'909);
    EXPECT_EQ(countOf("v_stft_cnn", 5), 393'925);
    EXPECT_EQ(countOf("v_time_transformer", 2), 765'876);
    EXPECT_EQ(countOf("v_stft_cnn", 2), 390'850);
    // With the per-class weights of late attention: two a class.
    EXPECT_EQ(countOf("v_time_transformer", 5) + countOf("v_stft_cnn", 5) + 2 * 5, 1'159'844);
    EXPECT_EQ(countOf("v_time_transformer", 2) + countOf("v_stft_cnn", 2) + 2 * 2, 1'156'730);
    EXPECT_EQ(countOf("v_time_transformer", 3, hitsShape()), 766'271);
    EXPECT_EQ(countOf("v_hits_cnn", 3, hitsShape()), 25'307'139);
}

// Counted by hand from the layers: weights and biases of a convolution or linear layer, two a normalised channel.
TEST(Zoo, ParameterCountsOfTheOthersAreTheSumsOfTheirLayers) {
    constexpr std::int64_t kHead = 2 * 128 + (128 * 10 + 10) + 2 * 10 + (10 * 5 + 5);
    constexpr std::int64_t kTime = 765'909 - kHead;  // n_conv shares its weights: no more for 4 than 2
    constexpr std::int64_t kPicture = 393'925 - (1024 * 5 + 5);
    constexpr std::int64_t kProjections = (2 * 128 + 128 * 64 + 64) + (2 * 1024 + 1024 * 64 + 64);
    const auto head = [](std::int64_t features) { return 2 * features + (features * 10 + 10) + 2 * 10 + (10 * 5 + 5); };
    EXPECT_EQ(countOf("v_concat", 5), kTime + kPicture + kProjections + head(128));
    EXPECT_EQ(countOf("v_sum", 5), kTime + kPicture + kProjections + head(64));
    EXPECT_EQ(countOf("v_weighted", 5), kTime + kPicture + kProjections + head(64) + 2);

    constexpr std::int64_t kPlain =
        (1 * 5 + 1) * 32 + (32 * 5 + 1) * 64 + (64 * 5 + 1) * 128 + (128 * 5 + 1) * 128 + 2 * (32 + 64 + 128 + 128);
    EXPECT_EQ(countOf("plain_cnn", 5), kPlain + 128 * 5 + 5);
    EXPECT_EQ(countOf("plain_spectrum_cnn", 5), countOf("plain_cnn", 5));
    EXPECT_EQ(countOf("early_cnn", 5), countOf("plain_cnn", 5));
    EXPECT_EQ(countOf("v_frequency_transformer", 5), 765'909);
    EXPECT_EQ(countOf("scalogram_cnn", 5), 393'925);
    EXPECT_EQ(countOf("hybrid_1", 5), kPlain + kPicture + head(128 + 1024));
    EXPECT_EQ(countOf("hybrid_2", 5), kPlain + kPicture + kTime + head(128 + 1024 + 128));
    EXPECT_EQ(countOf("three_domains", 5),
              kPlain + kPicture + kTime + kProjections + (2 * 128 + 128 * 64 + 64) + head(3 * 64));
}

// 29 columns, convolutions of five with gaps of 1, 2 and 4: the beat in the middle sees the first and the last of them.
TEST(Zoo, ARowOfBeatsIsReadToItsEndsAndNoFurther) {
    const InputShape shape = shapeOf(Profile::product);
    ASSERT_EQ(shape.neighbours, 29U);
    auto network = findNetwork("rhythm_sequence")->make({shape, 4});
    network->eval();
    const auto seen = [&](std::size_t columns) {
        const InputShape wider{.rr = shape.rr, .neighbours = columns};
        const auto row = torch::randn({1, static_cast<std::int64_t>(wider.rr), static_cast<std::int64_t>(columns)},
                                      torch::requires_grad());
        network->logits({row}, {}).pow(2).sum().backward();
        return row.grad().abs().sum(1)[0];
    };
    const auto all = seen(29);
    EXPECT_GT(all.min().item<float>(), 0);
    const auto wider = seen(33);
    EXPECT_EQ(wider.slice(0, 0, 2).abs().sum().item<float>(), 0);
    EXPECT_EQ(wider.slice(0, 31).abs().sum().item<float>(), 0);
    EXPECT_GT(wider.slice(0, 2, 31).min().item<float>(), 0);
}

// What is learnt with gaps between the columns is answered with steps over them: the layers written out once more, as
// they are learnt, from the network's own weights.
TEST(Zoo, ARowOfBeatsIsAnsweredAsItIsLearnt) {
    const torch::NoGradGuard guard;
    torch::manual_seed(3);
    const InputShape shape = shapeOf(Profile::product);
    auto network = findNetwork("rhythm_sequence")->make({shape, 4});
    network->eval();
    std::map<std::string, torch::Tensor> of;
    for (const auto& item : network->named_parameters()) of[item.key()] = item.value();
    for (const auto& item : network->named_buffers()) {
        if (item.value().is_floating_point()) item.value().uniform_(0.5, 1.5);
        of[item.key()] = item.value();
    }
    const auto normed = [&](const torch::Tensor& map, const std::string& name) {
        const auto side = [](const torch::Tensor& values) { return values.view({1, -1, 1}); };
        return (map - side(of[name + ".running_mean"])) / (side(of[name + ".running_var"]) + 1e-5).sqrt() *
                   side(of[name + ".weight"]) +
               side(of[name + ".bias"]);
    };
    const auto convolved = [&](const torch::Tensor& map, const std::string& name, std::int64_t gap) {
        namespace F = torch::nn::functional;
        return F::conv1d(map, of[name + ".weight"], F::Conv1dFuncOptions().bias(of[name + ".bias"]).dilation(gap));
    };
    const auto row = torch::randn({6, static_cast<std::int64_t>(shape.rr), 29});
    auto map = torch::leaky_relu(convolved(normed(row, "norm"), "first", 1), 0.1);
    map = torch::leaky_relu(convolved(map, "second", 1), 0.1);
    for (const std::int64_t layer : {0, 1, 2}) {
        const std::int64_t gap = 1 << layer;
        const auto number = std::to_string(layer);
        const auto change = torch::leaky_relu(normed(convolved(map, "around." + number, gap), "norms." + number), 0.1);
        map = map.narrow(2, 2 * gap, change.size(2)) + change;
    }
    const auto wanted = torch::linear(map.squeeze(2), of["logits.weight"], of["logits.bias"]);
    EXPECT_LT((network->logits({row}, {}) - wanted).abs().max().item<float>(), 1e-4);
}

TEST(Zoo, EveryNetworkGivesOneLogitPerClassAndReadsEveryInput) {
    for (const NetworkEntry& entry : networks()) {
        if (entry.name == "v_hits_cnn") continue;  // v_stft_cnn with more filters: half a second for nothing new
        const InputShape shape = shapeOf(profileOfNetwork(entry));
        auto network = entry.make({shape, 4});
        network->eval();
        auto pictures = randomPictures(entry, shape, 3);
        for (auto& picture : pictures) picture.requires_grad_(true);
        auto rr = shape.rr > 0 ? torch::randn({3, static_cast<std::int64_t>(shape.rr)}).requires_grad_(true)
                               : torch::Tensor();
        const auto logits = network->logits(pictures, rr);
        ASSERT_EQ(logits.sizes(), (std::vector<std::int64_t>{3, 4})) << entry.name;
        logits.pow(2).sum().backward();
        for (const auto& picture : pictures) {
            if (readsPicture(entry)) {
                EXPECT_GT(picture.grad().abs().sum().item<float>(), 0) << entry.name;
            } else {
                EXPECT_FALSE(picture.grad().defined()) << entry.name;
            }
        }
        if (rr.defined() && readsOwnFeatures(entry)) {
            EXPECT_GT(rr.grad().abs().sum().item<float>(), 0) << entry.name;
        }
    }
}

// With one channel LibTorch cannot see the order, and convolutions after it then run at half their speed.
TEST(Zoo, APictureOfOneChannelIsChannelsLastAllTheSame) {
    const torch::NoGradGuard guard;
    for (const std::int64_t channels : {1, 2}) {
        const auto picture = torch::randn({3, channels, 32, 39});
        const auto weight = torch::randn({8, channels, 3, 3});
        const auto ordered = channelsLast(picture);
        EXPECT_TRUE(torch::equal(ordered, picture));
        const auto out = torch::conv2d(ordered, weight);
        EXPECT_TRUE(out.is_contiguous(at::MemoryFormat::ChannelsLast)) << channels;
        EXPECT_LT((out - torch::conv2d(picture, weight)).abs().max().item<float>(), 1e-4);
        EXPECT_TRUE(torch::conv2d(asRow(picture.select(2, 0)), weight.select(2, 0).unsqueeze(2))
                        .is_contiguous(at::MemoryFormat::ChannelsLast))
            << channels;
    }
}

TEST(Zoo, ABeatsLogitsDoNotDependOnItsBatch) {
    for (const NetworkEntry& entry : networks()) {
        if (entry.name == "v_hits_cnn") continue;
        const InputShape shape = shapeOf(profileOfNetwork(entry));
        auto network = entry.make({shape, 4});
        network->eval();
        const torch::NoGradGuard guard;
        const auto pictures = randomPictures(entry, shape, 5);
        std::vector<torch::Tensor> third;
        for (const auto& picture : pictures) third.push_back(picture.slice(0, 2, 3));
        const auto rr = shape.rr > 0 ? torch::randn({5, static_cast<std::int64_t>(shape.rr)}) : torch::Tensor();
        const auto together = network->logits(pictures, rr);
        const auto alone = network->logits(third, rr.defined() ? rr.slice(0, 2, 3) : rr);
        EXPECT_LE((together[2] - alone[0]).abs().max().item<float>(), 1e-4F) << entry.name;
    }
}

// Grad-CAM lays cell i on tapCentres()[i]: the cell that moves most when one input place is disturbed must be the
// nearest.
TEST(Zoo, TappedCellsLieWhereTheirReceptiveFieldsAre) {
    for (const NetworkEntry& entry : networks()) {
        if (entry.name == "v_hits_cnn" || !hasMap(entry)) continue;
        const InputShape shape = shapeOf(profileOfNetwork(entry));
        auto network = entry.make({shape, 4});
        network->eval();
        const auto rr = shape.rr > 0 ? torch::zeros({1, static_cast<std::int64_t>(shape.rr)}) : torch::Tensor();
        auto pictures = randomPictures(entry, shape, 1);
        for (auto& picture : pictures) picture.requires_grad_(true);
        std::vector<torch::Tensor> taps;
        (void)network->logits(pictures, rr, &taps);
        ASSERT_EQ(taps.size(), pictures.size()) << entry.name;
        for (std::size_t input = 0; input < taps.size(); ++input) {
            const auto& tap = taps[input];
            const auto centres = network->tapCentres(input, 1);
            ASSERT_EQ(static_cast<std::int64_t>(centres.size()), tap.size(3)) << entry.name;
            if (pictures[input].dim() == 4) {
                ASSERT_EQ(static_cast<std::int64_t>(network->tapCentres(input, 0).size()), tap.size(2)) << entry.name;
            }
            // The span of inputs with a gradient to a middle cell is its receptive field; its middle is the centre.
            const auto cell = tap.size(3) / 2;
            const auto gradient =
                torch::autograd::grad({tap.select(3, cell).sum()}, {pictures[input]}, {}, true)[0].abs();
            const auto touched = torch::nonzero(gradient.flatten(0, gradient.dim() - 2).sum(0)).flatten();
            const double middle = (touched.min().item<double>() + touched.max().item<double>()) / 2;
            const double step = centres[1] - centres[0];
            EXPECT_NEAR(centres[static_cast<std::size_t>(cell)], middle, step) << entry.name;
        }
    }
}

// J: both domains standardised, the spectrum raised by √(187/94), so that each has the same share of the row's power.
TEST(Zoo, EarlyFusionGivesBothDomainsTheSamePower) {
    torch::manual_seed(2);
    const auto row = 5 + 3 * torch::randn({400, 1, 281});
    InputScale scale(281);
    auto gain = torch::ones({281});
    gain.slice(0, 187).fill_(std::sqrt(187.0 / 94.0));
    scale->set(row.flatten(1).mean(0), row.flatten(1).std(0, false), gain);
    const auto standard = scale->forward(row);
    EXPECT_LE(standard.mean(0).abs().max().item<float>(), 1e-4F);
    const auto power = standard.square().mean(0).flatten();
    EXPECT_NEAR(power.slice(0, 0, 187).sum().item<float>(), power.slice(0, 187).sum().item<float>(), 1);
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
