// A convolution and the batch normalisation after it. While answering, the norm is a factor and a shift of each
// channel, and the convolution takes both in, and what comes after it, too: one pass over the map, and several calls
// less.
#pragma once

#include "core/inference/module/zoo/answering_convolution.h"
#include "core/inference/module/zoo/convolution.h"

#include <torch/nn/modules/batchnorm.h>
#include <torch/nn/modules/conv.h>
#include <torch/types.h>

#include <array>
#include <cstdint>
#include <memory>

namespace triptych::inference::zoo {

class NormedConvolution {
public:
    // The network registers both and keeps their names; their parameters are shared with it.
    NormedConvolution(const torch::nn::Conv2d& convolution, torch::nn::BatchNorm2d norm);
    NormedConvolution(const Conv1& convolution, torch::nn::BatchNorm2d norm);
    ~NormedConvolution();
    NormedConvolution(NormedConvolution&&) noexcept;
    NormedConvolution& operator=(NormedConvolution&&) noexcept;

    // [B × in × H × W] → [B × out × H' × W']. Several threads may answer at once; learning is one thread's.
    [[nodiscard]] torch::Tensor forward(const torch::Tensor& map) const;
    // ReLU of forward() and of `sum` on top, where it is defined; `sum` is written over.
    [[nodiscard]] torch::Tensor rectified(const torch::Tensor& map, const torch::Tensor& sum = {}) const;
    // The largest of every 2 × 2 cells of LeakyReLU of forward().
    [[nodiscard]] torch::Tensor pooled(const torch::Tensor& map) const;

private:
    struct Folded;
    struct Cache;

    [[nodiscard]] torch::Tensor convolved(const torch::Tensor& map, const torch::Tensor& weight,
                                          const torch::Tensor& bias) const;
    // Both in one, computed anew when either was changed.
    [[nodiscard]] Folded folded() const;
    // The same for a processor's floats; nothing where `map` is of another kind, or a gradient is asked for.
    [[nodiscard]] std::shared_ptr<const AnsweringConvolution> answering(const torch::Tensor& map) const;

    torch::Tensor weight_, bias_;  // bias_ undefined where the convolution has none
    torch::nn::BatchNorm2d norm_;
    std::array<std::int64_t, 2> stride_{}, padding_{};
    std::unique_ptr<Cache> cache_;
};

}  // namespace triptych::inference::zoo
