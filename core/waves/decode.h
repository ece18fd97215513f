// From what the network says of every instant to the waves of beats: where in the time that belongs to a beat its marks
// are likeliest, and whether its waves are there at all.
#pragma once

#include "core/domain/waves.h"
#include "core/waves/stretch.h"

#include <cstddef>
#include <span>
#include <vector>

namespace triptych::waves {

// Waves of the beats at `beats_s` (ascending; times of the recording) whose index lies in [first, past), on each lead
// of the stretch: [lead][beat - first], samples at `rates_hz` of the leads. The neighbours of those beats bound their
// windows, so the list should hold one more to either side.
//
// QRS: the peak is looked for within 0.12 s of the beat, its onset 0.14 s before and its end up to 0.19 s behind the
// peak, which then stands on the top of the largest deflection (qrs_peak.h). P: the likeliest peak from 0.44 s before
// the beat, behind the end of the QRS before it, up to the onset. T: up to 0.7 s behind the beat and the onset of the
// next QRS, and where the beats around disagree, where most of them have it (t_place.h). A mark lies at the mean of its
// probability around its likeliest instant, which places it between instants. Whether P and T are there: half by this
// lead (how probable the marks are and how probable the wave is at its peak), half by the mean of that over all leads.
[[nodiscard]] std::vector<std::vector<BeatWaves>> decode(const Stretch& stretch, std::span<const double> beats_s,
                                                         std::size_t first, std::size_t past,
                                                         std::span<const double> rates_hz);

}  // namespace triptych::waves
