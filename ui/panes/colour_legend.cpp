#include "ui/panes/colour_legend.h"

#include <QBrush>
#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>

namespace triptych::ui {
namespace {

constexpr double kGap_px = 14, kWordGap_px = 5;
constexpr double kSmallest = 0.65;  // of the font

}  // namespace

std::size_t paintLegend(QPainter& painter, const QRectF& line, std::span<const LegendEntry> entries, const QColor& ink,
                        const QColor& paper) {
    painter.save();
    // Smaller before one of them is left out.
    double wanted = 0;
    for (const LegendEntry& entry : entries) {
        const QFontMetricsF usual(painter.font());
        wanted += usual.capHeight() + 2 + kWordGap_px + usual.horizontalAdvance(entry.text) + kGap_px;
    }
    if (wanted > line.width() + kGap_px) {
        QFont font = painter.font();
        font.setPointSizeF(font.pointSizeF() * std::max(kSmallest, line.width() / wanted * 0.97));
        painter.setFont(font);
    }
    const QFontMetricsF metrics(painter.font());
    const double swatch_px = metrics.capHeight() + 2;
    const double baseline = line.center().y() + metrics.capHeight() / 2;
    double x = line.left();
    std::size_t painted = 0;
    for (const LegendEntry& entry : entries) {
        const double width = swatch_px + kWordGap_px + metrics.horizontalAdvance(entry.text);
        if (x + width > line.right()) break;
        const QRectF swatch(x, line.center().y() - swatch_px / 2, swatch_px, swatch_px);
        painter.fillRect(swatch, entry.colour);
        if (entry.hatched) painter.fillRect(swatch, QBrush(paper, Qt::BDiagPattern));
        painter.setPen(ink);
        painter.drawText(QPointF(x + swatch_px + kWordGap_px, baseline), entry.text);
        x += width + kGap_px;
        ++painted;
    }
    painter.restore();
    return painted;
}

}  // namespace triptych::ui
