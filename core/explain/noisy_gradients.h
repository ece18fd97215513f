// Gradients of copies of a beat with noise on them: SmoothGrad is their mean, VarGrad their variance.
#pragma once

#include "core/domain/error.h"
#include "core/domain/job.h"
#include "core/explain/subject.h"

#include <torch/types.h>

#include <cstdint>
#include <vector>

namespace triptych::explain {

inline constexpr std::size_t kNoisyCopies = 50;
inline constexpr double kNoiseOfRange = 0.1;  // its deviation, of each input's range

struct NoisyGradients {
    std::vector<torch::Tensor> mean, variance;  // as the inputs, without batch axes
};
// Errors: cancelled.
[[nodiscard]] Result<NoisyGradients> noisyGradients(const Subject& subject, std::uint64_t seed, const Job& job);

}  // namespace triptych::explain
