// Scaled dot-product attention (Vaswani et al. 2017, §3.2) over few and narrow tokens. A batched matrix product spends
// its time on calling itself when every product is 10 × 16; here a head is one pass over memory that stays in cache.
#pragma once

#include <torch/types.h>

namespace triptych::inference::zoo {

// `projected` [B × T × 3 × H × d]: queries, keys, values. `mask` [B × H × T × T] multiplies the weights after their
// softmax (inverted dropout); undefined: none. Returns [B × T × H·d]. Differentiable once in `projected`. The small
// path takes T and d up to 16 in float on the processor; anything else goes through matrix products with the same
// result.
[[nodiscard]] torch::Tensor attend(const torch::Tensor& projected, const torch::Tensor& mask);

// What `attend` mixes values by, [B × H × T × T]: rows sum to 1. Through matrix products, for it is seldom asked for.
[[nodiscard]] torch::Tensor attentionWeights(const torch::Tensor& projected);

}  // namespace triptych::inference::zoo
