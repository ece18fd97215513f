// A convolution whose weights stand still, as answering needs it: its weights laid out once for the processor, bias,
// sum and rectifier in the same pass over the map, and Winograd's method (Lavin & Gray 2016) where it is faster. oneDNN
// does the work, on which LibTorch's own convolutions run; where its headers are missing, LibTorch does it step by step
// (portable/plain_answering_convolution.cpp).
#pragma once

#include <torch/types.h>

#include <array>
#include <cstdint>
#include <memory>

namespace triptych::inference::zoo {

class AnsweringConvolution {
public:
    using Sides = std::array<std::int64_t, 2>;  // of rows, of columns

    // `weight` [out × in × kernel rows × kernel columns] and `bias` [out], float on the processor.
    AnsweringConvolution(torch::Tensor weight, torch::Tensor bias, Sides stride, Sides padding);
    ~AnsweringConvolution();

    // All: [B × in × H × W], float on the processor → [B × out × H' × W'] in channels-last order. Several threads may
    // ask at once. They throw what the library throws.
    [[nodiscard]] torch::Tensor forward(const torch::Tensor& map) const;
    // `sum`, where defined, is of the answer's shape and order: it is added before the ReLU, and the answer takes its
    // place in memory.
    [[nodiscard]] torch::Tensor rectified(const torch::Tensor& map, const torch::Tensor& sum) const;
    // After LeakyReLU the largest of every 2 × 2 cells (rectified_pool.h).
    [[nodiscard]] torch::Tensor pooled(const torch::Tensor& map) const;

private:
    struct Work;
    std::unique_ptr<Work> work_;
};

}  // namespace triptych::inference::zoo
