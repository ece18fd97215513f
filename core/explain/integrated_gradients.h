// Integrated Gradients: what each cell adds to the score on the straight way from a baseline to the input.
#pragma once

#include "core/explain/methods.h"

namespace triptych::explain {

// Sundararajan, Taly & Yan 2017: (x − x') Σ_s w_s ∂F(x' + α_s (x − x')), Gauss-Legendre, over all inputs jointly. 50
// nodes in four batches on two threads. Where completeness misses 1 %, for the score has corners on the way (ReLUs,
// maxima), the way is cut into stretches with a node at either end: the scores there say how far the trapezoid is off,
// and the stretches that are off most are halved, up to 300 nodes in all. What is off then is taken to hold a corner,
// and its ends are weighted by the lengths that the score has either slope for; "not converged" when that misses it
// too. `parts` then holds the stretches, in their order, as parts of the input "way": "stretch", or "corner" where it
// was weighted so, from and to as shares of the way, and what it adds.
[[nodiscard]] Result<Explanation> integratedGradients(const Subject& subject, const inference::ExplainRequest& request,
                                                      const Job& job);

}  // namespace triptych::explain
