// Rhythms that are told by counting beats: runs of tachycardia, bigeminy and trigeminy, slow and fast rates.
#pragma once

#include "core/rhythm/episode.h"
#include "core/rhythm/view.h"

#include <span>
#include <vector>

namespace triptych::rhythm {

inline constexpr std::size_t kRunBeats = 3, kGroups = 4;
inline constexpr double kSlow_bpm = 50, kFast_bpm = 100;

// Three or more V at 100 per minute or more, each interval within the run. `by_shape` [beats] (classesByShape()) has a
// say: a run of beats that the labels call N, and not most of them S, is ventricular where six in ten of its beats are
// so by shape.
[[nodiscard]] std::vector<Episode> ventricularRuns(const RhythmView& view, std::span<const BeatClass> by_shape);
// The same of S beats; and ten or more narrow beats that go on evenly at kSustained_bpm or more, when the rate leapt
// there within two beats (at 150 and more, or without plain P waves), or no P wave precedes them at 140 and more.
inline constexpr double kSustained_bpm = 120;
[[nodiscard]] std::vector<Episode> supraventricularRuns(const RhythmView& view, std::span<const BeatClass> by_shape);
// N V, or N N V, four times over: three come by chance in a day of many V; and on for as long as it goes.
[[nodiscard]] std::vector<Episode> ectopicPatterns(const RhythmView& view);
// Ten seconds or more in which the mean of the beats around lies under 50, or over 100, per minute. Around is 5 s to
// either side, or, where that holds fewer than three intervals, two to either side.
[[nodiscard]] std::vector<Episode> slowAndFast(const RhythmView& view);
inline constexpr double kStandstill_s = 10;
// Ten seconds or more without a beat, between two or before the first or behind the last, and no sample missing. Told
// as another rhythm: that the sinus node beats there is not seen.
[[nodiscard]] std::vector<Episode> standstills(const RhythmView& view);
inline constexpr double kEctopicLasts_s = 10;
// Ten seconds or more in which six beats in ten are S, V or F by the beats around: whatever leads there, the sinus node
// does not. Told as another rhythm.
[[nodiscard]] std::vector<Episode> mostlyEctopic(const RhythmView& view);

}  // namespace triptych::rhythm
