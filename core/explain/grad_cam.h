// Grad-CAM: where the last convolutions of a model looked for a class.
#pragma once

#include "core/explain/methods.h"

namespace triptych::explain {

// Selvaraju et al. 2017, on each branch's last convolution, of the fused score: ReLU(Σ_k α_k A_k), laid on the input by
// the centres of the receptive fields and interpolated between them.
[[nodiscard]] Result<Explanation> gradCam(const Subject& subject, const inference::ExplainRequest& request,
                                          const Job& job);

}  // namespace triptych::explain
