// How faithful the maps of every method are, over records: the figures by which the default method is chosen.
#pragma once

#include "core/domain/error.h"
#include "core/domain/job.h"
#include "core/inference/explanation_studies.h"

namespace triptych::explain {

// As Laboratory::studyFaithfulness() says. May throw what LibTorch throws.
[[nodiscard]] Result<void> studyFaithfulness(const inference::FaithfulnessRequest& request, const Job& job,
                                             const inference::StudySink& sink);

}  // namespace triptych::explain
