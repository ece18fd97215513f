// Recorders print a pulse of 1 mV beside the ECG, so that its size can be read off the paper, and some write it into
// the leads. It is as steep as a QRS complex and no heart made it: it is found by its shape and never counted a beat.
#pragma once

#include "core/domain/job.h"
#include "core/domain/recording.h"
#include "core/text/said.h"

#include <cstdint>
#include <string>
#include <vector>

namespace triptych::beats {

struct CalibrationPulse {
    double from_s = 0;  // its rise
    double to_s = 0;    // its fall
};

// Rectangles of 1 mV (5 % more or less) that last 80 to 600 ms, with steep edges, a level top and level ground on both
// sides, in at least half of the leads at once that have samples there; at the beginning and the end of the leads,
// where recorders put them, and as far from there as one follows the other. Bounded work, whatever the length.
[[nodiscard]] std::vector<CalibrationPulse> findCalibrationPulses(const Recording& recording, const Job& job = {});

// A beat so near to a pulse's edges is the pulse.
[[nodiscard]] bool isOfPulse(const std::vector<CalibrationPulse>& pulses, double time_s);
// Without the peaks that are edges of pulses; `rate_hz` of the lead that they count samples of.
void leaveOutPulses(const std::vector<CalibrationPulse>& pulses, double rate_hz, std::vector<std::int64_t>& peaks);

// "a calibration pulse of 1 mV at 9.8 s is no heart beat and is left out"; "" without pulses.
[[nodiscard]] text::Said sayPulses(const std::vector<CalibrationPulse>& pulses);

}  // namespace triptych::beats
