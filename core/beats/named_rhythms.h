// The rhythm that a reader named at each beat.
#pragma once

#include "core/domain/beat.h"
#include "core/domain/recording.h"

#include <string>
#include <vector>

namespace triptych::beats {

// [beats] of the rhythm in force by the recording's first annotator ("AFIB", "N", "SBR"; WFDB writes "(AFIB" at a
// change), empty where none has been named yet. `beats` by ascending sample, on a clock of their own.
[[nodiscard]] std::vector<std::string> namedRhythms(const Recording& recording, const BeatList& beats);

}  // namespace triptych::beats
