// A recording that readers labelled, written as one of a training set (core/inference/training_set.h).
#pragma once

#include "core/domain/beat.h"
#include "core/domain/error.h"
#include "core/domain/job.h"
#include "core/domain/recording.h"
#include "core/inference/training_set.h"
#include "core/store/event.h"

#include <optional>
#include <string>
#include <vector>

namespace triptych::pipeline {

// Writes `recording` into `folder` as a WFDB record called `name`, without comments and start time, with the labels as
// its annotator "atr": beats of `found` as readers corrected them, those that a reader labelled under their letters,
// the others, and those in a stretch that a reader called unreadable, as "?". `reader`: the labels of one reader alone.
// Returns nullopt, and writes nothing, where no beat is labelled. Errors: those of formats::exportRecording.
[[nodiscard]] Result<std::optional<inference::TrainingRecord>> writeTrainingRecord(
    const RecordingPtr& recording, const std::string& identity, const BeatList& found,
    const std::vector<store::EventGroup>& log, const std::optional<std::string>& reader, const std::string& folder,
    const std::string& name, const Job& job = {});

}  // namespace triptych::pipeline
