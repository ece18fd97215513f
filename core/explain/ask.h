// What most methods ask of a subject: gradients and scores of many variants of its inputs, in batches.
#pragma once

#include "core/domain/error.h"
#include "core/domain/explanation.h"
#include "core/domain/job.h"
#include "core/explain/subject.h"

#include <torch/types.h>

#include <functional>
#include <vector>

namespace triptych::explain {

// Variants that are asked at once: few enough that a stop between them is quick.
inline constexpr std::size_t kAtOnce = 32;

// Gradient of the sum of the variants' scores to each input, [B × …]; zeros for an input that no branch reads.
// `scores`, where it is not null, gets the variants' scores, [B].
[[nodiscard]] std::vector<torch::Tensor> gradientsOf(const Subject& subject, const std::vector<torch::Tensor>& variants,
                                                     torch::Tensor* scores = nullptr);

// Scores of `count` variants, which `make(first, past)` gives in batches [past − first × …]; it is called from two
// threads. Errors: cancelled.
[[nodiscard]] Result<std::vector<double>> scoresOf(
    const Subject& subject, std::size_t count,
    const std::function<std::vector<torch::Tensor>(std::size_t first, std::size_t past)>& make, const Job& job);

// An explanation of the subject as it is, of a method without completeness: its score, and no inputs yet.
[[nodiscard]] Explanation withoutSum(const Subject& subject);
// One attribution for every input; `values` without batch axes.
void addInputs(const Subject& subject, const std::vector<torch::Tensor>& values, Explanation& out);
// δ of attributions that add up to what the score differs by from the baseline's, and what the 1 % bound says of it.
void sayCompleteness(double sum, Explanation& out);

}  // namespace triptych::explain
