// LeakyReLU and then the maximum over small windows, as V's networks follow every convolution: while answering, one
// pass over the map in place of two and of the places of the maxima that LibTorch's pooling writes down.
#pragma once

#include <torch/types.h>

#include <cstdint>

namespace triptych::inference::zoo {

// max_pool2d(leaky_relu(map), {rows, columns}): `map` [B × C × H × W] in channels-last order, which may be changed, to
// [B × C × ⌊H / rows⌋ × ⌊W / columns⌋]. The same numbers on every way; differentiable. Windows of 1 × 2 and 2 × 2.
[[nodiscard]] torch::Tensor rectifiedPool(torch::Tensor map, std::int64_t rows, std::int64_t columns);

}  // namespace triptych::inference::zoo
