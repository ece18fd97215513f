#include "core/inference/module/judge_recording.h"
#include "core/text/said.h"

#include <ATen/Parallel.h>
#include <torch/types.h>
#include <torch/utils.h>

#include <algorithm>

namespace triptych::inference {
namespace {

// [K] A label's own probability each, or one that is shared among them.
std::vector<float> probabilities(const ModelInfo& model, const torch::Tensor& logits) {
    const auto scaled = logits[0].to(torch::kFloat) / model.temperature;
    const auto p = (model.multi_label ? torch::sigmoid(scaled) : torch::softmax(scaled, 0)).contiguous();
    return {p.data_ptr<float>(), p.data_ptr<float>() + p.numel()};
}

// Into `whole`, which begins with zeros.
void combine(OverWindows over, std::span<const float> window, std::size_t windows, std::vector<float>& whole) {
    for (std::size_t k = 0; k < whole.size(); ++k) {
        if (over == OverWindows::max) {
            whole[k] = std::max(whole[k], window[k]);
        } else {
            whole[k] += window[k] / static_cast<float>(windows);
        }
    }
}

}  // namespace

torch::Tensor tensorOf(const RecordingWindows& windows, std::size_t window, std::size_t* missing) {
    auto out =
        torch::empty({1, static_cast<std::int64_t>(windows.leads()), static_cast<std::int64_t>(windows.samples())});
    const std::size_t without = windows.read(window, {out.data_ptr<float>(), windows.leads() * windows.samples()});
    if (missing != nullptr) *missing = without;
    return out;
}

torch::Tensor recordingLogits(const Bundle& bundle, const torch::Tensor& stretches) {
    std::vector<torch::Tensor> out;
    for (std::int64_t row = 0; row < stretches.size(0); ++row)
        out.push_back(bundle.branches.front().network->logits({stretches.narrow(0, row, 1)}, {}));
    return torch::cat(out);
}

Result<RecordingAnswer> judgeRecording(const Bundle& bundle, const Recording& recording, const Job& job) {
    const ModelInfo& model = bundle.card.info;
    const auto windows = RecordingWindows::of(recording, model);
    if (!windows) return std::unexpected(windows.error());
    at::set_num_threads(1);
    const torch::NoGradGuard guard;
    RecordingAnswer out;
    out.model = model;
    out.window_s = windows->window_s();
    out.padded_s = windows->padded_s();
    out.missing_leads = windows->missingLeads();
    out.probability.assign(model.classes.size(), 0.0F);
    std::size_t all_missing = 0;
    for (std::size_t window = 0; window < windows->count(); ++window) {
        if (job.stopRequested()) {
            return fail(ErrorCode::cancelled, text::say("stopped after {1} of {2} stretches", window, windows->count()),
                        recording.name, "start it again");
        }
        std::size_t missing = 0;
        const auto logits = recordingLogits(bundle, tensorOf(*windows, window, &missing));
        const bool fits = logits.numel() == static_cast<std::int64_t>(model.classes.size());
        if (!fits || !torch::isfinite(logits).all().item<bool>()) {
            return fail(
                ErrorCode::model_mismatch,
                text::say(
                    "model {1} answers a stretch with values that are no numbers, or with others than one a label",
                    model.name),
                recording.name, "choose another model");
        }
        const auto p = probabilities(model, logits);
        combine(model.input.over_windows, p, windows->count(), out.probability);
        out.window_probability.insert(out.window_probability.end(), p.begin(), p.end());
        out.window_start_s.push_back(windows->start_s(window));
        all_missing += missing;
        job.progress(static_cast<double>(window + 1) / static_cast<double>(windows->count()), "classifying");
    }
    out.missing_s = static_cast<double>(all_missing) / model.input.rate_hz;
    return out;
}

}  // namespace triptych::inference
