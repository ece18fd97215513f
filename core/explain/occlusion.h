// Occlusion: what the score loses when a window of the beat is taken away.
#pragma once

#include "core/explain/methods.h"

namespace triptych::explain {

// Zeiler & Fergus 2014: F(x) − F(x without the window), the baseline's cells standing in. On the trace, windows of ten
// samples five apart, with all that is made from the trace made anew; on pictures, patches; on features, each by
// itself; on beats around, one beat's rhythm, likeness and P wave. A window's loss is spread over its cells, and a cell
// under several windows has their mean.
[[nodiscard]] Result<Explanation> occlusion(const Subject& subject, const inference::ExplainRequest& request,
                                            const Job& job);

}  // namespace triptych::explain
