// Integrated Gradients: what each cell adds to the score on the straight way from a baseline to the input.
#pragma once

#include "core/explain/methods.h"

namespace triptych::explain {

// Sundararajan, Taly & Yan 2017: (x − x') Σ_s w_s ∂F(x' + α_s (x − x')), Gauss-Legendre, over all inputs jointly. 50
// nodes in four batches on two threads. Where completeness misses 1 %, for the score has corners on the way (ReLUs,
// maxima), the way is cut into stretches: the score at a stretch's ends says how far its quadrature is off, and the
// stretches that are off most are halved, up to 300 nodes in all; "not converged" when that misses it too.
[[nodiscard]] Result<Explanation> integratedGradients(const Subject& subject, const inference::ExplainRequest& request,
                                                      const Job& job);

}  // namespace triptych::explain
