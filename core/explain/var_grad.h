// VarGrad: where the score's slope hangs on the last digits of the beat.
#pragma once

#include "core/explain/methods.h"

namespace triptych::explain {

// Adebayo et al. 2018: the variance of the gradient over the copies that SmoothGrad averages. It has no sign.
[[nodiscard]] Result<Explanation> varGrad(const Subject& subject, const inference::ExplainRequest& request,
                                          const Job& job);

}  // namespace triptych::explain
