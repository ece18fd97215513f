// Saliency: how much the score would move if a cell did.
#pragma once

#include "core/explain/methods.h"

namespace triptych::explain {

// Simonyan, Vedaldi & Zisserman 2014: |∂F/∂x| of every cell. It has no sign.
[[nodiscard]] Result<Explanation> saliency(const Subject& subject, const inference::ExplainRequest& request,
                                           const Job& job);

}  // namespace triptych::explain
