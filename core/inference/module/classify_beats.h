// The beats of a recording by a bundle, in batches on two threads.
#pragma once

#include "core/inference/engine.h"
#include "core/inference/module/bundle.h"

namespace triptych::inference {

// As Model::classify() has it.
[[nodiscard]] Result<Classification> classifyBeats(const Bundle& bundle, const RecordingAnalysis& analysis,
                                                   const BeatList& beats, const Job& job, std::size_t first_beat,
                                                   const PartialResult& partial);

}  // namespace triptych::inference
