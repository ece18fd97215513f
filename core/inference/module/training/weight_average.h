// An exponential average of a model's weights over its training steps (Polyak & Juditsky 1992): held-out scores then do
// not hang on the last few batches, which matters where training and test patients differ.
#pragma once

#include "core/inference/module/safetensors.h"

#include <torch/nn/module.h>

#include <vector>

namespace triptych::inference::training {

class WeightAverage {
public:
    // `decay` 0 switches the average off: every call does nothing.
    WeightAverage(const torch::nn::Module& module, double decay);
    void update();
    // Exchanges the module's weights with the average; called twice, it changes nothing.
    void swap();
    void save(TensorMap& into) const;
    [[nodiscard]] bool restore(const TensorMap& from);

private:
    std::vector<torch::Tensor> live_, average_;
    double decay_;
    std::int64_t steps_ = 0;
};

}  // namespace triptych::inference::training
