// Shapley values of named parts: what each adds to the score on average over all orders in which they could arrive.
#pragma once

#include "core/explain/methods.h"

namespace triptych::explain {

// Shapley 1953 by drawn orders (Castro, Gómez & Tejada 2009), each with its reverse. The parts (regions.h) arrive on
// the baseline one after the other; each order's sum is the score's whole difference, so the values add up exactly. A
// part's value is spread evenly over its cells.
[[nodiscard]] Result<Explanation> shapley(const Subject& subject, const inference::ExplainRequest& request,
                                          const Job& job);

}  // namespace triptych::explain
