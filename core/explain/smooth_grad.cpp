#include "core/explain/smooth_grad.h"

#include "core/explain/ask.h"
#include "core/explain/noisy_gradients.h"

#include <torch/types.h>

namespace triptych::explain {

Result<Explanation> smoothGrad(const Subject& subject, const inference::ExplainRequest& request, const Job& job) {
    const auto gradients = noisyGradients(subject, request.seed, job);
    if (!gradients) return std::unexpected(gradients.error());
    Explanation out = withoutSum(subject);
    addInputs(subject, gradients->mean, out);
    return out;
}

}  // namespace triptych::explain
