#include "core/explain/integrated_gradients.h"

#include "core/explain/gauss_legendre.h"

#include <torch/torch.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <exception>
#include <future>
#include <span>

namespace triptych::explain {
namespace {

constexpr int kSteps = 50;
constexpr int kMoreSteps = 300;
constexpr std::size_t kBatch = 13;  // of the usual 50, four on two threads: a stop between them is quick
constexpr double kCompletenessBound = 0.01;
constexpr double kSmallestDifference = 1e-3;

struct Integral {
    std::vector<torch::Tensor> attributions;  // as the subject's inputs, without the batch axis
    double sum = 0;
};

// What one stretch of the quadrature adds to the integral of the gradient, input by input.
std::vector<torch::Tensor> gradientOver(const Subject& subject, const std::vector<torch::Tensor>& from,
                                        const std::vector<torch::Tensor>& to, std::span<const double> nodes,
                                        std::span<const double> weights) {
    const auto alpha = torch::tensor(std::vector<double>(nodes.begin(), nodes.end())).to(torch::kFloat);
    const auto weight = torch::tensor(std::vector<double>(weights.begin(), weights.end()), torch::kDouble);
    std::vector<torch::Tensor> path;
    for (std::size_t i = 0; i < to.size(); ++i) {
        std::vector<std::int64_t> spread(static_cast<std::size_t>(to[i].dim()), 1);
        spread[0] = static_cast<std::int64_t>(nodes.size());
        path.push_back((from[i] + alpha.view(spread) * (to[i] - from[i])).detach().requires_grad_(true));
    }
    const auto gradients = torch::autograd::grad({subject.score(path).sum()}, path, {}, false, false, true);
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
Result<Integral> integrate(const Subject& subject, int steps, const Job& job) {
    const Quadrature quadrature = gaussLegendre(steps);
    const auto to = subject.values();
    const auto from = subject.baselines();
    const auto count = static_cast<std::size_t>(steps);
    const std::size_t stretches = (count + kBatch - 1) / kBatch;
    std::vector<std::vector<torch::Tensor>> partial(stretches);
    std::atomic<std::size_t> next{0};
    const auto work = [&](bool tells) {
        at::set_num_threads(1);
        for (std::size_t mine = next++; mine < stretches && !job.stopRequested(); mine = next++) {
            const std::size_t first = mine * kBatch;
            const std::size_t length = std::min(kBatch, count - first);
            partial[mine] = gradientOver(subject, from, to, std::span(quadrature.node).subspan(first, length),
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

}  // namespace

Result<Explanation> integratedGradients(const Subject& subject, const inference::ExplainRequest& /*request*/,
                                        const Job& job) {
    Explanation out;
    out.score = subject.scoreOf(subject.values());
    out.baseline_score = subject.scoreOf(subject.baselines());
    out.has_completeness = true;
    const double difference = out.score - out.baseline_score;
    Result<Integral> integral = fail(ErrorCode::internal, "no integration was made");
    for (const int steps : {kSteps, kMoreSteps}) {
        integral = integrate(subject, steps, job);
        if (!integral) return std::unexpected(integral.error());
        out.steps = steps;
        out.completeness_error = integral->sum - difference;
        out.completeness_relative =
            std::abs(out.completeness_error) / std::max(std::abs(difference), kSmallestDifference);
        out.converged = out.completeness_relative <= kCompletenessBound;
        if (out.converged) break;
    }
    if (!out.converged) {
        out.remarks.push_back("the attributions do not add up to the score's difference within 1 % after " +
                              std::to_string(out.steps) + " steps: read places, not amounts");
    }
    for (std::size_t i = 0; i < subject.inputs().size(); ++i)
        out.inputs.push_back(attributionOf(subject.inputs()[i], integral->attributions[i]));
    return out;
}

}  // namespace triptych::explain
