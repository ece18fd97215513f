// A line of swatches with words: what colours mean, where they are painted.
#pragma once

#include <QColor>
#include <QRectF>
#include <QString>

#include <cstddef>
#include <span>

class QPainter;

namespace triptych::ui {

struct LegendEntry {
    QColor colour;
    QString text;
    bool hatched = false;  // as an area of that colour is
};
// From the left of `line`, in the painter's font or a smaller one, entries as far as they fit whole: begin with what
// matters most. How many did. `paper` is what hatching lets through.
std::size_t paintLegend(QPainter& painter, const QRectF& line, std::span<const LegendEntry> entries, const QColor& ink,
                        const QColor& paper);

}  // namespace triptych::ui
