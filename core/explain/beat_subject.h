// One beat as a model sees it, to be explained.
#pragma once

#include "core/explain/subject.h"
#include "core/inference/module/bundle.h"
#include "core/inference/module/fused_forward.h"

#include <optional>

namespace triptych::explain {

// An isoelectric line with its spectrogram at the picture's own clip floor, no difference from the typical beat, and a
// regular rhythm is the baseline; its scalogram and its spectrum are those of silence.
class BeatSubject : public Subject {
public:
    // `beat` and the classes must be in range; `bundle` outlives this.
    BeatSubject(const inference::Bundle& bundle, const inference::BeatInputs& inputs, std::size_t beat,
                std::size_t class_index, std::optional<std::size_t> against);

    [[nodiscard]] TappedScore tapped() const override;
    [[nodiscard]] bool hasConvolution() const override;

private:
    [[nodiscard]] torch::Tensor scores(const std::vector<torch::Tensor>& variants) const override;
    // What a convolution over a picture of `kind` lies on: the beat itself, its first channel.
    [[nodiscard]] ConvolutionMap mapOf(inference::InputKind kind) const;

    const inference::Bundle& bundle_;
    inference::BatchInputs x_;
    inference::InputShape shape_;
};

}  // namespace triptych::explain
