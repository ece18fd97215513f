#include "core/explain/axes.h"
#include "core/explain/explain.h"
#include "core/explain/gauss_legendre.h"
#include "core/inference/module/fused_forward.h"

#include <torch/torch.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <exception>
#include <future>
#include <limits>
#include <span>

namespace triptych::explain {
namespace {

using inference::BatchInputs;
using inference::Bundle;

constexpr int kSteps = 50;
constexpr int kMoreSteps = 300;
constexpr std::size_t kBatch = 13;  // of the usual 50, four on two threads: a stop between them is quick
constexpr double kCompletenessBound = 0.01;
constexpr double kSmallestDifference = 1e-3;

// One input of the model: what it is called, and where it stands in a batch.
struct Part {
    const char* input;
    torch::Tensor BatchInputs::*tensor;
};
constexpr Part kParts[] = {{"time", &BatchInputs::time},
                           {"time_frequency", &BatchInputs::time_frequency},
                           {"scalogram", &BatchInputs::scalogram},
                           {"frequency", &BatchInputs::frequency},
                           {"rr", &BatchInputs::rr},
                           {"neighbours", &BatchInputs::neighbours}};

// Those that the model reads, so that one loop serves them all.
std::vector<Part> partsOf(const BatchInputs& inputs) {
    std::vector<Part> out;
    for (const Part& part : kParts) {
        if ((inputs.*part.tensor).defined()) out.push_back(part);
    }
    return out;
}

std::vector<torch::Tensor> tensorsOf(const std::vector<Part>& parts, const BatchInputs& inputs) {
    std::vector<torch::Tensor> out;
    for (const Part& part : parts) out.push_back(inputs.*part.tensor);
    return out;
}

BatchInputs fromTensors(const std::vector<Part>& parts, const std::vector<torch::Tensor>& tensors) {
    BatchInputs out;
    for (std::size_t i = 0; i < parts.size(); ++i) out.*parts[i].tensor = tensors[i];
    return out;
}

// An isoelectric line with its spectrogram at the picture's own clip floor, no difference from the typical beat, and a
// regular rhythm; its scalogram and its spectrum are those of silence.
BatchInputs baselineOf(const BatchInputs& inputs) {
    BatchInputs baseline;
    for (const Part& part : partsOf(inputs)) baseline.*part.tensor = torch::zeros_like(inputs.*part.tensor);
    if (inputs.time_frequency.defined()) {
        auto picture = baseline.time_frequency.select(1, 0);
        picture.fill_(inputs.time_frequency.select(1, 0).min());
    }
    if (inputs.frequency.defined()) {
        const std::vector<float> line(inference::shapeOf(inference::Profile::parity).timeSize(), 0.0F);
        const std::span<float> bins(baseline.frequency.data_ptr<float>(),
                                    static_cast<std::size_t>(baseline.frequency.numel()));
        inference::pictureOf(inference::Profile::parity, inference::InputKind::frequency, line, {}, bins);
    }
    return baseline;
}

double scoreAt(const Bundle& bundle, const BatchInputs& inputs, std::size_t class_index) {
    const torch::NoGradGuard guard;
    return fusedForward(bundle, inputs).scores[0][static_cast<std::int64_t>(class_index)].item<double>();
}

struct Integral {
    std::vector<torch::Tensor> attributions;  // as partsOf(), without the batch axis
    double sum = 0;
};

// What one stretch of the quadrature adds to the integral of the gradient, part by part.
std::vector<torch::Tensor> gradientOver(const Bundle& bundle, const std::vector<Part>& parts,
                                        const std::vector<torch::Tensor>& from, const std::vector<torch::Tensor>& to,
                                        std::size_t class_index, std::span<const double> nodes,
                                        std::span<const double> weights) {
    const auto alpha = torch::tensor(std::vector<double>(nodes.begin(), nodes.end())).to(torch::kFloat);
    const auto weight = torch::tensor(std::vector<double>(weights.begin(), weights.end()), torch::kDouble);
    std::vector<torch::Tensor> path;
    for (std::size_t i = 0; i < to.size(); ++i) {
        std::vector<std::int64_t> spread(static_cast<std::size_t>(to[i].dim()), 1);
        spread[0] = static_cast<std::int64_t>(nodes.size());
        path.push_back((from[i] + alpha.view(spread) * (to[i] - from[i])).detach().requires_grad_(true));
    }
    const auto score =
        fusedForward(bundle, fromTensors(parts, path)).scores.select(1, static_cast<std::int64_t>(class_index)).sum();
    const auto gradients = torch::autograd::grad({score}, path, {}, false, false, true);
    std::vector<torch::Tensor> out;
    for (std::size_t i = 0; i < to.size(); ++i) {
        // Undefined: an input that no branch reads.
        out.push_back(gradients[i].defined() ? torch::tensordot(weight, gradients[i].to(torch::kDouble), {0}, {0})
                                             : torch::zeros_like(to[i].squeeze(0), torch::kDouble));
    }
    return out;
}

// The calling thread and one more take stretches of the quadrature in turn; they are added in their order, so that the
// result does not depend on who was quicker. Throws what LibTorch throws.
Result<Integral> integrate(const Bundle& bundle, const BatchInputs& inputs, const BatchInputs& baseline,
                           std::size_t class_index, int steps, const Job& job) {
    const Quadrature quadrature = gaussLegendre(steps);
    const auto parts = partsOf(inputs);
    const auto to = tensorsOf(parts, inputs);
    const auto from = tensorsOf(parts, baseline);
    const auto count = static_cast<std::size_t>(steps);
    const std::size_t stretches = (count + kBatch - 1) / kBatch;
    std::vector<std::vector<torch::Tensor>> partial(stretches);
    std::atomic<std::size_t> next{0};
    const auto work = [&](bool tells) {
        at::set_num_threads(1);
        for (std::size_t mine = next++; mine < stretches && !job.stopRequested(); mine = next++) {
            const std::size_t first = mine * kBatch;
            const std::size_t length = std::min(kBatch, count - first);
            partial[mine] =
                gradientOver(bundle, parts, from, to, class_index, std::span(quadrature.node).subspan(first, length),
                             std::span(quadrature.weight).subspan(first, length));
            if (tells) job.progress(static_cast<double>(first + length) / steps, "explaining");
        }
    };
    std::future<void> helper = std::async(std::launch::async, work, false);
    std::exception_ptr failure;
    try {
        work(true);
    } catch (...) {
        failure = std::current_exception();
    }
    helper.wait();
    if (failure) std::rethrow_exception(failure);
    helper.get();
    if (job.stopRequested()) return fail(ErrorCode::cancelled, "the explanation was stopped");

    Integral out;
    for (std::size_t i = 0; i < to.size(); ++i) {
        auto gradient = partial[0][i];
        for (std::size_t k = 1; k < stretches; ++k) gradient = gradient + partial[k][i];
        out.attributions.push_back(gradient * (to[i] - from[i]).squeeze(0).to(torch::kDouble));
        out.sum += out.attributions.back().sum().item<double>();
    }
    return out;
}

std::vector<AttributionAxis> axesOf(const std::string& input, const inference::BeatInputs& inputs, std::size_t beat) {
    if (input == "time") return timeAxes(inputs, beat, true);
    if (input == "time_frequency") return timeFrequencyAxes(inputs, beat, true);
    if (input == "scalogram") return scalogramAxes(inputs, beat);
    if (input == "neighbours") return neighbourAxes(inputs, beat);
    return input == "frequency" ? frequencyAxes() : rrAxes();
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
    const BatchInputs x = inference::gather(bundle, inputs, beat, 1);
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
    const auto parts = partsOf(x);
    for (std::size_t i = 0; i < parts.size(); ++i) {
        out.inputs.push_back(attributionOf(parts[i].input, axesOf(parts[i].input, inputs, beat),
                                           integral->attributions[i], (x.*parts[i].tensor)[0]));
    }
    return out;
}

}  // namespace triptych::explain
