// Raw attention: what a transformer's class token looks at in its last layer, mixed as it already is by those before.
#pragma once

#include "core/explain/methods.h"

namespace triptych::explain {

// The mean over the heads of the last layer. The same whatever class is asked for.
[[nodiscard]] Result<Explanation> rawAttention(const Subject& subject, const inference::ExplainRequest& request,
                                               const Job& job);

}  // namespace triptych::explain
