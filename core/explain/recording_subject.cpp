#include "core/explain/recording_subject.h"

#include "core/inference/module/judge_recording.h"

#include <torch/types.h>

namespace triptych::explain {

RecordingSubject::RecordingSubject(const inference::Bundle& bundle, const inference::RecordingWindows& windows,
                                   std::size_t window, const Target& target)
    : Subject(target), bundle_(bundle) {
    const RecordingInput& input = bundle.card.info.input;
    AttributionAxis time{"time", "s", {}, {}};
    time.values.reserve(input.samples);
    for (std::size_t i = 0; i < input.samples; ++i)
        time.values.push_back(windows.start_s(window) + static_cast<double>(i) / input.rate_hz);
    const auto value = inference::tensorOf(windows, window);
    trace_ = value[0];
    mean_trace_ = torch::zeros_like(trace_);
    trace_axis_ = time;
    inputs_.push_back({"leads", {{"lead", "", {}, windows.names()}, std::move(time)}, value, torch::zeros_like(value)});
}

torch::Tensor RecordingSubject::scores(const std::vector<torch::Tensor>& variants) const {
    return inference::recordingLogits(bundle_, variants.front());
}

std::vector<std::pair<std::string, double>> RecordingSubject::contributions() const {
    return {{bundle_.branches.front().name, scoreOf(values())}};
}

std::vector<torch::Tensor> RecordingSubject::withTraces(const torch::Tensor& traces) const {
    return {traces};
}

std::unique_ptr<Subject> RecordingSubject::forgotten(std::uint64_t /*seed*/) const {
    return nullptr;  // code keeps its weights to itself
}

std::unique_ptr<Subject> RecordingSubject::nearby(std::uint64_t seed, double radius) const {
    auto out = std::unique_ptr<RecordingSubject>(new RecordingSubject(*this));
    out->move(seed, radius);
    return out;
}

}  // namespace triptych::explain
