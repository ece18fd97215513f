// From what is known of a recording and its waves to its measurements: the one way in which window and command line
// measure.
#pragma once

#include "core/domain/beat.h"
#include "core/domain/error.h"
#include "core/domain/job.h"
#include "core/domain/waves.h"
#include "core/inference/recording_analysis.h"
#include "core/measure/measure_recording.h"

#include <memory>
#include <vector>

namespace triptych::pipeline {

// What measure::measureRecording() is asked with: the waves of each lead with its quality, its gaps and its unit.
// `waves` of `beats`, each lead once; trend_step_s 0: the usual. Errors: cancelled, out_of_range (a lead).
[[nodiscard]] Result<measure::MeasureRequest> measureRequest(const inference::RecordingAnalysis& analysis,
                                                             std::shared_ptr<const BeatList> beats,
                                                             const std::vector<LeadWavesPtr>& waves,
                                                             double trend_step_s = 0, const Job& job = {});

// The same, measured. Any thread. Errors: those of measure::measureRecording() as well.
[[nodiscard]] Result<measure::MeasurementsPtr> measureBeats(const inference::RecordingAnalysis& analysis,
                                                            std::shared_ptr<const BeatList> beats,
                                                            const std::vector<LeadWavesPtr>& waves,
                                                            double trend_step_s = 0, const Job& job = {});

}  // namespace triptych::pipeline
