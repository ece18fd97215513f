// Which beats are ventricular, where no model and no reader said so: by shape alone.
#pragma once

#include "core/domain/beat_class.h"
#include "core/rhythm/view.h"

#include <vector>

namespace triptych::rhythm {

// [beats] V for a beat whose QRS is unlike the dominant one's (the median of sixty around, early ones left out) and
// whose area over height is larger; S for one that came early and is like it; N for the rest.
[[nodiscard]] std::vector<BeatClass> classesByShape(const RhythmView& view);

}  // namespace triptych::rhythm
