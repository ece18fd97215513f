// What a model's networks answer along a beat before their last layers, moment by moment, and of the beat as it stands
// in the row of beats around it: what time-localised clusters are clusters of.
#pragma once

#include "core/inference/model_inputs.h"
#include "core/inference/module/bundle.h"
#include "core/inference/module/fused_forward.h"

#include <torch/types.h>

#include <cstddef>

namespace triptych::explain {

inline constexpr std::size_t kMomentSamples = 4;  // of the trace, from one moment to the next

struct BeatMoments {
    // [B × T × D] the last convolution passes of every network that reads trace or picture, each laid on the trace by
    // the centres of its receptive fields; undefined where there is none.
    torch::Tensor along;
    // [B × R] what the networks of a row of beats answer at the beat; undefined where there is none.
    torch::Tensor row;
};
[[nodiscard]] BeatMoments momentsOf(const inference::Bundle& bundle, const inference::BatchInputs& batch,
                                    inference::Profile profile);

}  // namespace triptych::explain
