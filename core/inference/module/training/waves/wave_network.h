// The network of core/waves/network_plan.h made of LibTorch's parts, as it learns.
#pragma once

#include "core/inference/module/safetensors.h"

#include <torch/nn/module.h>
#include <torch/nn/modules/batchnorm.h>
#include <torch/nn/modules/conv.h>

#include <vector>

namespace triptych::inference::training {

class WaveNetwork : public torch::nn::Module {
public:
    WaveNetwork();
    // [B × 1 × samples], samples a multiple of waves::kSteps, and [B × B] the shares of the strips in the mean over
    // their leads → [B × waves::kChannels × samples / 2], logits.
    torch::Tensor forward(const torch::Tensor& signal, const torch::Tensor& together);

    // Weights and biases of the convolutions, each with its normalisation folded in: what the program reads.
    [[nodiscard]] TensorMap folded() const;

private:
    torch::Tensor convolved(std::size_t index, const torch::Tensor& map);

    std::vector<torch::nn::Conv2d> convolutions_;
    std::vector<torch::nn::BatchNorm2d> norms_;  // null for those that are not rectified
};

}  // namespace triptych::inference::training
