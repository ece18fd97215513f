// What the reader looks at of a reason, outlined, and what is masked, hatched: over whichever axes a pane has. And the
// drag that masks.
#pragma once

#include "core/inference/what_if.h"
#include "ui/state/display_state.h"
#include "ui/state/viewport.h"
#include "ui/state/why_state.h"

#include <QPointF>
#include <QRectF>

#include <functional>
#include <optional>
#include <string>

class QPainter;

namespace triptych::ui {

// Of a pane; an axis that it has not is empty.
struct MaskAxes {
    QRectF plot;
    std::function<double(double)> x_of_time, time_at_x;
    std::function<double(double)> y_of_hz, hz_at_y;
    std::string lead;  // of a trace whose lead alone is to be masked; empty: all
};

// The stretches of the clause that is looked at, where the pane has a time axis.
void paintLooked(QPainter& painter, const WhyState& why, const MaskAxes& axes, Theme theme);
// What is masked, and what is about to be.
void paintMasks(QPainter& painter, const WhyState& why, const MaskAxes& axes, Theme theme);

// What a drag from one place to another masks: a stretch of the trace, a band of the spectrum, cells of the picture.
// Nothing where it is shorter than a hand trembles.
[[nodiscard]] std::optional<inference::Mask> maskBetween(const MaskAxes& axes, QPointF from, QPointF to);

}  // namespace triptych::ui
