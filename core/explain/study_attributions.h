// What a method's maps add up to and share with the signal, over many beats.
#pragma once

#include "core/domain/error.h"
#include "core/domain/job.h"
#include "core/inference/attribution_study.h"

namespace triptych::explain {

// As Laboratory::studyAttributions() says. May throw what LibTorch throws.
[[nodiscard]] Result<void> studyAttributions(const inference::AttributionStudyRequest& request, const Job& job,
                                             const inference::AttributedSink& sink);

}  // namespace triptych::explain
