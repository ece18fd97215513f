// Adamax (Kingma & Ba 2015, §7.1), which LibTorch's C++ front end lacks: Adam with the infinity norm.
#pragma once

#include <torch/types.h>

#include <vector>

namespace triptych::inference::training {

struct AdamaxOptions {
    double learning_rate = 2e-3;
    double beta1 = 0.9;
    double beta2 = 0.999;
    double epsilon = 1e-8;
    double weight_decay = 0;  // added to the gradient, as PyTorch's Adamax does
};

class Adamax {
public:
    Adamax(std::vector<torch::Tensor> parameters, AdamaxOptions options);
    void zeroGrad();
    void step();

private:
    std::vector<torch::Tensor> parameters_, mean_, infinity_;
    AdamaxOptions options_;
    std::int64_t steps_ = 0;
};

}  // namespace triptych::inference::training
