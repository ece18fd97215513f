#include "core/explain/recording_subject.h"

#include "core/inference/module/judge_recording.h"

#include <torch/torch.h>

namespace triptych::explain {

RecordingSubject::RecordingSubject(const inference::Bundle& bundle, const inference::RecordingWindows& windows,
                                   std::size_t window, std::size_t class_index, std::optional<std::size_t> against)
    : Subject(class_index, against.value_or(kNoClass)), bundle_(bundle) {
    const RecordingInput& input = bundle.card.info.input;
    AttributionAxis time{"time", "s", {}, {}};
    time.values.reserve(input.samples);
    for (std::size_t i = 0; i < input.samples; ++i)
        time.values.push_back(windows.start_s(window) + static_cast<double>(i) / input.rate_hz);
    const auto value = inference::tensorOf(windows, window);
    inputs_.push_back({"leads", {{"lead", "", {}, windows.names()}, std::move(time)}, value, torch::zeros_like(value)});
}

torch::Tensor RecordingSubject::scores(const std::vector<torch::Tensor>& variants) const {
    return inference::recordingLogits(bundle_, variants.front());
}

}  // namespace triptych::explain
