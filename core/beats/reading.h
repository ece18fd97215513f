// How far the beats of a chain can be trusted, and where none can be told. Private to this room.
#pragma once

#include "core/beats/joint_candidates.h"
#include "core/beats/joint_search.h"

#include <cstddef>
#include <span>
#include <vector>

namespace triptych::beats {

// The beats of `chain` (indices of candidates) that lie where something can be read, and what cannot. `logits` of each
// candidate; `views` as findTogether()'s.
[[nodiscard]] JointBeats readBeats(std::span<const LeadView> views, std::span<const JointCandidate> candidates,
                                   std::span<const float> logits, const std::vector<std::size_t>& chain,
                                   double duration_s);

}  // namespace triptych::beats
