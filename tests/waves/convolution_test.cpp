// The hand-written convolution against the definition, for every shape that the network has.
#include "core/waves/convolution.h"

#include <gtest/gtest.h>

#include <random>

namespace triptych::waves {
namespace {

struct Made {
    std::vector<float> weight, bias;
    Map from;
};

Made made(const ConvolutionPlan& plan, std::size_t rows, std::uint32_t seed) {
    std::mt19937 random(seed);
    std::normal_distribution<float> normal;
    Made out;
    out.weight.resize(static_cast<std::size_t>(plan.in) * plan.out * plan.kernel);
    out.bias.resize(static_cast<std::size_t>(plan.out));
    for (float& value : out.weight) value = normal(random);
    for (float& value : out.bias) value = normal(random);
    out.from.shape(rows, static_cast<std::size_t>(plan.in));
    for (float& value : out.from.cells()) value = normal(random);
    return out;
}

double defined(const ConvolutionPlan& plan, const Made& made, std::size_t row, std::size_t out) {
    double sum = static_cast<double>(made.bias[out]);
    const auto in = static_cast<std::size_t>(plan.in);
    const auto taps = static_cast<std::size_t>(plan.kernel);
    for (std::size_t tap = 0; tap < taps; ++tap) {
        const auto at = static_cast<std::ptrdiff_t>(row) * plan.stride +
                        (static_cast<std::ptrdiff_t>(tap) - plan.kernel / 2) * plan.dilation;
        if (at < 0 || at >= static_cast<std::ptrdiff_t>(made.from.rows())) continue;
        for (std::size_t c = 0; c < in; ++c) {
            sum += static_cast<double>(made.weight[(out * in + c) * taps + tap]) *
                   static_cast<double>(made.from.row(static_cast<std::size_t>(at))[c]);
        }
    }
    return plan.rectified ? std::max(sum, 0.0) : sum;
}

TEST(WavesConvolution, IsTheSumThatDefinesItForEveryShapeOfTheNetwork) {
    for (const ConvolutionPlan& plan : kConvolutions) {
        // A number of rows that no block divides.
        const Made input = made(plan, 46, 7);
        const Convolution convolution(plan, input.weight, input.bias);
        Map to;
        convolution.apply(input.from, to);
        ASSERT_EQ(to.rows(), input.from.rows() / static_cast<std::size_t>(plan.stride)) << plan.name;
        for (std::size_t row = 0; row < to.rows(); ++row) {
            for (std::size_t out = 0; out < static_cast<std::size_t>(plan.out); ++out) {
                ASSERT_NEAR(to.row(row)[out], defined(plan, input, row, out), 1e-3) << plan.name << " row " << row;
            }
        }
    }
}

TEST(WavesConvolution, AddsToWhatStandsThere) {
    const ConvolutionPlan& plan = kConvolutions[8];
    ASSERT_EQ(std::string(plan.name), "wide1");
    const Made input = made(plan, 33, 8);
    const Convolution convolution(plan, input.weight, input.bias);
    Map to;
    to.shape(33, 48);
    std::ranges::fill(to.cells(), 2.0F);
    convolution.add(input.from, to);
    for (std::size_t row = 0; row < 33; ++row) {
        ASSERT_NEAR(to.row(row)[5], 2 + defined(plan, input, row, 5), 1e-3);
    }
}

TEST(WavesConvolution, AMapThatIsUsedAgainHasZerosAroundIt) {
    Map map;
    map.shape(100, 8);
    std::ranges::fill(map.cells(), 5.0F);
    map.shape(40, 8);
    for (std::size_t i = 0; i < Map::kMargin * 8; ++i) {
        ASSERT_EQ(map.row(40)[i], 0.0F);
        ASSERT_EQ(*(map.row(0) - 1 - i), 0.0F);
    }
}

}  // namespace
}  // namespace triptych::waves
