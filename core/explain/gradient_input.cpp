#include "core/explain/gradient_input.h"

#include "core/explain/ask.h"

#include <torch/types.h>

namespace triptych::explain {

Result<Explanation> gradientInput(const Subject& subject, const inference::ExplainRequest& /*request*/,
                                  const Job& /*job*/) {
    Explanation out = withoutSum(subject);
    const auto gradients = gradientsOf(subject, subject.values());
    std::vector<torch::Tensor> values;
    for (std::size_t i = 0; i < gradients.size(); ++i) {
        const SubjectInput& input = subject.inputs()[i];
        values.push_back((gradients[i] * (input.value - input.baseline)).squeeze(0));
    }
    addInputs(subject, values, out);
    return out;
}

}  // namespace triptych::explain
