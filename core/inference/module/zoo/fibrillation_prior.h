// What a reader knows and four records of fibrillation cannot teach: where no interval resembles its neighbours, an
// early beat says nothing, and an early narrow beat is no S. The product's branches learn without this rule and answer
// with it.
#pragma once

#include <torch/nn/functional/activation.h>
#include <torch/types.h>

namespace triptych::inference::zoo {

inline constexpr double kFibrillationFrom = 0.03;  // of unpatterned change (beats/unpatterned_change.h)
inline constexpr double kFibrillationSteepness = 25;

// The last column of `rr` is the unpatterned change; what the networks learn from comes before it.
[[nodiscard]] inline torch::Tensor learnedFeatures(const torch::Tensor& rr) {
    return rr.narrow(1, 0, rr.size(1) - 1);
}

// ln of the probabilities after S (class 1) has handed the share 1 − exp(−steepness · excess) of its own to N (class
// 0). `logits` [B × K], K ≥ 2. Chosen by cross-validation over DS1 and svdb.
[[nodiscard]] inline torch::Tensor withFibrillationPrior(const torch::Tensor& logits, const torch::Tensor& rr) {
    const auto excess = torch::relu(rr.select(1, rr.size(1) - 1) - kFibrillationFrom);
    const auto probability = torch::softmax(logits, 1);
    const auto moved = probability.select(1, 1) * (1 - torch::exp(-kFibrillationSteepness * excess));
    const auto signs = torch::zeros({1, logits.size(1)});
    signs[0][0] = 1;
    signs[0][1] = -1;
    return (probability + moved.unsqueeze(1) * signs).clamp_min(1e-12).log();
}

}  // namespace triptych::inference::zoo
