#include "ui/panes/map_cells.h"

#include "ui/panes/scalogram_image.h"

#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>

namespace triptych::ui {
namespace {

constexpr double kFaintest = 0.08;    // of full strength: fainter cells are left out
constexpr double kDensestCell = 0.7;  // alpha at full opacity

}  // namespace

void paintCells(QPainter& painter, const MapCells& map) {
    const TimeFrequencyCells& cells = map.cells;
    const auto level_of = [&](std::size_t row, std::size_t column) {
        return mapLevel(static_cast<double>(cells.attribution[row * cells.columns() + column]), cells.scale, map.ink);
    };
    QPainterPath raised, lowered;  // contours of what speaks for and against the class
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing, false);
    for (std::size_t row = 0; row < cells.rows(); ++row) {
        for (std::size_t column = 0; column < cells.columns(); ++column) {
            const double level = level_of(row, column);
            if (!(std::abs(level) >= kFaintest)) continue;
            const QRectF cell = cellRect(cells, row, column, map.plot, map.stretch, map.axis).intersected(map.plot);
            if (cell.isEmpty()) continue;
            QColor ink = mapColourOfSign(level, map.ink);
            ink.setAlphaF(static_cast<float>(std::abs(level) * map.opacity * kDensestCell));
            painter.fillRect(cell, ink);
            if (std::abs(level) < map.contour) continue;
            // The outline runs only where the neighbour is not of the same kind: a contour along cell edges, invented
            // nowhere.
            const auto same = [&](std::ptrdiff_t r, std::ptrdiff_t c) {
                if (r < 0 || c < 0 || r >= std::ssize(cells.frequency_hz) || c >= std::ssize(cells.time_s))
                    return false;
                const double other = level_of(static_cast<std::size_t>(r), static_cast<std::size_t>(c));
                return std::abs(other) >= map.contour && (other > 0) == (level > 0);
            };
            const auto r = static_cast<std::ptrdiff_t>(row), c = static_cast<std::ptrdiff_t>(column);
            QPainterPath& contour = level > 0 ? raised : lowered;
            const auto line = [&](QPointF from, QPointF to) {
                contour.moveTo(from);
                contour.lineTo(to);
            };
            if (!same(r + 1, c)) line(cell.topLeft(), cell.topRight());
            if (!same(r - 1, c)) line(cell.bottomLeft(), cell.bottomRight());
            if (!same(r, c - 1)) line(cell.topLeft(), cell.bottomLeft());
            if (!same(r, c + 1)) line(cell.topRight(), cell.bottomRight());
        }
    }
    painter.setOpacity(std::min(1.0, map.opacity * 1.5));
    painter.setBrush(Qt::NoBrush);
    const auto trace_contour = [&](const QPainterPath& contour, const QColor& ink, Qt::PenStyle style) {
        if (contour.isEmpty()) return;
        painter.setPen(QPen(QColor(0, 0, 0, 160), 3));
        painter.drawPath(contour);
        painter.setPen(QPen(ink, 1.4, style));
        painter.drawPath(contour);
    };
    const QColor grey(0xC8, 0xC8, 0xC8);
    trace_contour(raised, map.ink.grey ? grey : QColor(0xFF, 0xA8, 0x5C), Qt::SolidLine);
    trace_contour(lowered, map.ink.grey ? grey : QColor(0x8C, 0xCB, 0xFF), Qt::DashLine);
    painter.restore();
}

}  // namespace triptych::ui
