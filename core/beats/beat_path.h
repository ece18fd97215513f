// What a lead by itself takes for beats: decided for the whole lead at once, because a beat is recognised as much by
// where its neighbours are as by its size. Private to this room.
#pragma once

#include "core/beats/qrs_candidates.h"
#include "core/domain/job.h"

#include <cstddef>
#include <vector>

namespace triptych::beats {

struct LeadOpinion {
    float own = 0;            // how far over the threshold there, in octaves; a beat of the usual size has 1 or 2
    bool chosen = false;      // in the best chain
    bool stands_out = false;  // and not in a stretch that is noise
};

// Of each candidate; empty when stopped.
//
// A chain of candidates is scored by the sum of
// - each member's size: log2(size / threshold), at most kLargeBonus above the level, where the level is the median size
//   of the beats around and the threshold lies between that level and the size of the non-beats around, at
//   kThresholdShare of the way (as in Pan & Tompkins 1985, in logarithms);
// - each interval's likelihood: nothing between kShort and kLong times the median interval around; less the shorter
//   (by at most kShortCost: a large premature beat is still a beat) or the longer it is (a missed beat);
// - a cost for a small candidate within kAfterwave_s of a larger one, and for intervals under kFastest_s.
// The best chain is found exactly by dynamic programming. The first pass knows no rhythm and takes its level from
// the largest candidate of every kSection_s; three more take level, threshold and interval from the beats of the
// pass before. Stretches where the "beats" do not stand out of what lies between them are noise, not a heart.
//
// The constants are the same for every recording. They were chosen on the first signals of the MIT-BIH Arrhythmia
// Database and of part of the MIT-BIH Supraventricular one together, by coordinate search with each record's
// errors counted up to 60 so that no single record draws them, and then rounded. Nothing hangs on their exact values:
// moving any one of them by a fifth leaves sensitivity and positive predictivity on MIT-BIH at 99.85 % or more.
[[nodiscard]] std::vector<LeadOpinion> judgeByLead(const QrsCandidates& candidates, double rate_hz, const Job& job);

}  // namespace triptych::beats
