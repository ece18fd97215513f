// A beat as a point: what a model's networks answer before their last layers, in the directions in which training beats
// differ, so that near points are beats that the model takes for alike.
#pragma once

#include "core/inference/module/bundle.h"
#include "core/inference/module/fused_forward.h"

#include <torch/types.h>

namespace triptych::explain {

// [B × D] means of the last convolutions' maps, and what a network of a row of beats answers at the beat. Undefined
// where the model shows neither.
[[nodiscard]] torch::Tensor embeddingFeatures(const inference::Bundle& bundle, const inference::BatchInputs& batch);

}  // namespace triptych::explain
