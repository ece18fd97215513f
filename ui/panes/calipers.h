// Calipers on the rhythm and on the beat: two legs and a bar that a reader drags, what they measure in words, and the
// march-out that repeats their distance over the view to see whether a rhythm keeps it.
#pragma once

#include "ui/state/beat_state.h"
#include "ui/state/display_state.h"
#include "ui/state/viewport.h"

#include <QPointF>
#include <QRectF>
#include <QString>

#include <optional>
#include <span>

class QPainter;

namespace triptych::ui {

enum class CaliperPart { none, left, right, bar };

// What lies under a point of the rhythm: a leg from 5 px away, else the bar between them. With legs closer than that
// the nearer one.
[[nodiscard]] CaliperPart caliperPartAt(const Stretch& calipers, const Viewport& viewport, const QRectF& plot,
                                        const QPointF& point);
// The calipers once `part` has been dragged by `by_s`: a leg alone, the bar both. Legs may pass each other.
[[nodiscard]] Stretch movedCalipers(const Stretch& calipers, CaliperPart part, double by_s);
// Where calipers are first put: from the beat before the selected one to it (the beat after, at the first), else over
// the middle fifth of the view.
[[nodiscard]] Stretch firstCalipers(const BeatState& beats, const Viewport& view);
// Mean interval of the beats within five seconds either side, without what lies across a gap; nothing where there are
// fewer than two intervals. `gaps` null: none are known.
[[nodiscard]] std::optional<double> localRr_s(std::span<const LabelledBeat> beats, double time_s,
                                              const beats::SignalGaps* gaps = nullptr);

// "412 ms · 146/min · −0.35 mV on II"; the last part where both legs stand on the signal.
[[nodiscard]] QString caliperText(const Stretch& calipers, std::optional<double> difference_mv,
                                  const QString& lead_name = {});
// "as QT at RR 812 ms: Bazett 457, Fridericia 441, … ms"; empty where the distance is no QT (200 to 700 ms) or RR is
// not known. A QTc of 500 ms or more is marked "!".
[[nodiscard]] QString qtcText(const Stretch& calipers, std::optional<double> rr_s);

struct CaliperScene {
    Stretch calipers;
    bool marches = false;
    Viewport viewport;
    QRectF plot;
    QString text, qtc;
    Theme theme = Theme::light;
};
void paintCalipers(QPainter& painter, const CaliperScene& scene);

}  // namespace triptych::ui
