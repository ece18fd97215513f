#include "ui/panes/beat_saliency_bars.h"

#include "ui/panes/map_look.h"

#include <QPainter>

#include <algorithm>
#include <cmath>

namespace triptych::ui {
namespace {

constexpr double kTallest_mm = 4;
constexpr double kWidest_px = 6;
constexpr double kLeast_px = 0.5;

// Wide enough to be seen, and never as wide as two beats are apart.
double barWidth_px(const BeatSaliency& saliency, double px_per_s) {
    double nearest_s = 1e9;
    for (std::size_t i = 1; i < saliency.time_s.size(); ++i) {
        nearest_s = std::min(nearest_s, saliency.time_s[i] - saliency.time_s[i - 1]);
    }
    return std::clamp(nearest_s * px_per_s / 2, 1.0, kWidest_px);
}

}  // namespace

void paintBeatSaliency(QPainter& painter, const BeatSaliency& saliency, const Viewport& viewport, const QRectF& plot,
                       double px_per_mm, double opacity, Theme theme, const MapInk& ink) {
    if (!(saliency.largest > 0) || plot.isEmpty()) return;
    const double width = barWidth_px(saliency, plot.width() / viewport.span_s);
    const double depth = theme == Theme::dark ? 0.28 : 0.45;
    for (std::size_t i = 0; i < saliency.time_s.size(); ++i) {
        const double time_s = saliency.time_s[i];
        if (time_s < viewport.start_s || time_s > viewport.end_s()) continue;
        const double level = mapLevel(static_cast<double>(saliency.value[i]), saliency.scale, ink);
        const double height = std::abs(level) * kTallest_mm * px_per_mm;
        if (!(height >= kLeast_px)) continue;
        // One colour for either sign, as far from the middle as stands out on the paper: how much is told by the
        // height.
        QColor colour = mapColour(ink.is_signed ? std::copysign(2 * depth, level) : level, ink);
        colour.setAlphaF(static_cast<float>(std::clamp(opacity, 0.0, 1.0)));
        const double x = viewport.xOf(time_s, plot.left(), plot.width());
        painter.fillRect(QRectF(x - width / 2, plot.top(), width, height), colour);
    }
}

}  // namespace triptych::ui
