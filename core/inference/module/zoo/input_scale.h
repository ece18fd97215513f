// Standardises a row of cells by the mean and deviation that each has over the training beats: a spectrum's bins differ
// by powers of ten (docs/methods.md §1). Buffers, no parameters.
#pragma once

#include <torch/nn/module.h>
#include <torch/nn/pimpl.h>
#include <torch/types.h>

namespace triptych::inference::zoo {

class InputScaleImpl : public torch::nn::Module {
public:
    explicit InputScaleImpl(std::int64_t cells)
        : mean_(register_buffer("mean", torch::zeros({cells}))),
          scale_(register_buffer("scale", torch::ones({cells}))) {}

    // `row` [B × 1 × cells].
    torch::Tensor forward(const torch::Tensor& row) { return (row - mean_) * scale_; }
    // `gain` multiplies the standardised cells: the weight of one domain beside another.
    void set(const torch::Tensor& mean, const torch::Tensor& deviation, const torch::Tensor& gain) {
        const torch::NoGradGuard guard;
        mean_.copy_(mean);
        scale_.copy_(gain / deviation);
    }

private:
    torch::Tensor mean_, scale_;
};
TORCH_MODULE(InputScale);

}  // namespace triptych::inference::zoo
