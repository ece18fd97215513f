// A beat explained as every program asks it: a method that weighs the parts of a beat is told where they lie.
#pragma once

#include "core/domain/beat.h"
#include "core/domain/error.h"
#include "core/domain/explanation.h"
#include "core/domain/job.h"
#include "core/inference/engine.h"
#include "core/inference/recording_analysis.h"

#include <cstddef>

namespace triptych::pipeline {

// inference::Model::explain(), where the method weighs named parts and the request names none: with those of the beat's
// waves that can be marked surely (core/pipeline/beat_segments.h). What cannot is told by the clock, and the
// explanation says so. Errors: those of explain().
[[nodiscard]] Result<Explanation> explainBeat(const inference::Model& model,
                                              const inference::RecordingAnalysis& analysis, const BeatList& beats,
                                              std::size_t beat, inference::ExplainRequest what, const Job& job = {});

}  // namespace triptych::pipeline
