#include "core/inference/module/fused_forward.h"

#include "core/inference/module/zoo/late_fusion.h"

#include <torch/types.h>

#include <algorithm>

namespace triptych::inference {
namespace {

constexpr float kSmallestProbability = 1e-12F;

torch::Tensor emptyPicture(const InputShape& shape, InputKind kind, std::size_t count) {
    auto sides = dimensions(shape, kind);
    sides.insert(sides.begin(), static_cast<std::int64_t>(count));
    return torch::empty(sides);
}

}  // namespace

torch::Tensor BatchInputs::of(InputKind kind) const {
    switch (kind) {
        case InputKind::time:
            return time;
        case InputKind::time_frequency:
            return time_frequency;
        case InputKind::scalogram:
            return scalogram;
        case InputKind::frequency:
            return frequency;
        case InputKind::early:
            return torch::cat({time, frequency}, 2);
        case InputKind::neighbours:
            return neighbours;
    }
    return {};
}

std::vector<torch::Tensor> BatchInputs::of(const std::vector<InputKind>& kinds) const {
    std::vector<torch::Tensor> out;
    for (const InputKind kind : kinds) out.push_back(of(kind));
    return out;
}

BatchInputs gather(const Bundle& bundle, const BeatInputs& inputs, std::size_t first, std::size_t count) {
    const BeatInputs* const lead = &inputs;
    return gather(bundle, std::span(&lead, 1), first, count);
}

BatchInputs gather(const Bundle& bundle, std::span<const BeatInputs* const> leads, std::size_t first,
                   std::size_t count) {
    const Profile profile = leads.front()->profile();
    const InputShape shape = shapeOf(profile);
    const std::size_t rows = leads.size() * count;
    const auto forEach = [&](const auto& use) {
        for (std::size_t row = 0; row < rows; ++row) use(*leads[row / count], first + row % count, row);
    };
    BatchInputs batch;
    const auto fill = [&](InputKind kind, torch::Tensor& into) {
        if (!bundle.reads(kind)) return;
        into = emptyPicture(shape, kind, rows);
        const std::size_t cells = cellCount(shape, kind);
        std::vector<float> time(shape.timeSize());
        forEach([&](const BeatInputs& lead, std::size_t beat, std::size_t row) {
            lead.time(beat, time);
            pictureOf(profile, kind, time, lead.typicalTf(), {into.data_ptr<float>() + row * cells, cells});
        });
    };
    fill(InputKind::time, batch.time);
    fill(InputKind::time_frequency, batch.time_frequency);
    fill(InputKind::scalogram, batch.scalogram);
    fill(InputKind::frequency, batch.frequency);
    if (bundle.reads(InputKind::neighbours)) {
        batch.neighbours = emptyPicture(shape, InputKind::neighbours, rows);
        const std::size_t cells = shape.neighboursSize();
        forEach([&](const BeatInputs& lead, std::size_t beat, std::size_t row) {
            lead.neighbours(beat, {batch.neighbours.data_ptr<float>() + row * cells, cells});
        });
    }
    if (shape.rr > 0) {
        batch.rr = torch::empty({static_cast<std::int64_t>(rows), static_cast<std::int64_t>(shape.rr)});
        forEach([&](const BeatInputs& lead, std::size_t beat, std::size_t row) {
            std::ranges::copy(lead.rr(beat), batch.rr.data_ptr<float>() + row * shape.rr);
        });
    }
    return batch;
}

FusedOutput fusedForward(const Bundle& bundle, const BatchInputs& inputs, std::vector<torch::Tensor>* taps) {
    std::vector<torch::Tensor> all_logits;
    if (taps != nullptr) taps->clear();
    for (const Branch& branch : bundle.branches) {
        std::vector<torch::Tensor> of_branch;
        const auto logits =
            branch.network->logits(inputs.of(branch.inputs), inputs.rr, taps != nullptr ? &of_branch : nullptr);
        if (taps != nullptr) taps->insert(taps->end(), of_branch.begin(), of_branch.end());
        all_logits.push_back(logits);
    }
    FusedOutput out;
    out.logits = torch::stack(all_logits, 1);
    out.probabilities = torch::softmax(out.logits, 2);
    // A joint network is explained at its logits: probabilities saturate.
    out.scores = bundle.card.fusion == Fusion::joint
                     ? all_logits.back()
                     : fusedScores(bundle.card.fusion, bundle.fusion, out.probabilities);
    return out;
}

torch::Tensor fusedScores(Fusion fusion, const torch::Tensor& weights, const torch::Tensor& probabilities) {
    const auto sum = zoo::lateAttention(weights, probabilities);
    return fusion == Fusion::late_attention ? sum : sum.clamp_min(kSmallestProbability).log();
}

torch::Tensor answersOf(const ModelInfo& info, const torch::Tensor& scores) {
    const auto answers = atPrior(torch::softmax(scores / info.temperature, 1), info.prior_ratio);
    if (info.unsupported.empty()) return answers;
    // Who cannot tell a class never answers it: the others share what it was given.
    std::vector<float> told;
    for (const std::string& of : info.classes)
        told.push_back(std::ranges::find(info.unsupported, of) == info.unsupported.end() ? 1.0F : 0.0F);
    const auto kept = answers * torch::tensor(told).to(answers.dtype());
    return kept / kept.sum(-1, true).clamp_min(kSmallestProbability);
}

torch::Tensor atPrior(const torch::Tensor& probabilities, const std::vector<double>& ratio) {
    if (ratio.empty()) return probabilities;
    const auto shifted = probabilities * torch::tensor(ratio).to(probabilities.dtype());
    return shifted / shifted.sum(-1, true);
}

torch::Tensor afterFibrillation(const torch::Tensor& probabilities, const torch::Tensor& share) {
    auto out = probabilities.clone();
    const auto moved = probabilities.select(2, 1) * share.unsqueeze(1);
    out.select(2, 0).add_(moved);
    out.select(2, 1).sub_(moved);
    return out;
}

torch::Tensor shownAttention(Fusion fusion, const torch::Tensor& weights) {
    return fusion == Fusion::late_attention ? zoo::displayedAttention(weights) : weights;
}

}  // namespace triptych::inference
