// A model's class for every beat of its test set, beat by beat: what comparing two models needs.
#pragma once

#include "core/inference/laboratory.h"
#include "core/inference/module/bundle.h"
#include "core/inference/module/training/dataset.h"

#include <torch/types.h>

#include <vector>

namespace triptych::inference {

// As Laboratory::answer says.
[[nodiscard]] Result<Answers> answerModel(const EvaluateRequest& request, const Job& job);

// Beats of a stratified split that belong to `set` ("test" or "validation"), from the data the card was trained on.
struct SplitBeats {
    training::BeatDataset dataset;
    std::vector<std::size_t> indices;
};
[[nodiscard]] Result<SplitBeats> loadSplit(const Card& card, const EvaluateRequest& request, const Job& job);
// Softmaxed outputs of every branch for those beats, [n × M × K]. Errors: cancelled.
[[nodiscard]] Result<torch::Tensor> branchProbabilities(const Bundle& bundle, const SplitBeats& beats, const Job& job);
// What classification would say of beats out of order, from those outputs alone.
[[nodiscard]] Predictions predictionsOf(const Bundle& bundle, const torch::Tensor& probabilities);

}  // namespace triptych::inference
