#include "core/explain/attention_rollout.h"

#include "core/explain/ask.h"
#include "core/explain/lay_on.h"

#include <torch/types.h>

namespace triptych::explain {

torch::Tensor rollout(const std::vector<torch::Tensor>& layers) {
    torch::Tensor out;
    for (const torch::Tensor& layer : layers) {
        auto mixed = 0.5 * (layer.mean(0) + torch::eye(layer.size(-1)));
        mixed = mixed / mixed.sum(1, true);
        out = out.defined() ? torch::matmul(mixed, out) : mixed;
    }
    return out;
}

void addTokens(const AttentionMap& map, const torch::Tensor& of_tokens, Explanation& out) {
    const auto picture =
        layOn(map.token_centres, plainValues(of_tokens.narrow(0, 1, of_tokens.size(0) - 1)), map.columns);
    for (const MapPlace& place : map.places) out.inputs.push_back(cutOut(place, picture, 1, map.columns));
}

Result<Explanation> attentionRollout(const Subject& subject, const inference::ExplainRequest& /*request*/,
                                     const Job& /*job*/) {
    Explanation out = withoutSum(subject);
    for (const AttentionMap& map : subject.attention()) addTokens(map, rollout(map.layers)[0], out);
    return out;
}

}  // namespace triptych::explain
