// How alike the beats around one are on one lead: a heart repeats itself, noise does not. Private to this room.
#pragma once

#include "core/beats/slow_lead.h"

#include <span>
#include <vector>

namespace triptych::beats {

// Of each beat, what parts it from the third most alike of its sixteen neighbours, eight to either side: of the QRS
// complex (a tenth of a second to either side), of what lies before it (P) and of what lies behind it (T), the rms
// difference without its mean, in usual sizes of the QRS complex around (median peak to peak of seventeen); the sum of
// the three, 0 for the same again. Parts end before another beat comes; one without room counts as the mean of the
// others. Half of the neighbours being alike is enough, so that bigeminy agrees, and so does a lone V's neighbourhood,
// by a median over it. Without neighbours: kNothingAlike, which is also the most.
inline constexpr float kNothingAlike = 3;
// `times_s` ascending. Wander is taken out; any unit.
[[nodiscard]] std::vector<float> disagreementOf(const SlowLead& lead, std::span<const double> times_s);

}  // namespace triptych::beats
