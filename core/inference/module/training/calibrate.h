// What a finished model learns to say of its own answers: sets of likely classes, doubt and strangeness.
#pragma once

#include "core/domain/job.h"
#include "core/inference/module/bundle.h"
#include "core/inference/module/training/branch_trainer.h"

#include <torch/types.h>

#include <cstddef>
#include <span>

namespace triptych::inference::training {

// Beats that no branch was trained on, as the branches answered them.
struct HeldOutBeats {
    torch::Tensor probabilities;           // [n × M × K] of the branches
    torch::Tensor answers;                 // [n × K] the model's probabilities, after its rules
    torch::Tensor labels;                  // [n]
    std::span<const std::size_t> indices;  // into the data set
};

// Sets the bundle's conformal thresholds and doubt from held-out beats, its familiarity from the training beats, and
// adds what they achieve on held-out beats to the card's figures. Calling it anew replaces all of it. Errors:
// cancelled.
[[nodiscard]] Result<void> calibrate(const BeatDataset& dataset, std::span<const std::size_t> train,
                                     const HeldOutBeats& held_out, Bundle& bundle, const Job& job, const Log& log);

}  // namespace triptych::inference::training
