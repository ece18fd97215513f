// The colour of a label: its own where a vocabulary gives it one, else that of its class.
#pragma once

#include "ui/panes/theme.h"

#include <cstdint>

namespace triptych::ui {

// For areas, bars and marks.
[[nodiscard]] QColor labelColour(std::uint8_t code, Theme theme);
// The same hue, dark or light enough to be read as text on `ground` (4.5:1); on paper where none is given.
[[nodiscard]] QColor labelInk(std::uint8_t code, Theme theme);
[[nodiscard]] QColor labelInk(std::uint8_t code, Theme theme, const QColor& ground);

}  // namespace triptych::ui
