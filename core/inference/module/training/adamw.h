// AdamW (Loshchilov & Hutter 2019) with its state in plain tensors: a checkpoint is then one safetensors file, and
// loading it runs no code.
#pragma once

#include "core/inference/module/safetensors.h"

#include <torch/types.h>

#include <vector>

namespace triptych::inference::training {

class AdamW {
public:
    AdamW(std::vector<torch::Tensor> parameters, double weight_decay);
    void zeroGrad();
    void step(double learning_rate);
    void save(TensorMap& into) const;
    // False when `from` holds no state of these parameters.
    [[nodiscard]] bool restore(const TensorMap& from);

private:
    std::vector<torch::Tensor> parameters_, mean_, square_;
    double weight_decay_;
    std::int64_t steps_ = 0;
};

}  // namespace triptych::inference::training
