// Where the beats of a recording come from: a reference annotator where there is one, else the detector; the reader may
// choose.
#pragma once

#include "core/domain/beat.h"
#include "core/domain/error.h"
#include "core/domain/job.h"
#include "core/domain/recording.h"
#include "core/inference/recording_analysis.h"

#include <memory>

namespace triptych::pipeline {

enum class BeatChoice { automatic, reference, detected };

// The annotation set that marks beats and was not written by Triptych; nullptr where there is none.
[[nodiscard]] const AnnotationSet* referenceOf(const Recording& recording);

// Any thread; the detector reports progress and stops. Errors: not_found (reference asked for and there is none),
// out_of_range (lead), unsupported (rate; what is no ECG in time, core/domain/no_beats.h), cancelled.
[[nodiscard]] Result<BeatList> findBeats(const Recording& recording, std::size_t lead, BeatChoice choice,
                                         const Job& job = {});
// The same from what was found before, and left there for whoever asks next.
[[nodiscard]] Result<std::shared_ptr<const BeatList>> findBeats(const inference::RecordingAnalysis& analysis,
                                                                std::size_t lead, BeatChoice choice,
                                                                const Job& job = {});

}  // namespace triptych::pipeline
