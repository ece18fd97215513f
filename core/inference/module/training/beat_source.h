// The beats of a training, wherever they come from: recordings, the public heartbeat files, or a prepared beat file.
#pragma once

#include "core/domain/error.h"
#include "core/domain/job.h"
#include "core/inference/module/training/dataset.h"

namespace triptych::inference::training {

// Errors: not_found, model_mismatch (a prepared file of another profile or of other classes), those of the readers.
[[nodiscard]] Result<BeatDataset> loadBeats(const BeatQuery& query, const Job& job);

}  // namespace triptych::inference::training
