// The waves of atria that fibrillate or flutter, and when the ventricles beat beneath them.
#pragma once

#include "core/statistics/random.h"

#include <cstddef>
#include <span>
#include <vector>

namespace triptych::inference::training {

struct AtrialWaves {
    std::vector<double> beat_s;  // when the ventricles beat
    std::vector<double> phase;   // of the atria at every sample, in waves
    double size = 0;             // of the QRS
    double sharpness = 0;        // share of each harmonic in the next
    double shift = 0;            // between the waves and the QRS, in waves
};

// Intervals without memory over waves of 4 to 8 Hz whose rate wanders.
[[nodiscard]] AtrialWaves fibrillatingAtria(double duration_s, double rate_hz, Random& random);
// Waves of 4 to 5.5 Hz, a whole number of them in every interval: the node conducts every second to fifth, likes one
// ratio, and keeps to any for a while.
[[nodiscard]] AtrialWaves flutteringAtria(double duration_s, double rate_hz, Random& random);

// Adds them to a lead that sees them with `amplitude_mv`: a sawtooth of three harmonics whose size breathes (Stridh &
// Sörnmo 2001).
void addWaves(std::span<float> lead_mv, const AtrialWaves& waves, double amplitude_mv, double rate_hz, Random& random);

}  // namespace triptych::inference::training
