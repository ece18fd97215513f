// Missing samples are NaN; filters and transforms cannot pass over a NaN, so they bridge it first and put it back where
// the result has to show the gap.
#pragma once

#include <span>

namespace triptych::dsp {

// Replaces every non-finite sample by the straight line between its finite neighbours (at either end: by the nearest
// finite sample). Returns how many were replaced; a signal without a single finite sample is left as it is, and then
// the count equals its length.
std::size_t bridgeGaps(std::span<float> signal);

}  // namespace triptych::dsp
