// The attention that stays in cache against its definition, and the masks that it drops weights with.
#include "core/inference/module/zoo/small_attention.h"
#include "core/inference/module/zoo/dropout.h"

#include <gtest/gtest.h>
#include <torch/types.h>
#include <torch/utils.h>

namespace triptych::inference::zoo {
namespace {

struct Shape {
    std::int64_t batch, tokens, heads, width;
};

// Equations as Vaswani et al. write them, in double precision.
torch::Tensor byDefinition(const torch::Tensor& projected, const torch::Tensor& mask) {
    const auto q = projected.select(2, 0), k = projected.select(2, 1), v = projected.select(2, 2);  // [B × T × H × d]
    const auto scores = torch::einsum("bihd,bjhd->bhij", {q, k}) / std::sqrt(static_cast<double>(q.size(3)));
    auto weights = torch::softmax(scores, -1);
    if (mask.defined()) weights = weights * mask.to(torch::kDouble);
    return torch::einsum("bhij,bjhd->bihd", {weights, v}).flatten(2);
}

void expectTheDefinition(const Shape& shape, bool drops) {
    torch::manual_seed(4);
    seedDropout(4);
    const auto values = torch::randn({shape.batch, shape.tokens, 3, shape.heads, shape.width});
    const auto mask =
        drops ? dropoutMask({shape.batch, shape.heads, shape.tokens, shape.tokens}, 0.3, true) : torch::Tensor();
    auto ours = values.clone().requires_grad_();
    auto theirs = values.to(torch::kDouble).requires_grad_();
    const auto out = attend(ours, mask);
    const auto expected = byDefinition(theirs, mask);
    ASSERT_EQ(out.sizes(), expected.sizes());
    EXPECT_LE((out.to(torch::kDouble) - expected).abs().max().item<double>(), 2e-6);
    const auto gradient = torch::randn(out.sizes());
    out.backward(gradient);
    expected.backward(gradient.to(torch::kDouble));
    EXPECT_LE((ours.grad().to(torch::kDouble) - theirs.grad()).abs().max().item<double>(), 1e-5);
}

TEST(SmallAttention, IsTheDefinitionWithItsGradients) {
    for (const bool drops : {false, true}) {
        SCOPED_TRACE(drops);
        expectTheDefinition({3, 10, 8, 16}, drops);  // V's time branch
        expectTheDefinition({2, 16, 2, 16}, drops);  // as large as the small path takes
        expectTheDefinition({2, 3, 2, 5}, drops);
        expectTheDefinition({1, 1, 1, 1}, drops);
        expectTheDefinition({2, 45, 8, 16}, drops);  // more tokens: matrix products
        expectTheDefinition({2, 4, 2, 24}, drops);   // wider heads
    }
}

TEST(SmallAttention, SurvivesScoresThatWouldOverflow) {
    auto projected = torch::zeros({1, 2, 3, 1, 2});
    projected[0][0][0].fill_(100);
    projected[0][0][1].fill_(100);  // its score with itself is 14,142
    projected[0][0][2].fill_(1);
    const auto out = attend(projected, {});
    EXPECT_TRUE(out.isfinite().all().item<bool>());
    EXPECT_FLOAT_EQ(out[0][0][0].item<float>(), 1);
    EXPECT_FLOAT_EQ(out[0][1][0].item<float>(), 0.5F);
}

TEST(SmallAttention, ReadsATensorThatIsNotContiguous) {
    const auto turned = torch::randn({10, 3, 3, 2, 4}).transpose(0, 1);
    EXPECT_TRUE(torch::equal(attend(turned, {}), attend(turned.contiguous(), {})));
}

TEST(Dropout, KeepsTheShareAndTheExpectation) {
    seedDropout(1);
    const auto mask = dropoutMask({501, 401}, 0.2, true);
    EXPECT_NEAR((mask == 0).to(torch::kFloat).mean().item<float>(), 0.2, 0.003);
    EXPECT_NEAR(mask.mean().item<float>(), 1, 0.004);
    EXPECT_FLOAT_EQ(mask.max().item<float>(), 1.25F);
    // Neighbours know nothing of each other: a fifth of a fifth is dropped with its neighbour.
    const auto flat = mask.flatten();
    const auto both = (flat.slice(0, 0, -1) + flat.slice(0, 1)) == 0;
    EXPECT_NEAR(both.to(torch::kFloat).mean().item<float>(), 0.04, 0.002);
}

TEST(Dropout, IsTheSameForTheSameSeedAndAnotherForEveryDraw) {
    seedDropout(7);
    const auto first = dropoutMask({1000}, 0.5, true), second = dropoutMask({1000}, 0.5, true);
    seedDropout(7);
    EXPECT_TRUE(torch::equal(first, dropoutMask({1000}, 0.5, true)));
    EXPECT_FALSE(torch::equal(first, second));
    EXPECT_FALSE(dropoutMask({1000}, 0.5, false).defined());
    EXPECT_FALSE(dropoutMask({1000}, 0, true).defined());
}

}  // namespace
}  // namespace triptych::inference::zoo
