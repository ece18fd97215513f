// What is usual around a beat, where the heart is so slow, or pauses for so long, that most of the time around holds
// none. Private to this room.
#pragma once

#include "core/beats/qrs_candidates.h"
#include "core/beats/slow_lead.h"

namespace triptych::beats {

// The level that candidates are held against is the median of the sections around (joint_candidates.h, beat_path.h),
// which is noise where less than half of them hold a beat: at less than twenty beats a minute, and in a standstill of
// more than twelve seconds. There, if the large candidates are alike, as beats are and artefacts are not, and the quiet
// sections hold no smaller beats, `largest` of these becomes what the beats have. Where every other section holds a
// beat, nothing changes.
void liftQuietSections(const SlowLead& lead, QrsCandidates& candidates);

}  // namespace triptych::beats
