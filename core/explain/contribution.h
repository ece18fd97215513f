// The contribution table: what each branch puts into the score.
#pragma once

#include "core/explain/methods.h"

namespace triptych::explain {

// Of late attention W_m p_m, which add up to the score; of a late average ω_m p_m, whose sum's logarithm it is; of one
// network, or one branch, its logit.
[[nodiscard]] Result<Explanation> contribution(const Subject& subject, const inference::ExplainRequest& request,
                                               const Job& job);

}  // namespace triptych::explain
