// One stretch of a recording as a model of whole recordings sees it, to be explained.
#pragma once

#include "core/explain/subject.h"
#include "core/inference/module/bundle.h"
#include "core/inference/recording_windows.h"

namespace triptych::explain {

// An isoelectric line on every lead is the baseline.
class RecordingSubject : public Subject {
public:
    // `window` and the classes must be in range, and no branch named; `bundle` outlives this.
    RecordingSubject(const inference::Bundle& bundle, const inference::RecordingWindows& windows, std::size_t window,
                     const Target& target);

    [[nodiscard]] std::vector<std::pair<std::string, double>> contributions() const override;
    [[nodiscard]] std::vector<torch::Tensor> withTraces(const torch::Tensor& traces) const override;
    [[nodiscard]] std::unique_ptr<Subject> forgotten(std::uint64_t seed) const override;
    [[nodiscard]] std::unique_ptr<Subject> nearby(std::uint64_t seed, double radius) const override;

private:
    RecordingSubject(const RecordingSubject&) = default;
    [[nodiscard]] torch::Tensor scores(const std::vector<torch::Tensor>& variants) const override;

    const inference::Bundle& bundle_;
};

}  // namespace triptych::explain
