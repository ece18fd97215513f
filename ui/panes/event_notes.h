// What an annotator wrote beside the beats: rhythm changes, noise, flutter, notes, as small words at the foot of the
// paper where they begin.
#pragma once

#include "ui/state/view_state.h"

#include <QRectF>
#include <QString>

class QPainter;

namespace triptych::ui {

// "AFIB", "noise", "flutter begins", a note's text; empty for marks that say nothing to a reader of the trace.
[[nodiscard]] QString eventText(const Annotation& annotation);

// Marks of rhythm, noise and notes by the recording's first annotator, and readers' notes, that lie in view, found by
// binary search; words that would touch are left out in favour of the earlier one, as are words that the one before has
// said, and their ticks stay. The rhythm in force at the left edge is said there.
void paintEventNotes(QPainter& painter, const Layers& layers, const Viewport& viewport, const QRectF& plot,
                     Theme theme);

}  // namespace triptych::ui
