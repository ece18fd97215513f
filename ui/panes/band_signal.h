// The displayed signal, or one band of it alone: what a box on the scalogram leaves of the trace.
#pragma once

#include "ui/panes/display_signal.h"
#include "ui/panes/scalogram_look.h"

#include <cstddef>
#include <optional>

namespace triptych::ui {

// As readDisplayed(). Any thread.
[[nodiscard]] SignalPiece readBand(const RecordingPtr& recording, std::size_t lead, const Stretch& stretch,
                                   const dsp::FilterSpec& filter, const std::optional<FrequencyBand>& band,
                                   const Job& job);

}  // namespace triptych::ui
