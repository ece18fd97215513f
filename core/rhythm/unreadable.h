// What cannot be read of a recording once its rhythm is looked at: by the one rule of the search for beats
// (core/beats/readability.h), but for what looks like noise there and is none. Whoever withholds classes, draws noise
// or tells episodes asks here.
#pragma once

#include "core/beats/readability.h"
#include "core/domain/beat.h"
#include "core/rhythm/episode.h"
#include "core/rhythm/view.h"

#include <span>
#include <vector>

namespace triptych::rhythm {

// Of the beats, the share that lies in episodes of pacing. A recording of which it is more than half is no other for
// the minutes in which that cannot be seen.
[[nodiscard]] double pacedShare(const BeatList& beats, std::span<const Episode> paced);
inline constexpr double kMostlyPaced = 0.5;

// `spans` (beats::unreadableSpans()) without noise that is something else: ventricular flutter, a pacemaker's spikes,
// and all of it in a recording that is mostly paced.
[[nodiscard]] std::vector<beats::UnreadableStretch> unlessRecognised(std::span<const beats::UnreadableStretch> spans,
                                                                     std::span<const Episode> flutter,
                                                                     std::span<const Episode> paced,
                                                                     double paced_share);

// Episodes of what is left, those of three seconds or more; spans that touch are one.
[[nodiscard]] std::vector<Episode> unreadableEpisodes(std::span<const beats::UnreadableStretch> spans);

// Of a recording that is mostly paced: pacing where it hides in noise.
[[nodiscard]] std::vector<Episode> pacedInNoise(std::span<const beats::UnreadableStretch> spans,
                                                std::span<const Episode> flutter, double paced_share);

}  // namespace triptych::rhythm
