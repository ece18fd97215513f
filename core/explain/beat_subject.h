// One beat as a model sees it, to be explained.
#pragma once

#include "core/domain/error.h"
#include "core/explain/subject.h"
#include "core/inference/module/bundle.h"
#include "core/inference/module/fused_forward.h"

namespace triptych::explain {

// Silence, as a baseline, is an isoelectric line with its spectrogram at the picture's own clip floor, no difference
// from the typical beat, and a regular rhythm; its scalogram and its spectrum are those of silence.
class BeatSubject : public Subject {
public:
    // `beat` and the target must be in range; `bundle` outlives this. `baseline` is an id of inference::baselines(), or
    // empty. Errors: unsupported, where that baseline is named and the model has none such.
    [[nodiscard]] static Result<std::unique_ptr<BeatSubject>> of(const inference::Bundle& bundle,
                                                                 const inference::BeatInputs& inputs, std::size_t beat,
                                                                 const Target& target, const std::string& baseline);

    [[nodiscard]] TappedScore tapped() const override;
    [[nodiscard]] bool hasConvolution() const override;
    [[nodiscard]] std::vector<AttentionMap> attention() const override;
    [[nodiscard]] bool hasAttention() const override;
    [[nodiscard]] std::vector<std::pair<std::string, double>> contributions() const override;
    [[nodiscard]] torch::Tensor masked(const torch::Tensor& mask, const torch::Tensor& by) const override;
    [[nodiscard]] std::vector<torch::Tensor> withTraces(const torch::Tensor& traces) const override;
    [[nodiscard]] std::unique_ptr<Subject> forgotten(std::uint64_t seed) const override;
    [[nodiscard]] std::unique_ptr<Subject> nearby(std::uint64_t seed, double radius) const override;

private:
    BeatSubject(const inference::Bundle& bundle, const inference::BeatInputs& inputs, std::size_t beat,
                const Target& target);
    BeatSubject(const BeatSubject&) = default;
    [[nodiscard]] torch::Tensor scores(const std::vector<torch::Tensor>& variants) const override;
    [[nodiscard]] torch::Tensor scoresOf(const inference::FusedOutput& output) const;
    // Where a picture of `kind` lies: on the beat itself, its first channel.
    struct Laid {
        std::vector<MapPlace> places;
        std::size_t rows = 1, columns = 0;
    };
    [[nodiscard]] Laid laid(inference::InputKind kind) const;
    [[nodiscard]] Result<void> holdAgainst(const std::string& baseline);
    // Is the branch part of what is explained?
    [[nodiscard]] bool asks(std::size_t branch) const { return !target().branch || *target().branch == branch; }

    const inference::Bundle* bundle_;
    std::shared_ptr<const inference::Bundle> own_;  // of one that has forgotten
    inference::BatchInputs x_;
    inference::Profile profile_;
    std::vector<float> typical_tf_;
};

}  // namespace triptych::explain
