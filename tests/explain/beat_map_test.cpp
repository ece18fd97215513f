// The map of the beats: its plane is that in which they differ most, and the model's map of a recording has a point a
// beat.
#include "core/explain/beat_map.h"
#include "tests/inference/tiny_model.h"

#include <torch/types.h>
#include <torch/utils.h>

#include <gtest/gtest.h>

#include <cmath>

namespace triptych::explain {
namespace {

TEST(BeatMap, ThePlaneIsThatOfTheLargestVariancesAndSaysTheirShare) {
    torch::manual_seed(1);
    // Variances 9, 4 and 1 along three known directions at right angles.
    const auto turned = std::get<0>(torch::linalg_qr(torch::randn({3, 3}, torch::kDouble)));
    const auto along = torch::randn({20'000, 3}, torch::kDouble) * torch::tensor({3.0, 2.0, 1.0}, torch::kDouble);
    const auto features = (along.mm(turned.t()) + 7).to(torch::kFloat);
    const Plane plane = principalPlane(features);
    EXPECT_NEAR(plane.share, 13.0 / 14, 0.01);
    for (std::int64_t axis = 0; axis < 2; ++axis) {
        const auto points = plane.points.select(1, axis).to(torch::kDouble);
        EXPECT_NEAR(points.mean().item<double>(), 0, 1e-3);
        const auto truth = along.select(1, axis);
        const double r = (points * truth).sum().item<double>() /
                         std::sqrt(points.pow(2).sum().item<double>() * truth.pow(2).sum().item<double>());
        EXPECT_GT(std::abs(r), 0.995) << axis;
    }
    EXPECT_TRUE(torch::equal(plane.points, principalPlane(features).points)) << "the same each time";
}

TEST(BeatMap, AFewAreAPlaneToo) {
    EXPECT_EQ(principalPlane(torch::zeros({0, 4})).points.size(0), 0);
    EXPECT_TRUE(torch::equal(principalPlane(torch::ones({1, 4})).points, torch::zeros({1, 2})));
    const Plane alike = principalPlane(torch::ones({5, 4}));
    EXPECT_EQ(alike.share, 0);
    const Plane one_feature = principalPlane(torch::arange(5, torch::kFloat).reshape({5, 1}));
    EXPECT_NEAR(one_feature.share, 1, 1e-9);
    EXPECT_TRUE(torch::equal(one_feature.points.select(1, 1), torch::zeros(5)));
    const Plane two_points = principalPlane(torch::tensor({{0.0F, 0.0F}, {3.0F, 4.0F}}));
    EXPECT_NEAR(std::abs((two_points.points[1][0] - two_points.points[0][0]).item<double>()), 5, 1e-5);
}

}  // namespace
}  // namespace triptych::explain
