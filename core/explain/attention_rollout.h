// Attention rollout: what of the input reaches a transformer's class token through all of its layers.
#pragma once

#include "core/explain/methods.h"

namespace triptych::explain {

// Abnar & Zuidema 2020: Ā = ½ (mean over heads of A + I) with rows brought to sum to 1, multiplied layer by layer; the
// class token's row, laid on the input. The same whatever class is asked for.
[[nodiscard]] Result<Explanation> attentionRollout(const Subject& subject, const inference::ExplainRequest& request,
                                                   const Job& job);

// [tokens × tokens] of [heads × tokens × tokens] layers, first layer first; rows sum to 1.
[[nodiscard]] torch::Tensor rollout(const std::vector<torch::Tensor>& layers);
// A row of [tokens] weights whose first is the class token's own, laid on the inputs of each map.
void addTokens(const AttentionMap& map, const torch::Tensor& of_tokens, Explanation& out);

}  // namespace triptych::explain
