// The whole training of a named configuration: data, split, branches (side by side), fusion, calibration, card.
#pragma once

#include "core/inference/card.h"
#include "core/inference/laboratory.h"
#include "core/inference/module/training/branch_trainer.h"

namespace triptych::inference::training {

// As Laboratory::train says. Leaves in output_folder: card.json, weights.safetensors, log.jsonl, and work/ with
// checkpoints.
[[nodiscard]] Result<ModelInfo> train(const TrainRequest& request, const Job& job, const Log& log);

}  // namespace triptych::inference::training
