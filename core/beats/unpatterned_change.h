// How restless a rhythm is beyond any pattern: what tells atrial fibrillation from premature beats, bigeminy and
// trigeminy.
#pragma once

#include "core/domain/beat.h"

#include <string_view>
#include <vector>

namespace triptych::beats {

inline constexpr std::string_view kUnpatternedChangeName = "unpatterned change, 60 RR";

// For every beat, the median over the 60 intervals around it (fewer at an end of the list) of the least |ln| of the
// ratio of an interval to any of the three before and the three after it, each clipped to 1. An interval that comes
// again within three beats has none: about 0.01 in sinus rhythm with or without premature beats, 0.05 in fibrillation.
// Fewer than three beats give zeros. Does not depend on the rate of the marks but for their rounding.
[[nodiscard]] std::vector<float> unpatternedChange(const BeatList& beats);

}  // namespace triptych::beats
