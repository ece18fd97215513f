// Rhythms that are told by counting beats: runs of tachycardia, bigeminy and trigeminy, slow and fast rates.
#pragma once

#include "core/rhythm/episode.h"
#include "core/rhythm/view.h"

#include <vector>

namespace triptych::rhythm {

inline constexpr std::size_t kRunBeats = 3;
inline constexpr double kSlow_bpm = 50, kFast_bpm = 100;

// Three or more beats of one class at 100 per minute or more, each interval within the run.
[[nodiscard]] std::vector<Episode> ventricularRuns(const RhythmView& view);
// The same of S beats; and ten or more narrow beats that go on evenly at kSustained_bpm or more, when the rate leapt
// there within two beats, or was never seen otherwise and no P wave precedes them.
inline constexpr double kSustained_bpm = 120;
[[nodiscard]] std::vector<Episode> supraventricularRuns(const RhythmView& view);
// N V N V N V, or N N V three times over, and on for as long as it goes.
[[nodiscard]] std::vector<Episode> ectopicPatterns(const RhythmView& view);
// Ten seconds or more in which the mean of the beats around lies under 50, or over 100, per minute.
[[nodiscard]] std::vector<Episode> slowAndFast(const RhythmView& view);

}  // namespace triptych::rhythm
