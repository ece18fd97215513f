// One pass through every branch and the fusion: the arithmetic that classification, explanation and evaluation share.
#pragma once

#include "core/inference/model_inputs.h"
#include "core/inference/module/bundle.h"

#include <torch/types.h>

#include <span>
#include <vector>

namespace triptych::inference {

// Inputs of a batch; tensors of inputs that the profile lacks are undefined.
struct BatchInputs {
    torch::Tensor time;            // [B × C × samples]
    torch::Tensor time_frequency;  // [B × C × rows × columns]
    torch::Tensor rr;              // [B × R]
    [[nodiscard]] const torch::Tensor& of(zoo::InputKind kind) const {
        return kind == zoo::InputKind::time ? time : time_frequency;
    }
};
[[nodiscard]] BatchInputs gather(const BeatInputs& inputs, std::size_t first, std::size_t count);

struct FusedOutput {
    torch::Tensor probabilities;  // [B × M × K] of the branches
    torch::Tensor scores;         // [B × K] O = Σ_m W_m ⊙ p_m
};
// `taps`, where given, receives one activation tensor per branch.
[[nodiscard]] FusedOutput fusedForward(const Bundle& bundle, const BatchInputs& inputs,
                                       std::vector<torch::Tensor>* taps = nullptr);

}  // namespace triptych::inference
