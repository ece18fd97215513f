// A whole recording by a bundle, stretch by stretch.
#pragma once

#include "core/domain/recording_answer.h"
#include "core/inference/engine.h"
#include "core/inference/module/bundle.h"
#include "core/inference/recording_windows.h"

#include <torch/types.h>

namespace triptych::inference {

// As Model::judge() has it; the bundle's task is recording. Throws what LibTorch throws.
[[nodiscard]] Result<RecordingAnswer> judgeRecording(const Bundle& bundle, const Recording& recording, const Job& job);

// [1 × leads × samples] of a stretch; `missing`, where given, gets what RecordingWindows::read() gives.
[[nodiscard]] torch::Tensor tensorOf(const RecordingWindows& windows, std::size_t window,
                                     std::size_t* missing = nullptr);
// Logits [B × K] of B stretches. One by one: the network is only known to take one.
[[nodiscard]] torch::Tensor recordingLogits(const Bundle& bundle, const torch::Tensor& stretches);

}  // namespace triptych::inference
