// From indices into a data set to the tensors of one batch; augments on the way where asked.
#pragma once

#include "core/inference/module/training/dataset.h"
#include "core/inference/module/zoo/encoder.h"

#include <torch/types.h>

#include <optional>
#include <span>

namespace triptych::inference::training {

struct Batch {
    torch::Tensor picture;  // [B × C × samples] or [B × C × rows × columns]
    torch::Tensor rr;       // [B × R], undefined where the profile has none
    torch::Tensor label;    // [B] kLong
};

// `augmentation` seeds the changes of this batch; nullopt leaves the beats as they are.
[[nodiscard]] Batch makeBatch(const BeatDataset& dataset, std::span<const std::size_t> indices, zoo::InputKind kind,
                              std::optional<std::uint64_t> augmentation);

}  // namespace triptych::inference::training
