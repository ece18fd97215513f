// A moment of the recording as the window says it, in lists, readouts and messages as on the axes: by the clock where
// the recording says when it began, else since its beginning (docs/interface.md, "Times").
#pragma once

#include "ui/state/record_state.h"

#include <QString>

namespace triptych::ui {

// "14:03:20.50", "day 2 02:10:03.42"; where no start is known "10:03.42". Hundredths of a second.
[[nodiscard]] QString whenText(const RecordState& record, double time_s);
// For a tip: "10:03.42 since the beginning"; empty where whenText() says that already.
[[nodiscard]] QString sinceBeginning(const RecordState& record, double time_s);

}  // namespace triptych::ui
