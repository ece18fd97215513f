// Gradient × input: what a cell's distance from the baseline would add to the score, were the network linear.
#pragma once

#include "core/explain/methods.h"

namespace triptych::explain {

// (x − x') ⊙ ∂F/∂x at x (Shrikumar et al. 2016, x' their reference). On a linear network it is Integrated Gradients.
[[nodiscard]] Result<Explanation> gradientInput(const Subject& subject, const inference::ExplainRequest& request,
                                                const Job& job);

}  // namespace triptych::explain
