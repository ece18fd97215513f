// What each beat around the explained one did for its score: a bar hanging from the beat's mark in the rhythm.
#pragma once

#include "ui/panes/saliency.h"
#include "ui/state/view_state.h"

#include <QRectF>

class QPainter;

namespace triptych::ui {

// Bars from the top of `plot` downwards, the tallest 4 mm, in the colours of the saliency over the trace: for the class
// orange, against it blue; grey where the map is. Beats outside the viewport are left out.
void paintBeatSaliency(QPainter& painter, const BeatSaliency& saliency, const Viewport& viewport, const QRectF& plot,
                       double px_per_mm, double opacity, Theme theme, const MapInk& ink = {});

}  // namespace triptych::ui
