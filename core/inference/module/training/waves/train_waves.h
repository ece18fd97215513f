// The training of the network that delineates waves: data, fold, steps with checkpoints, weights and card.
#pragma once

#include "core/inference/laboratory.h"
#include "core/inference/module/training/branch_trainer.h"

namespace triptych::inference::training {

inline constexpr const char* kWavesConfiguration = "waves";

// As Laboratory::train says, of the configuration "waves": request.data_folder is what readWaveCorpus() takes;
// request.fold "k/n" keeps the k-th of n groups of records out of the training; what belongs to the training of
// classifiers (part, adasyn, class weights, patience) is refused. Leaves in output_folder: card.json,
// weights.safetensors, log.jsonl and work/ with the checkpoint.
[[nodiscard]] Result<ModelInfo> trainWaves(const TrainRequest& request, const Job& job, const Log& log);

}  // namespace triptych::inference::training
