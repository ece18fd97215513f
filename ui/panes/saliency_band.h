// What the model looked at on a trace: a soft band behind it, and weight added to its line.
#pragma once

#include "ui/panes/map_look.h"
#include "ui/panes/saliency.h"
#include "ui/state/viewport.h"

#include <QRectF>

#include <vector>

class QPainter;

namespace triptych::ui {

struct SaliencyBand {
    const TimeSaliency& saliency;
    MapInk ink;
    double opacity = 1;
    Stretch stretch;   // over the area's width
    int columns = 0;   // in all: device pixels, or as many as a page deserves
    double heavy = 3;  // added to the line at full strength, in the caller's unit
};
// Paints the band over `area`; returns the weight to add to the line at each column.
std::vector<float> paintSaliencyBand(QPainter& painter, const QRectF& area, const SaliencyBand& band);

}  // namespace triptych::ui
