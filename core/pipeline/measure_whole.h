// From a recording to every figure of it in one go: its beats, their waves on all leads, and what is measured of them.
#pragma once

#include "core/domain/beat.h"
#include "core/domain/error.h"
#include "core/domain/job.h"
#include "core/inference/recording_analysis.h"
#include "core/measure/measurements.h"
#include "core/pipeline/find_beats.h"
#include "core/pipeline/find_waves.h"

#include <cstddef>

namespace triptych::pipeline {

struct WholeMeasured {
    FoundWaves waves;  // of `lead` too, whatever its unit: a table that states none is an ECG all the same
    measure::MeasurementsPtr figures;
};

// `lead`: whose beats are looked for; trend_step_s 0: the usual. Any thread. Errors: those of findWaves() and
// measureBeats(), and of the shipped delineator.
[[nodiscard]] Result<WholeMeasured> measureWhole(const inference::RecordingAnalysis& analysis, std::size_t lead,
                                                 BeatChoice choice, double trend_step_s = 0, const Job& job = {});

}  // namespace triptych::pipeline
