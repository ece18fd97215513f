// The ruler below the paper: times, and between two of them the scale, so that neither hides the other.
#pragma once

#include "ui/panes/trace_painter.h"

namespace triptych::ui {

// Over the scene's place of it. On a page without the scale, which stands at its foot.
void paintRuler(QPainter& painter, const TraceScene& scene);

}  // namespace triptych::ui
