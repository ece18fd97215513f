// Ventricular flutter and fibrillation, from the signal itself: there are no beats to count.
#pragma once

#include "core/domain/job.h"
#include "core/rhythm/episode.h"

#include <span>
#include <vector>

namespace triptych::rhythm {

// Four seconds, seen as a single wave (Kuo & Dillman, Comput Cardiol 1978).
struct WaveLook {
    double leakage = 1;  // what is left when the wave is added to itself half a period later: 0 for a sine
    double filled = 0;   // share of the time beyond a fifth of the largest excursion: beats leave most of it empty
    double hz = 0;       // of the wave
};
[[nodiscard]] WaveLook lookAtWave(std::span<const float> samples);

// `samples` at kView_hz, seen between 0.5 and 30 Hz. Begins where the leakage falls under kSurelyAWave and goes on as
// long as it stays under kStillAWave. Of the first records of MIT-BIH 207, which flutters, has leakages about 0.5; no
// other stretch of theirs comes under 0.6 with the wave filled. Empty when stopped.
inline constexpr double kSurelyAWave = 0.57, kStillAWave = 0.7, kFilled = 0.5, kStillFilled = 0.3;
[[nodiscard]] std::vector<Episode> ventricularFlutter(std::span<const float> samples, const Job& job = {});

}  // namespace triptych::rhythm
