// A recording's beats as points of a plane, by what a model's networks answer of them.
#pragma once

#include "core/domain/beat_map.h"
#include "core/domain/error.h"
#include "core/domain/job.h"
#include "core/inference/model_inputs.h"
#include "core/inference/module/bundle.h"

#include <torch/types.h>

namespace triptych::explain {

// Points [n × 2] of features [n × D] on their first two principal components, each turned so that its largest weight is
// positive; `share`: of the variance, that the two have. Of fewer than two features the rest of the axes is 0.
struct Plane {
    torch::Tensor points;
    double share = 0;
};
[[nodiscard]] Plane principalPlane(const torch::Tensor& features);

// Errors: unsupported (a model that shows nothing by which beats are alike), cancelled. May throw what LibTorch throws.
[[nodiscard]] Result<BeatMap> beatMapOf(const inference::Bundle& bundle, const inference::BeatInputs& inputs,
                                        const Job& job);

}  // namespace triptych::explain
