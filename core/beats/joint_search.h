// Beats as all leads together show them: candidates, what the network says of them, the best chain, and where nothing
// can be read. Private to this room.
#pragma once

#include "core/beats/joint_candidates.h"
#include "core/beats/qrs_network.h"
#include "core/beats/readability.h"
#include "core/domain/job.h"

#include <span>
#include <vector>

namespace triptych::beats {

struct JointBeats {
    std::vector<double> times_s;  // near the middle of each complex, ascending
    Readability readability;      // of these
};

// `views`: at least one; the first is the one whose noise the beats are told with. Cut short when stopped; progress
// runs from `from` to `to`.
[[nodiscard]] JointBeats findTogether(std::span<const LeadView> views, double duration_s, const Job& job, double from,
                                      double to);

// What the network is shown of candidates, in ascending order.
[[nodiscard]] CandidateFeatures featuresOf(std::span<LeadFeaturesAt> leads, std::span<const JointCandidate> candidates);

}  // namespace triptych::beats
