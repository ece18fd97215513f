#include "core/explain/axes.h"
#include "core/explain/explain.h"
#include "core/explain/gauss_legendre.h"
#include "core/inference/module/fused_forward.h"

#include <torch/torch.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace triptych::explain {
namespace {

using inference::BatchInputs;
using inference::Bundle;

constexpr int kSteps = 50;
constexpr int kMoreSteps = 300;
constexpr std::int64_t kBatch = 25;  // two batches of the usual 50: a stop between them is quick
constexpr double kCompletenessBound = 0.01;
constexpr double kSmallestDifference = 1e-3;

// An isoelectric line with its spectrogram at the picture's own clip floor, no difference from the typical beat, and a
// regular rhythm.
BatchInputs baselineOf(const BatchInputs& inputs) {
    BatchInputs baseline;
    baseline.time = torch::zeros_like(inputs.time);
    baseline.time_frequency = torch::zeros_like(inputs.time_frequency);
    auto picture = baseline.time_frequency.select(1, 0);
    picture.fill_(inputs.time_frequency.select(1, 0).min());
    if (inputs.rr.defined()) baseline.rr = torch::zeros_like(inputs.rr);
    return baseline;
}

// The parts of BatchInputs as a list, so that one loop serves them all; undefined ones are left out.
std::vector<torch::Tensor> parts(const BatchInputs& inputs) {
    std::vector<torch::Tensor> out = {inputs.time, inputs.time_frequency};
    if (inputs.rr.defined()) out.push_back(inputs.rr);
    return out;
}

BatchInputs fromParts(const std::vector<torch::Tensor>& of) {
    return {of[0], of[1], of.size() > 2 ? of[2] : torch::Tensor()};
}

double scoreAt(const Bundle& bundle, const BatchInputs& inputs, std::size_t class_index) {
    const torch::NoGradGuard guard;
    return fusedForward(bundle, inputs).scores[0][static_cast<std::int64_t>(class_index)].item<double>();
}

struct Integral {
    std::vector<torch::Tensor> attributions;  // as parts(), without the batch axis
    double sum = 0;
};

Result<Integral> integrate(const Bundle& bundle, const BatchInputs& inputs, const BatchInputs& baseline,
                           std::size_t class_index, int steps, const Job& job) {
    const Quadrature quadrature = gaussLegendre(steps);
    const auto to = parts(inputs);
    const auto from = parts(baseline);
    std::vector<torch::Tensor> gradient_sum;
    for (const auto& part : to) gradient_sum.push_back(torch::zeros_like(part.squeeze(0), torch::kDouble));
    for (std::int64_t first = 0; first < steps; first += kBatch) {
        if (job.stopRequested()) return fail(ErrorCode::cancelled, "the explanation was stopped");
        const std::int64_t count = std::min<std::int64_t>(kBatch, steps - first);
        const auto begin = static_cast<std::ptrdiff_t>(first);
        const auto end = begin + static_cast<std::ptrdiff_t>(count);
        const auto alpha =
            torch::tensor(std::vector<double>(quadrature.node.begin() + begin, quadrature.node.begin() + end))
                .to(torch::kFloat);
        const auto weight = torch::tensor(
            std::vector<double>(quadrature.weight.begin() + begin, quadrature.weight.begin() + end), torch::kDouble);
        std::vector<torch::Tensor> path;
        for (std::size_t i = 0; i < to.size(); ++i) {
            std::vector<std::int64_t> spread(static_cast<std::size_t>(to[i].dim()), 1);
            spread[0] = count;
            path.push_back((from[i] + alpha.view(spread) * (to[i] - from[i])).detach().requires_grad_(true));
        }
        const auto score =
            fusedForward(bundle, fromParts(path)).scores.select(1, static_cast<std::int64_t>(class_index)).sum();
        const auto gradients = torch::autograd::grad({score}, path, {}, false, false, true);
        for (std::size_t i = 0; i < to.size(); ++i) {
            if (!gradients[i].defined()) continue;  // an input that no branch reads
            gradient_sum[i] += torch::tensordot(weight, gradients[i].to(torch::kDouble), {0}, {0});
        }
        job.progress(static_cast<double>(first + count) / steps, "explaining");
    }
    Integral out;
    for (std::size_t i = 0; i < to.size(); ++i) {
        out.attributions.push_back(gradient_sum[i] * (to[i] - from[i]).squeeze(0).to(torch::kDouble));
        out.sum += out.attributions.back().sum().item<double>();
    }
    return out;
}

Attribution attributionOf(std::string input, std::vector<AttributionAxis> axes, const torch::Tensor& values,
                          const torch::Tensor& seen) {
    Attribution out;
    out.input = std::move(input);
    out.axes = std::move(axes);
    const auto flat = values.to(torch::kFloat).contiguous();
    const auto flat_seen = seen.to(torch::kFloat).contiguous();
    out.values.assign(flat.data_ptr<float>(), flat.data_ptr<float>() + flat.numel());
    out.seen.assign(flat_seen.data_ptr<float>(), flat_seen.data_ptr<float>() + flat_seen.numel());
    out.sum = values.sum().item<double>();
    return out;
}

}  // namespace

Result<Explanation> integratedGradients(const Bundle& bundle, const inference::BeatInputs& inputs, std::size_t beat,
                                        std::size_t class_index, const Job& job) {
    const BatchInputs x = inference::gather(inputs, beat, 1);
    const BatchInputs baseline = baselineOf(x);
    Explanation out;
    out.score = scoreAt(bundle, x, class_index);
    out.baseline_score = scoreAt(bundle, baseline, class_index);
    out.has_completeness = true;
    const double difference = out.score - out.baseline_score;
    Result<Integral> integral = fail(ErrorCode::internal, "no integration was made");
    for (const int steps : {kSteps, kMoreSteps}) {
        integral = integrate(bundle, x, baseline, class_index, steps, job);
        if (!integral) return std::unexpected(integral.error());
        out.steps = steps;
        out.completeness_error = integral->sum - difference;
        out.completeness_relative =
            std::abs(out.completeness_error) / std::max(std::abs(difference), kSmallestDifference);
        out.converged = out.completeness_relative <= kCompletenessBound;
        if (out.converged) break;
    }
    out.inputs.push_back(attributionOf("time", timeAxes(inputs, beat, true), integral->attributions[0], x.time[0]));
    out.inputs.push_back(attributionOf("time_frequency", timeFrequencyAxes(inputs, beat, true),
                                       integral->attributions[1], x.time_frequency[0]));
    if (x.rr.defined()) out.inputs.push_back(attributionOf("rr", rrAxes(), integral->attributions[2], x.rr[0]));
    return out;
}

}  // namespace triptych::explain
