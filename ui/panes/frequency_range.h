// The range of frequencies that scalogram and spectrum show, by the reader's choice.
#pragma once

#include "ui/state/frequency_axis.h"

namespace triptych::ui {

// 0.5–60, 0.05–150, 5–40, 0.05–5 Hz, and up to half the lead's rate. Settings keep their numbers.
enum class FrequencyRange { usual, diagnostic, complexes, slow, whole };

// The axis of a range for a lead of that rate; `usual` for the usual one, and where the lead has nothing in it. A
// linear one begins at 0, where half a hertz or less is in it.
[[nodiscard]] FrequencyAxis axisOf(FrequencyRange range, const FrequencyAxis& usual, double rate_hz);

}  // namespace triptych::ui
