// Loss and gradients of one batch: what a step of the optimiser starts from.
#pragma once

#include "core/inference/module/training/batches.h"
#include "core/inference/module/training/configurations.h"
#include "core/inference/module/training/dataset.h"
#include "core/inference/module/zoo/network.h"

#include <torch/types.h>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

namespace triptych::inference::training {

struct Learning {
    const Configuration& configuration;
    const BeatDataset& dataset;
    std::span<const InputKind> inputs;  // of the network
    torch::Tensor class_weights;        // [K] on the processor
};

// The share of ordinary N beats that an epoch keeps, by how early or late they come (`relative_rr`: ln of pre-RR over
// local RR).
[[nodiscard]] double keptShare(const Configuration& configuration, float relative_rr);

// The beats' cross-entropy (of a strip's beats: that they are no V), their mean weighted by class; its gradients are
// added to those that the network holds. A batch goes through in parts that stay in the processor's cache, and the
// parts' gradients add up to the whole's. Batch normalisation would see its part alone: with it, and on other devices,
// a batch stays whole. `augmentation` seeds the changes to the beats.
double learnBatch(zoo::Network& network, const Learning& learning, std::span<const std::size_t> beats,
                  std::optional<std::uint64_t> augmentation);

[[nodiscard]] torch::Tensor logitsOf(zoo::Network& network, const Batch& batch, const torch::Device& device);

}  // namespace triptych::inference::training
