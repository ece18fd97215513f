// Where an annotator's beats begin late or end early: whole beats at the ends of a short strip then have no mark, and a
// reader wonders why.
#pragma once

#include "core/domain/beat.h"
#include "ui/state/record_state.h"

#include <QString>

namespace triptych::ui {

// Of a recording of at most a minute whose reference beats leave out more than one interval and a half at an end:
// "atr marked no beats after 0:07.94; Ctrl+B, D takes those that the detector finds". Else empty.
[[nodiscard]] QString unmarkedEnds(const RecordState& record, const BeatList& beats);

}  // namespace triptych::ui
