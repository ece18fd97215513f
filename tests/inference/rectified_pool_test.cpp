#include "core/inference/module/zoo/rectified_pool.h"

#include <gtest/gtest.h>
#include <torch/types.h>
#include <torch/utils.h>

namespace triptych::inference::zoo {
namespace {

torch::Tensor byDefinition(const torch::Tensor& map, std::int64_t rows) {
    return torch::max_pool2d(torch::leaky_relu(map), {rows, 2});
}

// Odd and even sides, few and many channels: to the last bit.
TEST(RectifiedPool, GivesWhatTheTwoStepsGive) {
    torch::manual_seed(1);
    const torch::NoGradGuard guard;
    for (const std::int64_t rows : {1, 2}) {
        for (const std::int64_t channels : {3, 16, 130}) {
            for (const std::int64_t side : {2, 5, 8}) {
                const auto map = torch::randn({4, channels, side, side + 3}).contiguous(at::MemoryFormat::ChannelsLast);
                const auto expected = byDefinition(map, rows);
                const auto answer = rectifiedPool(map.clone(), rows, 2);
                EXPECT_TRUE(torch::equal(answer, expected)) << rows << ' ' << channels << ' ' << side;
                EXPECT_TRUE(answer.is_contiguous(at::MemoryFormat::ChannelsLast));
            }
        }
    }
}

TEST(RectifiedPool, TakesOtherOrdersAndNumbers) {
    torch::manual_seed(2);
    const auto map = torch::randn({2, 3, 4, 6});
    EXPECT_TRUE(torch::equal(rectifiedPool(map.clone(), 2, 2), byDefinition(map, 2)));
    const auto fine = map.to(torch::kDouble);
    EXPECT_TRUE(torch::equal(rectifiedPool(fine.clone(), 1, 2), byDefinition(fine, 1)));
}

TEST(RectifiedPool, HandsGradientsOn) {
    torch::manual_seed(3);
    const auto map = torch::randn({2, 16, 4, 6}).contiguous(at::MemoryFormat::ChannelsLast);
    const auto gradientOf = [&](const auto& pool) {
        const auto leaf = map.clone().requires_grad_();
        pool(leaf * 1).square().sum().backward();
        return leaf.grad();
    };
    const auto together = gradientOf([](const torch::Tensor& m) { return rectifiedPool(m, 2, 2); });
    const auto apart = gradientOf([](const torch::Tensor& m) { return byDefinition(m, 2); });
    EXPECT_TRUE(torch::allclose(together, apart));
}

}  // namespace
}  // namespace triptych::inference::zoo
