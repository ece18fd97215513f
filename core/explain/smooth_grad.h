// SmoothGrad: the gradient without the flicker that it has from one beat to a beat just beside it.
#pragma once

#include "core/explain/methods.h"

namespace triptych::explain {

// Smilkov et al. 2017: the mean gradient over 50 copies of the beat with noise of a tenth of each input's range.
[[nodiscard]] Result<Explanation> smoothGrad(const Subject& subject, const inference::ExplainRequest& request,
                                             const Job& job);

}  // namespace triptych::explain
