#include "ui/panes/saliency_band.h"

#include <QPainter>

#include <algorithm>
#include <cmath>

namespace triptych::ui {
namespace {

constexpr double kDensest = 0.75;    // alpha at full strength and opacity
constexpr double kFaintest = 0.004;  // less is not seen

}  // namespace

std::vector<float> paintSaliencyBand(QPainter& painter, const QRectF& area, const SaliencyBand& band) {
    std::vector<float> heavy(static_cast<std::size_t>(std::max(0, band.columns)), 0);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing, false);
    const double width = area.width() / std::max(1, band.columns);
    for (int column = 0; column < band.columns; ++column) {
        const double time_s =
            band.stretch.from_s + (column + 0.5) / band.columns * (band.stretch.to_s - band.stretch.from_s);
        const double level = mapLevel(static_cast<double>(band.saliency.at(time_s)), band.saliency.scale, band.ink);
        const double strength = std::abs(level) * band.opacity;
        heavy[static_cast<std::size_t>(column)] = static_cast<float>(strength * band.heavy);
        if (strength < kFaintest) continue;
        QColor colour = mapColour(level, band.ink);
        colour.setAlphaF(static_cast<float>(strength * kDensest));
        painter.fillRect(QRectF(area.left() + column * width, area.top(), width, area.height()), colour);
    }
    painter.restore();
    return heavy;
}

}  // namespace triptych::ui
