// Which beats train and which are watched, for every branch and fold of a configuration.
#pragma once

#include "core/inference/module/training/branch_trainer.h"

#include <cstddef>
#include <vector>

namespace triptych::inference::training {

struct Fold {
    std::vector<std::size_t> train;     // indices into the data set
    std::vector<std::size_t> held_out;  // every lead that the data set has
};

// stratified_beats: the train and validation parts of the split (the test part is in neither). Data that came with a
// test part of its own keep it.
[[nodiscard]] Fold stratifiedFold(const BeatDataset& dataset, std::uint64_t seed);
// The beats of the stratified split's test part.
[[nodiscard]] std::vector<std::size_t> stratifiedTest(const BeatDataset& dataset, std::uint64_t seed);
// patient_folds: fold k of n holds out whole records.
[[nodiscard]] std::vector<Fold> recordFolds(const BeatDataset& dataset, std::size_t folds);
// Every beat, and none held out: the final training after cross-validation.
[[nodiscard]] Fold everything(const BeatDataset& dataset);

}  // namespace triptych::inference::training
