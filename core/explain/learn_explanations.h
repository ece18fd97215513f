// Learns what explanations of a model rest on beside its weights (core/inference/module/explanation_aids.h).
#pragma once

#include "core/domain/error.h"
#include "core/domain/job.h"
#include "core/inference/explanation_studies.h"

namespace triptych::explain {

// As Laboratory::learnExplanations() says. May throw what LibTorch throws.
[[nodiscard]] Result<inference::LearntExplanations> learnExplanations(
    const inference::LearnExplanationsRequest& request, const Job& job);

}  // namespace triptych::explain
