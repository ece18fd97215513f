// Where the waves of a made-up beat really have their peaks, in the lead that a reader looks at.
#pragma once

#include "core/synth/beat_plan.h"
#include "core/synth/synthesize.h"

#include <span>
#include <vector>

namespace triptych::synth {

// One entry per planned beat whose R peak lies in the recording. `clean`: the lead (II or MLII) in millivolts, free of
// noise and hum. A peak is the sample that is highest, or lowest, near the model's own angle for the wave, so its time
// is true to half a sample; of waves that the beat has not, or whose peak lies outside the recording, it is NaN.
[[nodiscard]] std::vector<BeatTruth> trueTimes(const std::vector<PlannedBeat>& beats, std::span<const float> clean,
                                               double rate_hz, double mean_rate_bpm);

}  // namespace triptych::synth
