// Scores a model on the records its card keeps for testing, or on those it was validated on.
#pragma once

#include "core/inference/laboratory.h"

namespace triptych::inference {

// As Laboratory::evaluate says.
[[nodiscard]] Result<Evaluation> evaluateModel(const EvaluateRequest& request, std::vector<Warning> warnings,
                                               const Job& job);

}  // namespace triptych::inference
