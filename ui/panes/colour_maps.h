// Perceptually uniform colour scales as 256-entry tables: viridis and cividis for one-sided quantities,
// blue-white-orange for signed ones. Readable in print, in grey and to colour-blind eyes.
#pragma once

#include <QColor>

#include <array>
#include <cstdint>

namespace triptych::ui {

// viridis: Smith & van der Walt 2015. cividis: Nunez, Anderton & Renslow 2018 (PLoS ONE 13:e0199239). diverging: equal
// steps in Oklab (Ottosson 2020) from Okabe-Ito blue over white to Okabe-Ito orange-red; entry 127/128 is the middle.
enum class ColourMap { viridis, cividis, diverging };

using ColourTable = std::array<QRgb, 256>;

// Opaque colours, computed once; any thread.
[[nodiscard]] const ColourTable& colourTable(ColourMap map);

// The table's entry for a value in 0..1; values outside and NaN take the nearest end (NaN the low one).
[[nodiscard]] QRgb colourAt(ColourMap map, double fraction);

}  // namespace triptych::ui
