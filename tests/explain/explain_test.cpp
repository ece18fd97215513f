#include "core/explain/explain.h"

#include "core/engine/loaded_model.h"
#include "core/explain/gauss_legendre.h"
#include "core/inference/module/fused_forward.h"
#include "tests/inference/tiny_model.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace triptych::inference {
namespace {

using engine::LoadedModel;

std::size_t cells(const Attribution& attribution) {
    std::size_t product = 1;
    for (const AttributionAxis& axis : attribution.axes) product *= std::max(axis.values.size(), axis.names.size());
    return product;
}

TEST(GaussLegendre, IsExactForPolynomialsUpToDegreeTwoNMinusOne) {
    for (const int n : {1, 2, 5, 50, 300}) {
        const auto quadrature = explain::gaussLegendre(n);
        EXPECT_NEAR(std::accumulate(quadrature.weight.begin(), quadrature.weight.end(), 0.0), 1, 1e-12);
        EXPECT_TRUE(std::is_sorted(quadrature.node.begin(), quadrature.node.end()));
        const int degree = std::min(2 * n - 1, 19);
        double integral = 0;
        for (std::size_t i = 0; i < quadrature.node.size(); ++i)
            integral += quadrature.weight[i] * std::pow(quadrature.node[i], degree);
        EXPECT_NEAR(integral, 1.0 / (degree + 1), 1e-12) << n;
    }
}

TEST(IntegratedGradients, AttributionsSumToTheScoreDifferenceOrAreMarked) {
    const auto record = test::syntheticBeats();
    for (const Profile profile : {Profile::parity, Profile::product}) {
        const LoadedModel model(test::randomBundle(profile), {});
        for (const std::string& of_class : model.info().classes) {
            const auto explanation =
                model.explain(*record.recording, record.beats, 20, {"integrated_gradients", of_class}, {});
            ASSERT_TRUE(explanation) << sentence(explanation.error());
            double sum = 0;
            for (const Attribution& input : explanation->inputs) {
                EXPECT_EQ(input.values.size(), cells(input)) << input.input;
                EXPECT_EQ(input.seen.size(), input.values.size()) << input.input;
                double of_input = 0;
                for (const float value : input.values) of_input += value;
                EXPECT_NEAR(of_input, input.sum, 1e-4);
                sum += input.sum;
            }
            const double difference = explanation->score - explanation->baseline_score;
            EXPECT_NEAR(sum - difference, explanation->completeness_error, 1e-5);
            EXPECT_EQ(explanation->converged,
                      std::abs(sum - difference) <= 0.01 * std::max(std::abs(difference), 1e-3));
            EXPECT_TRUE(explanation->converged) << of_class;
            EXPECT_EQ(explanation->inputs.size(), profile == Profile::product ? 4U : 2U);
        }
    }
}

TEST(GradCam, IsNeverNegativeAndLiesOnTheInputsAxes) {
    const auto record = test::syntheticBeats();
    for (const Profile profile : {Profile::parity, Profile::product}) {
        const LoadedModel model(test::randomBundle(profile), {});
        const auto explanation = model.explain(*record.recording, record.beats, 10, {"grad_cam", "V"}, {});
        ASSERT_TRUE(explanation) << sentence(explanation.error());
        ASSERT_EQ(explanation->inputs.size(), 2U);
        EXPECT_FALSE(explanation->has_completeness);
        for (const Attribution& input : explanation->inputs) {
            EXPECT_EQ(input.values.size(), cells(input));
            EXPECT_GE(*std::min_element(input.values.begin(), input.values.end()), 0);
        }
    }
}

TEST(Axes, EveryCellLiesAtItsOwnSecondAndHertz) {
    const auto record = test::syntheticBeats();
    const LoadedModel model(test::randomBundle(Profile::product), {});
    const auto explanation = model.explain(*record.recording, record.beats, 12, {"integrated_gradients", "N"}, {});
    ASSERT_TRUE(explanation);
    const double mark_s = static_cast<double>(record.beats.beats[12].sample) / record.beats.rate_hz;
    const auto& time = explanation->inputs[0].axes[1];
    EXPECT_EQ(time.unit, "s");
    EXPECT_NEAR(time.values[100], mark_s, 0.5 / 125 + 1e-9);
    EXPECT_NEAR(time.values[1] - time.values[0], 1.0 / 125, 1e-9);
    const auto& picture = explanation->inputs[1];
    EXPECT_EQ(picture.axes[1].unit, "Hz");
    EXPECT_NEAR(picture.axes[1].values[1], 125.0 / 32, 1e-9);
    EXPECT_NEAR(picture.axes[2].values[0], time.values[0] + 15.5 / 125, 1e-9);
    EXPECT_NEAR(picture.axes[2].values[1] - picture.axes[2].values[0], 4.0 / 125, 1e-9);
    const auto& neighbours = explanation->inputs[3];
    ASSERT_EQ(neighbours.input, "neighbours");
    EXPECT_EQ(neighbours.axes[0].names, rrFeatureNames());
    ASSERT_EQ(neighbours.axes[1].values.size(), 29U);
    for (const std::size_t column : {std::size_t{2}, std::size_t{14}, std::size_t{28}}) {
        const auto& of = record.beats.beats[12 + column - 14];
        EXPECT_NEAR(neighbours.axes[1].values[column], static_cast<double>(of.sample) / record.beats.rate_hz,
                    0.5 / 125 + 1e-9);
    }
    // There is no beat before the first: it stands in for the two that are missing.
    EXPECT_EQ(neighbours.axes[1].values[0], neighbours.axes[1].values[2]);
    const auto& rr = explanation->inputs[2];
    for (std::size_t row = 0; row < rr.seen.size(); ++row) EXPECT_EQ(neighbours.seen[row * 29 + 14], rr.seen[row]);
}

TEST(Explain, WrongBeatOrClassIsOneSentence) {
    const auto record = test::syntheticBeats(20);
    const LoadedModel model(test::randomBundle(Profile::product), {});
    EXPECT_EQ(model.explain(*record.recording, record.beats, 100000, {"grad_cam", "V"}, {}).error().code,
              ErrorCode::out_of_range);
    EXPECT_EQ(model.explain(*record.recording, record.beats, 0, {"grad_cam", "Z"}, {}).error().code,
              ErrorCode::out_of_range);
}

TEST(Explain, StopsBetweenBatches) {
    const auto record = test::syntheticBeats(20);
    const LoadedModel model(test::randomBundle(Profile::product), {});
    std::stop_source stop;
    stop.request_stop();
    const auto explanation =
        model.explain(*record.recording, record.beats, 5, {"integrated_gradients", "V"}, {stop.get_token(), {}});
    ASSERT_FALSE(explanation);
    EXPECT_EQ(explanation.error().code, ErrorCode::cancelled);
}

TEST(Classify, OrderOfWorkAndThreadsDoNotChangeTheNumbers) {
    const auto record = test::syntheticBeats(180);
    const LoadedModel model(test::randomBundle(Profile::product), {});
    const auto forward = model.classify(*record.recording, record.beats, {}, 0, {});
    std::size_t told = 0;
    const auto outward = model.classify(*record.recording, record.beats, {}, 150,
                                        [&](std::size_t, const Predictions& part) { told += part.size(); });
    ASSERT_TRUE(forward && outward);
    EXPECT_EQ(told, record.beats.beats.size());
    EXPECT_EQ(forward->predictions.probability, outward->predictions.probability);
    for (std::size_t i = 0; i < forward->predictions.size(); ++i) {
        const auto row = forward->predictions.fused(i);
        EXPECT_NEAR(std::accumulate(row.begin(), row.end(), 0.0), 1, 1e-5);
        for (std::size_t k = 0; k < 4; ++k) {
            double sum = 0;
            for (std::size_t m = 0; m < forward->predictions.branches; ++m) sum += forward->predictions.share(i, m)[k];
            EXPECT_NEAR(sum, 1, 1e-5);
        }
    }
}

TEST(Classify, AStopIsACancelledError) {
    const auto record = test::syntheticBeats(60);
    const LoadedModel model(test::randomBundle(Profile::product), {});
    std::stop_source stop;
    stop.request_stop();
    const auto result = model.classify(*record.recording, record.beats, {stop.get_token(), {}}, 0, {});
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, ErrorCode::cancelled);
}

}  // namespace
}  // namespace triptych::inference
