#include "core/inference/module/zoo/answering_convolution.h"

#include "core/inference/module/zoo/convolution.h"

#include <gtest/gtest.h>
#include <torch/types.h>
#include <torch/utils.h>

#include <algorithm>
#include <cmath>
#include <ostream>
#include <string>
#include <thread>
#include <vector>

namespace triptych::inference::zoo {
namespace {

struct Case {
    std::string name;
    std::vector<std::int64_t> map;  // [B × in × H × W]
    std::int64_t out;
    AnsweringConvolution::Sides kernel, stride, padding;
    friend void PrintTo(const Case& of, std::ostream* out) { *out << of.name; }
};

// The shapes of the zoo, among them those that Winograd's method answers, odd sides and single beats.
const std::vector<Case>& cases() {
    static const std::vector<Case> kCases = {{"OneChannel", {5, 1, 32, 39}, 32, {3, 3}, {1, 1}, {1, 1}},
                                             {"TwoChannels", {3, 2, 16, 43}, 16, {3, 3}, {1, 1}, {1, 1}},
                                             {"Strided", {2, 16, 16, 43}, 32, {3, 3}, {2, 2}, {1, 1}},
                                             {"Winograd", {7, 32, 8, 22}, 48, {3, 3}, {1, 1}, {1, 1}},
                                             {"WinogradOddSides", {1, 64, 5, 11}, 80, {3, 3}, {1, 1}, {1, 1}},
                                             {"WinogradUnpadded", {2, 32, 9, 7}, 32, {3, 3}, {1, 1}, {0, 0}},
                                             {"Row", {4, 24, 1, 200}, 32, {1, 5}, {1, 2}, {0, 2}},
                                             {"Shortcut", {4, 24, 1, 101}, 32, {1, 1}, {1, 2}, {0, 0}},
                                             {"OddChannels", {3, 5, 6, 6}, 7, {3, 3}, {1, 1}, {1, 1}}};
    return kCases;
}

class AnsweringConvolutionTest : public testing::TestWithParam<Case> {
protected:
    AnsweringConvolutionTest() {
        torch::manual_seed(7);
        map_ = torch::randn(GetParam().map);
        weight_ = torch::randn({GetParam().out, map_.size(1), GetParam().kernel[0], GetParam().kernel[1]}) /
                  std::sqrt(static_cast<double>(map_.size(1) * GetParam().kernel[0] * GetParam().kernel[1]));
        bias_ = torch::randn({GetParam().out});
    }
    [[nodiscard]] AnsweringConvolution made() const { return {weight_, bias_, GetParam().stride, GetParam().padding}; }
    [[nodiscard]] torch::Tensor defined() const {
        const auto exact = torch::conv2d(map_.to(torch::kDouble), weight_.to(torch::kDouble), bias_.to(torch::kDouble),
                                         GetParam().stride, GetParam().padding);
        return exact.to(torch::kFloat);
    }
    static void expectNear(const torch::Tensor& answer, const torch::Tensor& wanted) {
        ASSERT_EQ(answer.sizes(), wanted.sizes());
        EXPECT_TRUE(answer.is_contiguous(at::MemoryFormat::ChannelsLast));
        EXPECT_LT((answer - wanted).abs().max().item<float>(), 5e-5);
    }

    torch::NoGradGuard guard_;
    torch::Tensor map_, weight_, bias_;
};

TEST_P(AnsweringConvolutionTest, AnswersByTheDefinition) {
    const auto convolution = made();
    expectNear(convolution.forward(map_), defined());
    expectNear(convolution.forward(channelsLast(map_)), defined());
    expectNear(convolution.rectified(map_, {}), defined().relu());
}

TEST_P(AnsweringConvolutionTest, AddsBeforeItRectifies) {
    const auto sum = torch::randn_like(defined()).contiguous(at::MemoryFormat::ChannelsLast);
    const auto wanted = (defined() + sum).relu();
    expectNear(made().rectified(map_, sum), wanted);
}

class AnsweringPictureTest : public AnsweringConvolutionTest {};

TEST_P(AnsweringPictureTest, TakesTheLargestOfFour) {
    expectNear(made().pooled(map_), torch::max_pool2d(torch::leaky_relu(defined()), 2));
}

// What is laid out for one number of beats must not be taken for another's, nor by two threads at once.
TEST_P(AnsweringConvolutionTest, ServesSeveralThreadsAndSizes) {
    const auto convolution = made();
    const auto wanted = defined().relu();
    std::vector<float> worst(4, 0);
    std::vector<std::jthread> threads;
    for (std::size_t t = 0; t < worst.size(); ++t) {
        threads.emplace_back([&, t] {
            const torch::NoGradGuard guard;
            for (int turn = 0; turn < 20; ++turn) {
                const auto beats = 1 + (static_cast<std::int64_t>(t) + turn) % map_.size(0);
                const auto off = convolution.rectified(map_.narrow(0, 0, beats), {}) - wanted.narrow(0, 0, beats);
                worst[t] = std::max(worst[t], off.abs().max().item<float>());
            }
        });
    }
    threads.clear();
    for (const float off : worst) EXPECT_LT(off, 5e-5);
}

// A row has no two rows to choose from.
std::vector<Case> pictures() {
    auto out = cases();
    std::erase_if(out, [](const Case& of) { return of.map[2] < 2; });
    return out;
}

INSTANTIATE_TEST_SUITE_P(Zoo, AnsweringPictureTest, testing::ValuesIn(pictures()),
                         [](const auto& of) { return of.param.name; });
INSTANTIATE_TEST_SUITE_P(Zoo, AnsweringConvolutionTest, testing::ValuesIn(cases()),
                         [](const auto& of) { return of.param.name; });

}  // namespace
}  // namespace triptych::inference::zoo
