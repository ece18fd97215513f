// What is usual around a candidate: size of the beats, of what lies between them, and the interval. Medians over
// neighbours, so that a burst of noise or a run of ectopic beats does not set the standard. Private to this room.
#pragma once

#include "core/beats/qrs_candidates.h"

#include <cstddef>
#include <vector>

namespace triptych::beats {

inline constexpr std::size_t kFewestBeats = 3;  // below this there is no rhythm to speak of

struct Surroundings {
    double level_log2 = 0;      // log2 of the median size of the beats around
    double threshold_log2 = 0;  // a beat of more than level - threshold gains, a smaller one loses
    double rr_s = 0;            // median interval around; 0: not known yet
};

// For every candidate, before any beat is known: the level is the median of the sections' largest candidates within
// 12 s to either side.
[[nodiscard]] std::vector<Surroundings> surroundingsBySection(const QrsCandidates& candidates);

// For every candidate, from the beats (indices into the candidates, at least kFewestBeats) of an earlier pass: those
// of the beat nearest in time, over the eight beats to either side of it and 24 non-beats around.
[[nodiscard]] std::vector<Surroundings> surroundingsByBeats(const QrsCandidates& candidates,
                                                            const std::vector<std::size_t>& beats, double rate_hz);

// Drops the beats that do not stand out of what lies between them, unless they come as regularly as no noise does.
[[nodiscard]] std::vector<std::size_t> withoutNoise(const QrsCandidates& candidates,
                                                    const std::vector<std::size_t>& beats, double rate_hz);

}  // namespace triptych::beats
