// What can be worked out by hand: every method on formulas, and gradients of real networks against differences.
#include "core/explain/ask.h"
#include "core/explain/attention_rollout.h"
#include "core/explain/beat_subject.h"
#include "core/explain/grad_cam.h"
#include "core/explain/gradient_input.h"
#include "core/explain/guided_grad_cam.h"
#include "core/explain/integrated_gradients.h"
#include "core/explain/occlusion.h"
#include "core/explain/regions.h"
#include "core/explain/saliency.h"
#include "core/explain/shapley.h"
#include "core/explain/smooth_grad.h"
#include "core/explain/var_grad.h"
#include "core/inference/module/zoo/guided.h"
#include "tests/explain/toy_subject.h"
#include "tests/inference/tiny_model.h"

#include <torch/autograd.h>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace triptych::explain {
namespace {

using test::ToySubject;

constexpr std::int64_t kSamples = 200;

torch::Tensor drawn(std::int64_t count, std::uint64_t seed) {
    torch::manual_seed(seed);
    return torch::randn({count});
}

double sumOf(const Explanation& explanation) {
    double sum = 0;
    for (const Attribution& input : explanation.inputs)
        sum += std::accumulate(input.values.begin(), input.values.end(), 0.0);
    return sum;
}

ToySubject linear(const torch::Tensor& weight, const torch::Tensor& value, const torch::Tensor& baseline) {
    return {value, baseline,
            [weight](const std::vector<torch::Tensor>& x) { return torch::matmul(x[0].squeeze(1), weight); }};
}

TEST(ClosedForms, OfALinearNetworkIntegratedGradientsAreGradientTimesInputAndAddUp) {
    const auto weight = drawn(kSamples, 1), value = drawn(kSamples, 2), baseline = drawn(kSamples, 3);
    const ToySubject subject = linear(weight, value, baseline);
    const auto integrated = integratedGradients(subject, {}, {});
    const auto plain = gradientInput(subject, {}, {});
    const auto smooth = smoothGrad(subject, {}, {});
    const auto variance = varGrad(subject, {}, {});
    const auto slope = saliency(subject, {}, {});
    ASSERT_TRUE(integrated && plain && smooth && variance && slope);
    EXPECT_EQ(integrated->steps, 50);
    const auto expected = plainValues(weight * (value - baseline));
    for (std::size_t i = 0; i < expected.size(); ++i) {
        EXPECT_NEAR(integrated->inputs[0].values[i], expected[i], 1e-5);
        EXPECT_NEAR(plain->inputs[0].values[i], expected[i], 1e-6);
        EXPECT_NEAR(slope->inputs[0].values[i], std::abs(weight[static_cast<std::int64_t>(i)].item<float>()), 1e-6);
        EXPECT_NEAR(smooth->inputs[0].values[i], weight[static_cast<std::int64_t>(i)].item<float>(), 1e-6);
        EXPECT_NEAR(variance->inputs[0].values[i], 0, 1e-9);
    }
    EXPECT_NEAR(sumOf(*integrated), integrated->score - integrated->baseline_score, 1e-4);
}

// |x| has one corner on the way, off the middle of every halving: 50 nodes miss it, halving comes near.
TEST(ClosedForms, CornersOnTheWayAreFoundByHalving) {
    const auto value = torch::ones({kSamples}), baseline = torch::full({kSamples}, -0.37F);
    const ToySubject subject(value, baseline, [](const std::vector<torch::Tensor>& x) {
        return 300 * torch::relu(x[0].squeeze(1).mean(1) - 0.9711F) +
               40 * torch::relu(-x[0].squeeze(1).mean(1) - 0.31F);
    });
    const auto explained = integratedGradients(subject, {}, {});
    ASSERT_TRUE(explained);
    EXPECT_GT(explained->steps, 50) << "50 nodes do not do it: else this tests nothing";
    EXPECT_LE(explained->steps, 300);
    EXPECT_TRUE(explained->converged) << explained->completeness_relative;
    EXPECT_NEAR(sumOf(*explained), explained->score - explained->baseline_score,
                0.01 * std::abs(explained->score - explained->baseline_score));
}

// Named stretches come first, and what the clock names takes what they leave; each cell belongs to one part.
TEST(ClosedForms, PartsThatWereNotMarkedAreToldByTheClockAndCalledSo) {
    const ToySubject subject = linear(drawn(kSamples, 1), drawn(kSamples, 2), drawn(kSamples, 3));
    const double mark_s = *subject.mark_s();
    const std::vector<inference::NamedStretch> marked = {{"QRS", mark_s - 0.1, mark_s + 0.12},
                                                         {"T", mark_s + 0.2, mark_s + 0.5}};
    const auto parts = namedParts(subject, marked);
    auto taken = torch::zeros({1, kSamples}, torch::kInt);
    std::vector<std::string> names;
    for (const Region& part : parts) {
        taken += part.mask.to(torch::kInt);
        names.push_back(part.name);
        if (part.name != "QRS") continue;
        EXPECT_NEAR(part.from, mark_s - 0.1, 0.009);
        EXPECT_NEAR(part.to, mark_s + 0.12, 0.009);
    }
    EXPECT_TRUE((taken == 1).all().item<bool>());
    for (const char* name : {"QRS", "T", "P (by the clock)", "PR (by the clock)", "ST (by the clock)"})
        EXPECT_NE(std::ranges::find(names, name), names.end()) << name;
    EXPECT_EQ(std::ranges::find(names, "QRS (by the clock)"), names.end());
    inference::ExplainRequest request;
    EXPECT_EQ(shapley(subject, request, {})->remarks.size(), 1U) << "all by the clock, said once";
    request.stretches = marked;
    EXPECT_NE(shapley(subject, request, {})->remarks.front().find("told by the clock"), std::string::npos);
}

// Six hundred corners of either sign all along the way, and a straight line that takes nearly all of the difference
// away: no 300 nodes see them all, and what each unit adds is known all the same (its slope times the share of the way
// on which it is open).
TEST(ClosedForms, WhereCornersAreManyTheyArePlacedByTheScoresAroundThem) {
    torch::manual_seed(5);
    const std::int64_t units = 600;
    const auto weight = torch::randn({kSamples, units}, torch::kDouble) / std::sqrt(static_cast<double>(kSamples));
    const auto value = torch::randn({kSamples}, torch::kDouble), baseline = torch::randn({kSamples}, torch::kDouble);
    const auto from = torch::matmul(baseline, weight), to = torch::matmul(value, weight);
    const auto bend = from + torch::rand({units}, torch::kDouble) * (to - from);
    const auto height = torch::randn({units}, torch::kDouble);
    const auto way = value - baseline;
    const auto bent = torch::matmul(torch::relu(to - bend) - torch::relu(from - bend), height);
    const auto line = way / way.dot(way) * bent * 0.98;
    const ToySubject subject(
        value.to(torch::kFloat), baseline.to(torch::kFloat), [&](const std::vector<torch::Tensor>& x) {
            const auto sums = torch::matmul(x[0].squeeze(1), weight.to(torch::kFloat));
            return torch::matmul(torch::relu(sums - bend.to(torch::kFloat)), height.to(torch::kFloat)) -
                   torch::matmul(x[0].squeeze(1), line.to(torch::kFloat));
        });
    const auto explained = integratedGradients(subject, {}, {});
    ASSERT_TRUE(explained);
    ASSERT_FALSE(explained->parts.empty());
    double at = 0, sum = 0;
    bool has_corner = false;
    for (const ExplainedPart& part : explained->parts) {
        EXPECT_EQ(part.input, "way");
        EXPECT_DOUBLE_EQ(part.from, at) << "stretch after stretch, the whole way";
        at = part.to;
        sum += part.value;
        has_corner |= part.name == "corner";
    }
    EXPECT_DOUBLE_EQ(at, 1);
    EXPECT_TRUE(has_corner) << "halving alone does it: this tests nothing";
    EXPECT_FALSE(explained->remarks.empty()) << "that the sum is met by construction must be said";
    EXPECT_NEAR(sum, sumOf(*explained), 1e-3);
    // The share of the way on which a unit is open.
    const auto crossing = (bend - from) / (to - from);
    const auto open = torch::where(to > from, 1 - crossing, crossing);
    const auto exact = (torch::matmul(weight, height * open) - line) * way;
    double off = 0, size = 0;
    for (std::int64_t i = 0; i < kSamples; ++i) {
        const double of = exact[i].item<double>();
        off += std::pow(static_cast<double>(explained->inputs[0].values[static_cast<std::size_t>(i)]) - of, 2);
        size += of * of;
    }
    EXPECT_LT(std::sqrt(off / size), 0.01) << "places are right, and not the sum alone";
}

TEST(ClosedForms, GradCamOfAHandBuiltNetworkIsWhatTheFormulaSays) {
    ToySubject subject = linear(torch::ones({kSamples}), torch::ones({kSamples}), torch::zeros({kSamples}));
    subject.setTapped([&subject] {
        // Two maps of four cells; the score is 3 times the mean of the first less twice that of the second.
        auto maps = torch::tensor({{1.0F, 0.0F, 2.0F, 0.0F}, {0.0F, 1.0F, 1.0F, 4.0F}}).view({1, 2, 1, 4});
        maps.requires_grad_(true);
        TappedScore out;
        out.score = (3 * maps[0][0].mean() - 2 * maps[0][1].mean()).unsqueeze(0);
        const auto& input = subject.inputs()[0];
        out.maps.push_back({maps,
                            {0},
                            {0, 50, 100, 150},
                            1,
                            static_cast<std::size_t>(kSamples),
                            {{"time", {input.axes[1]}, 0, static_cast<std::size_t>(kSamples), input.value[0][0]}}});
        return out;
    });
    const auto explained = gradCam(subject, {}, {});
    ASSERT_TRUE(explained);
    // α = (3, −2) / 4; ReLU(α·A) at the cells: .75, 0 (−.5), 1 (1.5 − .5), 0.
    const auto& values = explained->inputs[0].values;
    EXPECT_NEAR(values[0], 0.75, 1e-6);
    EXPECT_NEAR(values[25], 0.375, 1e-6) << "halfway between two cells";
    EXPECT_NEAR(values[50], 0, 1e-6);
    EXPECT_NEAR(values[100], 1, 1e-6);
    EXPECT_NEAR(values[199], 0, 1e-6);
    const auto guided = guidedGradCam(subject, {}, {});
    ASSERT_TRUE(guided);
    EXPECT_NEAR(guided->inputs[0].values[100], 1, 1e-6) << "the guided gradient of this formula is 1 everywhere";
}

TEST(ClosedForms, GuidanceHandsOnOnlyWhatSpeaksForTheScore) {
    const auto gradient = [](bool guides) {
        const auto x = torch::tensor({2.0F, 3.0F, -1.0F}).requires_grad_(true);
        std::optional<inference::zoo::GuidedScope> scope;
        if (guides) scope.emplace();
        const auto rectified = inference::zoo::guided(torch::relu(x));
        const auto score = rectified[0] - rectified[1] + rectified[2];
        return plainValues(torch::autograd::grad({score}, {x})[0]);
    };
    EXPECT_EQ(gradient(false), (std::vector<float>{1, -1, 0}));
    EXPECT_EQ(gradient(true), (std::vector<float>{1, 0, 0}));
}

TEST(ClosedForms, RolloutRowsSumToOneAndTwoTokensAreWorkedOutByHand) {
    torch::manual_seed(4);
    std::vector<torch::Tensor> layers;
    for (int l = 0; l < 8; ++l) layers.push_back(torch::softmax(torch::randn({8, 10, 10}), 2));
    const auto rows = rollout(layers).sum(1);
    for (std::int64_t i = 0; i < 10; ++i) EXPECT_NEAR(rows[i].item<double>(), 1, 1e-5);
    // One head: A = (½ ½; 0 1), so Ā = (¾ ¼; 0 1), and Ā² has the row (9/16, 7/16).
    const auto half = torch::tensor({{0.5F, 0.5F}, {0.0F, 1.0F}}).unsqueeze(0);
    const auto twice = rollout({half, half});
    EXPECT_NEAR(twice[0][0].item<double>(), 9.0 / 16, 1e-6);
    EXPECT_NEAR(twice[0][1].item<double>(), 7.0 / 16, 1e-6);
}

TEST(ClosedForms, ShapleyValuesOfPartsThatAddUpAreExact) {
    const auto weight = drawn(kSamples, 5), value = drawn(kSamples, 6), baseline = torch::zeros({kSamples});
    ToySubject subject(value, baseline, [&](const std::vector<torch::Tensor>& x) {
        return torch::matmul(x[0].squeeze(1), weight) + 2 * x[1].sum(1).pow(2);
    });
    // All features are of one group each by their number, as the product's are.
    subject.addFeatures(torch::tensor({1.0F, 2.0F}), torch::zeros({2}));
    const auto explained = shapley(subject, {}, {});
    ASSERT_TRUE(explained) << sentence(explained.error());
    const auto parts = namedParts(subject, {});
    ASSERT_EQ(explained->parts.size(), parts.size());
    double total = 0;
    for (std::size_t p = 0; p < parts.size(); ++p) {
        const ExplainedPart& part = explained->parts[p];
        total += part.value;
        const double expected =
            parts[p].input == 0 ? (weight * value).masked_select(parts[p].mask[0]).sum().item<double>() : 2 * 9.0;
        EXPECT_NEAR(part.value, expected, 1e-4) << part.name;
        EXPECT_NEAR(part.standard_error, 0, 1e-4) << part.name;
    }
    EXPECT_NEAR(total, explained->score - explained->baseline_score, 1e-4);
    EXPECT_TRUE(explained->converged);
}

TEST(ClosedForms, WithoutAllOfItsPartsABeatIsItsBaseline) {
    const auto record = inference::test::syntheticBeats(30);
    const auto bundle = inference::test::randomBundle(inference::Profile::product);
    const auto inputs = inference::BeatInputs::prepare(*record.recording, record.beats, record.beats.lead,
                                                       inference::Profile::product, {});
    ASSERT_TRUE(inputs);
    const auto subject = BeatSubject::of(bundle, *inputs, 10, Target{2, {}, {}}, "silence");
    ASSERT_TRUE(subject);
    const auto parts = namedParts(**subject, {});
    auto covered = std::vector<torch::Tensor>();
    for (const SubjectInput& input : (*subject)->inputs()) covered.push_back(torch::zeros_like(input.value[0]));
    for (const Region& part : parts) covered[part.input] += part.mask;
    for (const auto& count : covered) {
        EXPECT_EQ(count.min().item<double>(), 1);
        EXPECT_EQ(count.max().item<double>(), 1);
    }
    const auto nothing = without(**subject, parts, std::vector<bool>(parts.size(), true));
    EXPECT_EQ((*subject)->scoreOf(nothing), (*subject)->scoreOf((*subject)->baselines()));
    const auto all = without(**subject, parts, std::vector<bool>(parts.size(), false));
    EXPECT_EQ((*subject)->scoreOf(all), (*subject)->scoreOf((*subject)->values()));
}

TEST(ClosedForms, OcclusionOfALinearScoreIsWhatEachWindowHolds) {
    const auto weight = drawn(kSamples, 7), value = drawn(kSamples, 8);
    const ToySubject subject = linear(weight, value, torch::zeros({kSamples}));
    const auto explained = occlusion(subject, {}, {});
    ASSERT_TRUE(explained);
    const auto held = weight * value;
    const auto window = [&](std::int64_t from) { return held.narrow(0, from, 10).sum().item<double>() / 10; };
    EXPECT_NEAR(explained->inputs[0].values[2], window(0), 1e-5);
    EXPECT_NEAR(explained->inputs[0].values[7], (window(0) + window(5)) / 2, 1e-5) << "under two windows: their mean";
    EXPECT_NEAR(explained->inputs[0].values[197], window(190), 1e-5);
}

// Central differences of the strongest cells of every input; a step of a thousandth of its range crosses few corners.
TEST(ClosedForms, GradientsOfTheNetworksAreTheirDifferences) {
    const auto record = inference::test::syntheticBeats(30);
    for (const auto profile : {inference::Profile::parity, inference::Profile::product}) {
        const auto bundle = inference::test::randomBundle(profile);
        const auto inputs =
            inference::BeatInputs::prepare(*record.recording, record.beats, record.beats.lead, profile, {});
        ASSERT_TRUE(inputs);
        for (const std::optional<std::size_t> branch : {std::optional<std::size_t>(), std::optional<std::size_t>(1)}) {
            const auto subject = BeatSubject::of(bundle, *inputs, 10, Target{1, 0, branch}, "");
            ASSERT_TRUE(subject);
            const auto gradients = gradientsOf(**subject, (*subject)->values());
            for (std::size_t i = 0; i < gradients.size(); ++i) {
                const double strongest = gradients[i].abs().max().item<double>();
                if (strongest == 0) continue;  // an input that the branch does not read
                const auto cell = gradients[i].abs().argmax().item<std::int64_t>();
                const double step = 2e-3 * std::max(1.0, (*subject)->values()[i].abs().max().item<double>());
                const auto at = [&](double by) {
                    auto moved = (*subject)->values();
                    moved[i] = moved[i].clone();
                    moved[i].flatten()[cell] += by;
                    return (*subject)->scoreOf(moved);
                };
                const double difference = (at(step) - at(-step)) / (2 * step);
                EXPECT_NEAR(gradients[i].flatten()[cell].item<double>(), difference, 0.08 * strongest + 1e-4)
                    << (*subject)->inputs()[i].name;
            }
        }
    }
}

}  // namespace
}  // namespace triptych::explain
