#include "core/explain/guided_grad_cam.h"

#include "core/explain/ask.h"
#include "core/explain/grad_cam.h"
#include "core/inference/module/zoo/guided.h"

#include <torch/types.h>

#include <algorithm>

namespace triptych::explain {

Result<Explanation> guidedGradCam(const Subject& subject, const inference::ExplainRequest& request, const Job& job) {
    auto out = gradCam(subject, request, job);
    if (!out) return out;
    std::vector<torch::Tensor> gradients;
    {
        const inference::zoo::GuidedScope guide;
        gradients = gradientsOf(subject, subject.values());
    }
    for (Attribution& map : out->inputs) {
        const auto input = std::ranges::find(subject.inputs(), map.input, &SubjectInput::name);
        if (input == subject.inputs().end()) continue;
        const auto& gradient = gradients[static_cast<std::size_t>(input - subject.inputs().begin())];
        const auto sharp = plainValues(gradient[0].abs().sum(0));  // over channels
        map.sum = 0;
        for (std::size_t cell = 0; cell < map.values.size(); ++cell) {
            map.values[cell] *= sharp[cell];
            map.sum += map.values[cell];
        }
    }
    return out;
}

}  // namespace triptych::explain
