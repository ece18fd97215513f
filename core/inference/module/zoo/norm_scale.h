// Batch normalisation that has learnt multiplies each channel by a constant: for folding it into what comes before.
#pragma once

#include <torch/types.h>

namespace triptych::inference::zoo {

// [channels] of a BatchNorm1dImpl or BatchNorm2dImpl.
template <typename Norm>
[[nodiscard]] torch::Tensor scaleOf(const Norm& norm) {
    return norm.weight * torch::rsqrt(norm.running_var + norm.options.eps());
}

}  // namespace triptych::inference::zoo
