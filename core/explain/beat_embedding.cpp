#include "core/explain/beat_embedding.h"

#include "core/inference/module/familiarity.h"
#include "core/inference/module/zoo/along_time.h"

#include <torch/types.h>
#include <torch/utils.h>

namespace triptych::explain {

torch::Tensor embeddingFeatures(const inference::Bundle& bundle, const inference::BatchInputs& batch) {
    const torch::NoGradGuard guard;
    std::vector<torch::Tensor> taps, parts;
    [[maybe_unused]] const auto passed = inference::fusedForward(bundle, batch, &taps);
    if (const auto seen = inference::tappedFeatures(taps); seen.defined()) parts.push_back(seen);
    for (const inference::Branch& branch : bundle.branches) {
        if (branch.inputs != std::vector{inference::InputKind::neighbours}) continue;
        auto* const along = dynamic_cast<inference::zoo::AlongTime*>(branch.network.get());
        if (along == nullptr) continue;
        for (const auto& pass : along->passesOf(batch.neighbours)) parts.push_back(pass.activations.mean(2));
    }
    return parts.empty() ? torch::Tensor() : torch::cat(parts, 1);
}

}  // namespace triptych::explain
