#include "core/explain/raw_attention.h"

#include "core/explain/ask.h"
#include "core/explain/attention_rollout.h"

#include <torch/types.h>

namespace triptych::explain {

Result<Explanation> rawAttention(const Subject& subject, const inference::ExplainRequest& /*request*/,
                                 const Job& /*job*/) {
    Explanation out = withoutSum(subject);
    for (const AttentionMap& map : subject.attention()) addTokens(map, map.layers.back().mean(0)[0], out);
    return out;
}

}  // namespace triptych::explain
