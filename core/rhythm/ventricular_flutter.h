// Ventricular flutter and fibrillation, from the signal itself: there are no beats to count.
#pragma once

#include "core/domain/job.h"
#include "core/rhythm/episode.h"

#include <span>
#include <vector>

namespace triptych::rhythm {

// Four seconds, seen as a single wave (Kuo & Dillman, Comput Cardiol 1978).
struct WaveLook {
    double largest = 0;  // distance from the mean, in the lead's unit
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

// Does another lead, over the time of such an episode, show beats and a base line between them? Then what waves is
// noise of the one lead: a ventricle flutters on all of them. Each of its looks is away from the base line for some of
// the time (a lead that has come off hardly is) and for less than kAtRestBetween (of 207's second lead, .32 to .70
// while it flutters; of 200's first, .12 to .24 while the second is torn). `samples` at kView_hz; false when stopped.
inline constexpr double kSomeBeats = 0.05, kAtRestBetween = 0.25;
[[nodiscard]] bool showsBeats(std::span<const float> samples, const Job& job = {});

}  // namespace triptych::rhythm
