// The reader's labels that lie beside a recording, and the recording as it is written elsewhere with them: only this
// room knows both the file formats and what a reader saved.
#pragma once

#include "core/domain/recording.h"
#include "core/review/triptych_annotations.h"

#include <vector>

namespace triptych::pipeline {

// Any thread. Errors: those of review::loadLabels; not_found where there are none.
[[nodiscard]] Result<review::SavedLabels> savedLabelsOf(const Recording& recording);

// `recording` with `labels` as its annotator "triptych", in place of what it had of that annotator.
[[nodiscard]] RecordingPtr withLabels(const RecordingPtr& recording, AnnotationSet labels);

// What an export is to hold: the recording with the labels that lie beside it now, whatever its format. WFDB's reader
// finds annotators by itself, the others know only what is in their own file.
struct LabelledRecording {
    RecordingPtr recording;
    std::vector<Warning> warnings;  // labels that are there and cannot be taken
};
[[nodiscard]] LabelledRecording withSavedLabels(const RecordingPtr& recording);

}  // namespace triptych::pipeline
