// Where ventricular flutter ends is known to a second, and its last waves look like V's to whoever asks for beats.
#pragma once

#include "core/domain/beat.h"
#include "core/domain/prediction.h"

#include <span>
#include <string>

namespace triptych::pipeline {

inline constexpr double kFlutterEndsWithin_s = 1;

// Says "ventricular flutter" of the beats whose class is V by `letters` [classes] and that lie within that behind an
// end of flutter, `ends_s` ascending. Beats of other classes have come back for certain. What was silent before stays
// so.
void withholdLastWaves(std::span<const double> ends_s, const BeatList& beats, std::span<const std::string> letters,
                       Predictions& answers);

}  // namespace triptych::pipeline
