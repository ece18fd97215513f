// The cells of a time-frequency map over a picture: colour as strong as each weighs, and contours along their edges.
#pragma once

#include "ui/panes/map_look.h"
#include "ui/panes/saliency.h"
#include "ui/state/frequency_axis.h"
#include "ui/state/viewport.h"

#include <QRectF>

class QPainter;

namespace triptych::ui {

struct MapCells {
    const TimeFrequencyCells& cells;
    MapInk ink;
    QRectF plot;
    Stretch stretch;  // over the plot's width
    FrequencyAxis axis;
    double opacity = 1;
    double contour = 0.5;  // of full strength: cells from here on are outlined
};
void paintCells(QPainter& painter, const MapCells& map);

}  // namespace triptych::ui
