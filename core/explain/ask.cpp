#include "core/explain/ask.h"

#include "core/explain/side_by_side.h"

#include <torch/autograd.h>
#include <torch/types.h>
#include <torch/utils.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace triptych::explain {
namespace {

constexpr double kCompletenessBound = 0.01;
constexpr double kSmallestDifference = 1e-3;

}  // namespace

std::vector<torch::Tensor> gradientsOf(const Subject& subject, const std::vector<torch::Tensor>& variants,
                                       torch::Tensor* scores) {
    std::vector<torch::Tensor> asked;
    for (const torch::Tensor& variant : variants) asked.push_back(variant.detach().requires_grad_(true));
    const auto score = subject.score(asked);
    if (scores != nullptr) *scores = score.detach().to(torch::kDouble);
    auto gradients = torch::autograd::grad({score.sum()}, asked, {}, false, false, true);
    for (std::size_t i = 0; i < gradients.size(); ++i)
        if (!gradients[i].defined()) gradients[i] = torch::zeros_like(variants[i]);
    return gradients;
}

Result<std::vector<double>> scoresOf(
    const Subject& subject, std::size_t count,
    const std::function<std::vector<torch::Tensor>(std::size_t first, std::size_t past)>& make, const Job& job) {
    std::vector<double> out(count);
    const auto piece = [&](std::size_t at) {
        const torch::NoGradGuard guard;
        const std::size_t first = at * kAtOnce, past = std::min(count, first + kAtOnce);
        const auto scores = subject.score(make(first, past)).to(torch::kDouble).contiguous();
        std::copy_n(scores.data_ptr<double>(), past - first, out.begin() + static_cast<std::ptrdiff_t>(first));
    };
    if (auto done = sideBySide((count + kAtOnce - 1) / kAtOnce, piece, job); !done)
        return std::unexpected(done.error());
    return out;
}

Explanation withoutSum(const Subject& subject) {
    Explanation out;
    out.score = subject.scoreOf(subject.values());
    out.completeness_error = std::numeric_limits<double>::quiet_NaN();
    out.completeness_relative = std::numeric_limits<double>::quiet_NaN();
    return out;
}

void addInputs(const Subject& subject, const std::vector<torch::Tensor>& values, Explanation& out) {
    for (std::size_t i = 0; i < values.size(); ++i) out.inputs.push_back(attributionOf(subject.inputs()[i], values[i]));
}

void sayCompleteness(double sum, Explanation& out) {
    const double difference = out.score - out.baseline_score;
    out.has_completeness = true;
    out.completeness_error = sum - difference;
    out.completeness_relative = std::abs(out.completeness_error) / std::max(std::abs(difference), kSmallestDifference);
    out.converged = out.completeness_relative <= kCompletenessBound;
}

}  // namespace triptych::explain
