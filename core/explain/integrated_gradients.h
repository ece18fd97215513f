// Integrated Gradients: what each cell adds to the score on the straight way from a baseline to the input.
#pragma once

#include "core/explain/methods.h"

namespace triptych::explain {

// Sundararajan, Taly & Yan 2017: (x − x') Σ_s w_s ∂F(x' + α_s (x − x')), Gauss-Legendre, over all inputs jointly. 50
// nodes in four batches on two threads; 300 when completeness misses 1 %; "not converged" when that misses it too.
[[nodiscard]] Result<Explanation> integratedGradients(const Subject& subject, const inference::ExplainRequest& request,
                                                      const Job& job);

}  // namespace triptych::explain
