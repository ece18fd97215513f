// The rows of a figure of maps: the signal with its map, the map over time, over time and frequency, and of features.
#pragma once

#include "core/pages/map_figure.h"
#include "ui/panes/map_look.h"
#include "ui/panes/theme.h"
#include "ui/state/viewport.h"

#include <QRect>

class QPainter;

namespace triptych::ui {

// What the rows of a map share.
struct FigureRow {
    const pages::FigureMap& map;
    MapInk ink;
    double opacity = 0.8;
    Stretch stretch;            // of the axis of time
    double low = -1, high = 1;  // of the signal, the same for all maps
    int right_px = 0;           // that rows leave free at their right, for the sums beside a picture
    bool has_axis = true;       // of time
    const Palette& colours;
};

// What a picture's sums by frequency take at its right, of a column as wide as that.
[[nodiscard]] int barsRoom(int width_px);

void paintSignalRow(QPainter& painter, const QRect& area, const FigureRow& row);
// The attribution as a curve; of a mean with one standard deviation on either side.
void paintProfileRow(QPainter& painter, const QRect& area, const FigureRow& row);
void paintPictureRow(QPainter& painter, const QRect& area, const FigureRow& row);
// The heaviest features, the first first.
void paintFeatureRow(QPainter& painter, const QRect& area, const FigureRow& row);

}  // namespace triptych::ui
