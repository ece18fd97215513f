#include "core/explain/saliency.h"

#include "core/explain/ask.h"

#include <torch/types.h>

namespace triptych::explain {

Result<Explanation> saliency(const Subject& subject, const inference::ExplainRequest& /*request*/, const Job& /*job*/) {
    Explanation out = withoutSum(subject);
    std::vector<torch::Tensor> values;
    for (const torch::Tensor& gradient : gradientsOf(subject, subject.values()))
        values.push_back(gradient.squeeze(0).abs());
    addInputs(subject, values, out);
    return out;
}

}  // namespace triptych::explain
