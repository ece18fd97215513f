#include "core/explain/grad_cam.h"

#include "core/explain/lay_on.h"

#include <torch/autograd.h>
#include <torch/types.h>

#include <limits>

namespace triptych::explain {
namespace {

// ReLU(Σ_k α_k A_k) with α_k the mean gradient of map k: [1 × C × R × T] → [R × T].
torch::Tensor classActivation(const torch::Tensor& activations, const torch::Tensor& gradient) {
    const auto alpha = gradient.mean({2, 3}, true);
    return torch::relu((alpha * activations).sum(1)).squeeze(0).detach().contiguous();
}

}  // namespace

Result<Explanation> gradCam(const Subject& subject, const inference::ExplainRequest& /*request*/, const Job& /*job*/) {
    const TappedScore tapped = subject.tapped();
    std::vector<torch::Tensor> activations;
    for (const ConvolutionMap& map : tapped.maps) activations.push_back(map.activations);
    const auto gradients = torch::autograd::grad({tapped.score.sum()}, activations);

    Explanation out;
    out.score = tapped.score.item<double>();
    out.completeness_error = std::numeric_limits<double>::quiet_NaN();
    out.completeness_relative = std::numeric_limits<double>::quiet_NaN();
    for (std::size_t i = 0; i < tapped.maps.size(); ++i) {
        const ConvolutionMap& map = tapped.maps[i];
        const auto picture = layOnPicture(map, classActivation(map.activations.detach(), gradients[i]));
        for (const MapPlace& place : map.places) out.inputs.push_back(cutOut(place, picture, map.rows, map.columns));
    }
    return out;
}

}  // namespace triptych::explain
