// One stretch of a recording as a model of whole recordings sees it, to be explained.
#pragma once

#include "core/explain/subject.h"
#include "core/inference/module/bundle.h"
#include "core/inference/recording_windows.h"

#include <optional>

namespace triptych::explain {

// An isoelectric line on every lead is the baseline.
class RecordingSubject : public Subject {
public:
    // `window` and the classes must be in range; `bundle` outlives this.
    RecordingSubject(const inference::Bundle& bundle, const inference::RecordingWindows& windows, std::size_t window,
                     std::size_t class_index, std::optional<std::size_t> against);

private:
    [[nodiscard]] torch::Tensor scores(const std::vector<torch::Tensor>& variants) const override;

    const inference::Bundle& bundle_;
};

}  // namespace triptych::explain
