// Why a model gave its score: the methods of docs/methods.md §7, over every input at once. Built into the inference
// module; Torch never leaves it.
#pragma once

#include "core/domain/error.h"
#include "core/domain/explanation.h"
#include "core/domain/job.h"
#include "core/domain/recording.h"
#include "core/explain/subject.h"
#include "core/inference/explanation_methods.h"
#include "core/inference/module/bundle.h"

#include <cstddef>

namespace triptych::explain {

// Asks the request's method. Errors: those of inference::methodFor; unsupported, where the subject lacks what the
// method needs; cancelled. May throw what Torch throws.
[[nodiscard]] Result<Explanation> explain(const Subject& subject, const inference::ExplainRequest& request,
                                          const Job& job);

// Index of a class among a model's. Errors: out_of_range, with those that there are.
[[nodiscard]] Result<std::size_t> classIndex(const ModelInfo& model, const std::string& class_name);

// One beat; `beat` must be in range. Errors: also out_of_range (a class that the model has not).
[[nodiscard]] Result<Explanation> explainBeat(const inference::Bundle& bundle, const inference::BeatInputs& inputs,
                                              std::size_t beat, const inference::ExplainRequest& request,
                                              const Job& job);

// A label of a whole recording, over the stretch that holds `time_s`; the bundle's task is recording. Errors: also
// those of RecordingWindows::of().
[[nodiscard]] Result<Explanation> explainRecording(const inference::Bundle& bundle, const Recording& recording,
                                                   double time_s, const inference::ExplainRequest& request,
                                                   const Job& job);

}  // namespace triptych::explain
