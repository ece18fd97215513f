#include "core/inference/module/zoo/normed_convolution.h"

#include <gtest/gtest.h>
#include <torch/nn/modules/batchnorm.h>
#include <torch/nn/modules/conv.h>
#include <torch/types.h>
#include <torch/utils.h>

namespace triptych::inference::zoo {
namespace {

struct Layer {
    torch::nn::Conv2d convolution;
    torch::nn::BatchNorm2d norm;
    NormedConvolution both;

    explicit Layer(bool with_bias)
        : convolution(torch::nn::Conv2dOptions(3, 5, 3).padding(1).stride(2).bias(with_bias)),
          norm(5),
          both(convolution, norm) {
        const torch::NoGradGuard guard;
        norm->weight.uniform_(0.5, 2);
        norm->bias.normal_();
        norm->running_mean.normal_();
        norm->running_var.uniform_(0.2, 3);
    }
    torch::Tensor stepwise(const torch::Tensor& map) { return norm->forward(convolution->forward(map)); }
    void freeze() {
        norm->eval();
        for (auto& parameter : convolution->parameters()) parameter.set_requires_grad(false);
        for (auto& parameter : norm->parameters()) parameter.set_requires_grad(false);
    }
};

class NormedConvolutionTest : public testing::TestWithParam<bool> {};

TEST_P(NormedConvolutionTest, AnswersAsTheTwoStepsDo) {
    torch::manual_seed(1);
    Layer layer(GetParam());
    const auto map = torch::randn({4, 3, 9, 8});
    layer.freeze();
    const torch::NoGradGuard guard;
    EXPECT_LT((layer.both.forward(map) - layer.stepwise(map)).abs().max().item<float>(), 1e-5);
}

TEST_P(NormedConvolutionTest, NoticesEveryChangeOfItsParts) {
    torch::manual_seed(2);
    Layer layer(GetParam());
    const auto map = torch::randn({2, 3, 6, 6});
    layer.freeze();
    const torch::NoGradGuard guard;
    auto parts = std::vector<torch::Tensor>{layer.convolution->weight, layer.norm->weight, layer.norm->bias,
                                            layer.norm->running_mean, layer.norm->running_var};
    if (GetParam()) parts.push_back(layer.convolution->bias);
    for (auto& part : parts) {
        const auto before = layer.both.forward(map);
        part.add_(0.5);
        const auto after = layer.both.forward(map);
        EXPECT_GT((after - before).abs().max().item<float>(), 1e-3);
        EXPECT_LT((after - layer.stepwise(map)).abs().max().item<float>(), 1e-5);
    }
    layer.convolution->to(torch::kDouble);
    layer.norm->to(torch::kDouble);
    const auto fine = map.to(torch::kDouble);
    EXPECT_LT((layer.both.forward(fine) - layer.stepwise(fine)).abs().max().item<double>(), 1e-12);
}

TEST_P(NormedConvolutionTest, LearnsAsTheTwoStepsDo) {
    torch::manual_seed(3);
    Layer layer(GetParam());
    const auto map = torch::randn({4, 3, 6, 6});
    const auto gradientOf = [&](const torch::Tensor& answer) {
        layer.convolution->zero_grad();
        answer.square().sum().backward();
        return layer.convolution->weight.grad().clone();
    };
    for (const bool trains : {true, false}) {
        layer.norm->train(trains);
        const auto together = gradientOf(layer.both.forward(map));
        const auto apart = gradientOf(layer.stepwise(map));
        EXPECT_LT((together - apart).abs().max().item<float>(), 1e-4) << trains;
    }
}

// An explanation asks for the gradient of the input while the weights stand still.
TEST_P(NormedConvolutionTest, HandsGradientsToItsInput) {
    torch::manual_seed(4);
    Layer layer(GetParam());
    layer.freeze();
    const auto gradientOf = [&](const auto& answer) {
        const auto map = torch::ones({1, 3, 6, 6}).requires_grad_();
        answer(map).square().sum().backward();
        return map.grad().clone();
    };
    const auto together = gradientOf([&](const torch::Tensor& map) { return layer.both.forward(map); });
    const auto apart = gradientOf([&](const torch::Tensor& map) { return layer.stepwise(map); });
    EXPECT_LT((together - apart).abs().max().item<float>(), 1e-4);
}

INSTANTIATE_TEST_SUITE_P(WithBiasAndWithout, NormedConvolutionTest, testing::Bool(),
                         [](const auto& of) { return of.param ? "WithBias" : "WithoutBias"; });

TEST(NormedConvolution, OfOneDimensionRunsOverARow) {
    torch::manual_seed(5);
    const Conv1 convolution(2, 4, 5, 2, 2, false);
    torch::nn::BatchNorm2d norm(4);
    const NormedConvolution both(convolution, norm);
    norm->eval();
    const torch::NoGradGuard guard;
    norm->running_var.uniform_(0.2, 3);
    const auto row = asRow(torch::randn({3, 2, 20}));
    const auto stepwise =
        torch::batch_norm(torch::conv1d(row.squeeze(2), convolution->weight, {}, 2, 2).unsqueeze(2), norm->weight,
                          norm->bias, norm->running_mean, norm->running_var, false, 0, norm->options.eps(), false);
    EXPECT_EQ(both.forward(row).sizes(), stepwise.sizes());
    EXPECT_LT((both.forward(row) - stepwise).abs().max().item<float>(), 1e-5);
}

}  // namespace
}  // namespace triptych::inference::zoo
