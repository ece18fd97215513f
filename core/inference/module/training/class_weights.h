// Weights that let rare classes speak: (N / (K·n_c))^exponent; at 1 scikit-learn's "balanced" (docs/methods.md §4).
#pragma once

#include <torch/types.h>

namespace triptych::inference::training {

// `labels` [n] of kLong; a class that does not occur gets weight 0. Exponent 0 gives ones for all that occur.
[[nodiscard]] inline torch::Tensor classWeights(const torch::Tensor& labels, std::int64_t classes, double exponent) {
    const auto counts = torch::bincount(labels, {}, classes).to(torch::kFloat);
    const auto balanced = static_cast<double>(labels.size(0)) / (static_cast<double>(classes) * counts.clamp_min(1));
    return torch::where(counts > 0, balanced.pow(exponent), torch::zeros_like(balanced));
}

}  // namespace triptych::inference::training
