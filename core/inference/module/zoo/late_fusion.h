// Fusions of finished branches: V's per-class late attention and the simplex average (docs/methods.md §3). Branches are
// frozen; both read their softmaxed outputs.
#pragma once

#include <torch/types.h>

#include <string>
#include <vector>

namespace triptych::inference::zoo {

// O_k = Σ_m W_mk p_mk. `weights` [M × K], `probabilities` [B × M × K]; returns scores [B × K].
[[nodiscard]] torch::Tensor lateAttention(const torch::Tensor& weights, const torch::Tensor& probabilities);
// Softmax over the modalities, per class: what V's Table 4 displays. [M × K], columns sum to 1.
[[nodiscard]] torch::Tensor displayedAttention(const torch::Tensor& weights);
// |W_mk p_mk| / Σ_m |W_mk p_mk|: the share of each branch in a beat's score, [B × M × K].
[[nodiscard]] torch::Tensor contributionShare(const torch::Tensor& weights, const torch::Tensor& probabilities);

// Σ_m ω_m p_m with ω on the simplex, [B × K]. ω = (1, 0) is the first branch exactly: terms with ω = 0 are left out.
[[nodiscard]] torch::Tensor simplexAverage(const std::vector<double>& omega, const torch::Tensor& probabilities);
// Every ω of `branches` weights in steps of 1/20.
[[nodiscard]] std::vector<std::vector<double>> simplexGrid(std::size_t branches);

struct FitOptions {
    int epochs = 10;
    std::int64_t batch = 256;
    double learning_rate = 3e-3;
    double weight_decay = 1e-3;
    double class_weight_exponent = 1;  // 1: scikit-learn's "balanced", as V; 0: none
    std::uint64_t seed = 1;
};
// Trains W by cross-entropy on O with Adamax (V: weights start at one for every branch and class).
[[nodiscard]] torch::Tensor fitLateAttention(const torch::Tensor& probabilities, const torch::Tensor& labels,
                                             const FitOptions& options);
// The temperature T that minimises the NLL of softmax(scores / T), by golden section over ln T in [-4, 3].
[[nodiscard]] double fitTemperature(const torch::Tensor& scores, const torch::Tensor& labels);

}  // namespace triptych::inference::zoo
