// The colours of rhythms, the same in bands, lists and legends.
#pragma once

#include "core/rhythm/episode.h"
#include "ui/panes/theme.h"

namespace triptych::ui {

// For areas: sinus rhythm is quiet, what cannot be read is grey, and the graver a rhythm the stronger its colour.
[[nodiscard]] QColor rhythmColour(rhythm::Rhythm rhythm, Theme theme);
// The same hue, dark or light enough to be read as text on paper.
[[nodiscard]] QColor rhythmInk(rhythm::Rhythm rhythm, Theme theme);

}  // namespace triptych::ui
