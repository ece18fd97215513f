// The last step of a training: fusion weights and temperature from held-out probabilities.
#pragma once

#include "core/inference/laboratory.h"
#include "core/inference/module/bundle.h"
#include "core/inference/module/training/branch_trainer.h"

#include <torch/types.h>

#include <cstdint>
#include <functional>
#include <span>
#include <string>

namespace triptych::inference::training {

// Probabilities [n × K] at a prior (empty: training's) after the rules that the model answers by; only figures pass it.
using Ruled = std::function<torch::Tensor(const torch::Tensor& answers, std::span<const double> prior_ratio)>;

// Scores of the winners of `scores` [n × K].
[[nodiscard]] ScoreTable scoreTensor(const Configuration& configuration, std::string title, const torch::Tensor& scores,
                                     const torch::Tensor& labels);

// `probabilities` [n × M × K] of beats that no branch was trained on, `labels` [n]. Sets the bundle's fusion weights,
// simplex weights, temperature and held-out figures: overfit branches do not look surer than they are. All are of the
// frequencies of training; figures are of the answers at the card's prior.
void fitFusion(const Configuration& configuration, const torch::Tensor& probabilities, const torch::Tensor& labels,
               std::uint64_t seed, const Ruled& ruled, Bundle& bundle, const Log& log);

}  // namespace triptych::inference::training
