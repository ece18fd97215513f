// From indices into a data set to the tensors of one batch; augments on the way where asked.
#pragma once

#include "core/inference/input_kinds.h"
#include "core/inference/module/training/dataset.h"

#include <torch/types.h>

#include <optional>
#include <span>
#include <vector>

namespace triptych::inference::training {

struct Batch {
    std::vector<torch::Tensor> pictures;  // one for each input: [B × C × samples] or [B × C × rows × columns]
    torch::Tensor rr;                     // [B × R], undefined where the profile has none
    torch::Tensor label;                  // [B] kLong
    std::vector<bool> not_ventricular;    // [B] nothing else is known of the beat (Source::not_ventricular)
};

// `inputs` as the network's row in the zoo names them. `augmentation` seeds the changes of this batch, the same for
// every input of a beat; nullopt leaves the beats as they are.
[[nodiscard]] Batch makeBatch(const BeatDataset& dataset, std::span<const std::size_t> indices,
                              std::span<const InputKind> inputs, std::optional<std::uint64_t> augmentation);

}  // namespace triptych::inference::training
