// Which joint candidates are beats: decided for the whole recording at once, because a beat is recognised as much by
// where its neighbours are as by its looks. Private to this room.
#pragma once

#include "core/beats/joint_candidates.h"
#include "core/domain/job.h"

#include <cstddef>
#include <span>
#include <vector>

namespace triptych::beats {

// Indices, ascending; `logits` of each candidate: the natural logarithm of the odds that it is a beat. A chain is
// scored by what its members say for themselves, less
// - each interval's unlikelihood: nothing between kShort and kLong times the median interval around; the shorter (by at
//   most kShortCost: a premature beat is still a beat) or the longer (a missed beat, up to kLongest), the more;
// - a cost for a small candidate within kAfterwave_s of a larger one, and for intervals under kFastest_s.
// The best chain is found exactly by dynamic programming: first without a rhythm, then up to three times with that of
// the pass before. Empty when stopped.
[[nodiscard]] std::vector<std::size_t> chooseChain(std::span<const JointCandidate> candidates,
                                                   std::span<const float> logits, const Job& job);

}  // namespace triptych::beats
