#include "core/inference/module/fused_forward.h"

#include "core/inference/module/zoo/late_fusion.h"

#include <torch/torch.h>

#include <algorithm>

namespace triptych::inference {

BatchInputs gather(const BeatInputs& inputs, std::size_t first, std::size_t count) {
    const InputShape shape = shapeOf(inputs.profile());
    const auto side = [](std::size_t length) { return static_cast<std::int64_t>(length); };
    BatchInputs batch;
    batch.time = torch::empty({side(count), side(shape.time_channels), side(shape.time_samples)});
    batch.time_frequency =
        torch::empty({side(count), side(shape.tf_channels), side(shape.tf_rows), side(shape.tf_columns)});
    if (shape.rr > 0) batch.rr = torch::empty({side(count), side(shape.rr)});
    for (std::size_t i = 0; i < count; ++i) {
        inputs.time(first + i, {batch.time.data_ptr<float>() + i * shape.timeSize(), shape.timeSize()});
        inputs.timeFrequency(first + i, {batch.time_frequency.data_ptr<float>() + i * shape.tfSize(), shape.tfSize()});
        if (shape.rr > 0) {
            const auto rr = inputs.rr(first + i);
            std::copy(rr.begin(), rr.end(), batch.rr.data_ptr<float>() + i * shape.rr);
        }
    }
    return batch;
}

FusedOutput fusedForward(const Bundle& bundle, const BatchInputs& inputs, std::vector<torch::Tensor>* taps) {
    std::vector<torch::Tensor> probabilities;
    if (taps != nullptr) taps->assign(bundle.branches.size(), {});
    for (std::size_t m = 0; m < bundle.branches.size(); ++m) {
        const Branch& branch = bundle.branches[m];
        const auto logits =
            branch.encoder->forward(inputs.of(branch.input), inputs.rr, taps != nullptr ? &(*taps)[m] : nullptr);
        probabilities.push_back(torch::softmax(logits, 1));
    }
    FusedOutput out;
    out.probabilities = torch::stack(probabilities, 1);
    out.scores = zoo::lateAttention(bundle.fusion, out.probabilities);
    return out;
}

}  // namespace triptych::inference
