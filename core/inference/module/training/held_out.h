// What the branches say of beats that they were not trained on: the material of fusion, temperature and calibration.
#pragma once

#include "core/domain/error.h"
#include "core/inference/module/training/dataset.h"
#include "core/inference/module/training/plan.h"

#include <torch/types.h>

#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

namespace triptych::inference::training {

struct HeldOut {
    torch::Tensor probabilities;  // [n × M × K] of every branch
    torch::Tensor labels;         // [n]
    std::vector<std::size_t> indices;
    torch::Tensor fibrillation;  // [n] the share that S hands to N; set by overLeads alone
};

// From validation, or gathered over the folds. Errors: not_found (a branch has not been trained yet), model_mismatch.
[[nodiscard]] Result<HeldOut> gatherHeldOut(const Plan& plan);
// What a reader sees: each beat once, with the mean of its probabilities over the leads that were held out. Product
// profile alone.
[[nodiscard]] HeldOut overLeads(const BeatDataset& dataset, const HeldOut& held_out);
// For each class its frequency among the beats of `records`, over that among all that were held out; 1 for a class that
// `records` lack. Empty where there are none of them: answers then assume the frequencies of training.
[[nodiscard]] std::vector<double> priorRatio(const BeatDataset& dataset, const HeldOut& seen,
                                             std::span<const std::string_view> records);
// Probabilities [n × K] after the rules of whole recordings (rhythm_rules.h), record by record. `prior_ratio`: the
// prior that they are at; empty: training's.
[[nodiscard]] torch::Tensor withRules(const BeatDataset& dataset, const HeldOut& seen, const torch::Tensor& answers,
                                      std::span<const double> prior_ratio);

}  // namespace triptych::inference::training
