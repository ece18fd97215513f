// How Triptych looks: the light and dark palettes, the colours of beat classes, and the fonts of numbers. One place, so
// that every pane agrees and every pair of ink and ground keeps a contrast that can be read.
#pragma once

#include "core/domain/beat_class.h"
#include "ui/panes/colour_maps.h"
#include "ui/state/display_state.h"

#include <QColor>
#include <QFont>

#include <cstdint>
#include <string_view>

class QApplication;
class QWidget;

namespace triptych::ui {

// Every colour is opaque. `text` and `muted_text` keep 4.5:1 on window, base and paper alike (WCAG 2.1, 1.4.3).
struct Palette {
    bool dark = false;
    // widgets
    QColor window, base, alternate_base, button, border;
    QColor text, muted_text, disabled_text;
    QColor accent, accent_text;      // selection in lists, default buttons; text on it
    QColor warning, warning_ground;  // strips with reasons; ink on the ground
    // paper and what is drawn on it
    QColor paper, grid_fine, grid_heavy, trace;
    QColor cursor;     // the shared cross
    QColor selection;  // ground of a selected stretch or beat; drawn translucent
    QColor busy;       // the thin progress line
};
[[nodiscard]] const Palette& palette(Theme theme);

// Fusion style, complete QPalette, tool tips, and a font of at least 9 points for the whole program.
void applyTheme(QApplication& application, Theme theme);
// The palette alone, for one widget and its children.
void applyTheme(QWidget& widget, Theme theme);

// (L1 + 0.05) / (L2 + 0.05) of relative luminances, 1..21 (WCAG 2.1).
[[nodiscard]] double contrastRatio(const QColor& a, const QColor& b);
// `ink` itself where it stands out from `ground` by `ratio`, else the nearest darker (on light ground) or lighter
// (on dark ground) shade of its hue that does.
[[nodiscard]] QColor withContrast(const QColor& ink, const QColor& ground, double ratio = 4.5);

// The class in whose colour a mark is painted: its class on the display (core/domain/beat_class.h), and grey, which is
// unknown's, where a code has none. A model's own mapping, which may differ, is named by its card; this only paints.
[[nodiscard]] BeatClass paintedClass(std::uint8_t annotation_code);
// Likewise by a model's class name.
[[nodiscard]] BeatClass paintedClass(std::string_view class_name);
// Okabe-Ito (S orange, V vermilion, F reddish purple, Q grey, N a quiet blue-grey): for areas, bars and marks.
[[nodiscard]] QColor classColour(BeatClass beat_class, Theme theme);
// The same hue, dark or light enough to be read as text on paper (4.5:1).
[[nodiscard]] QColor classInk(BeatClass beat_class, Theme theme);

// The program's font at `points` (never below 9), with digits of one width so that numbers do not dance.
[[nodiscard]] QFont numberFont(double points = 9);
// The program's font at `points` (never below 9).
[[nodiscard]] QFont labelFont(double points = 9);

}  // namespace triptych::ui
