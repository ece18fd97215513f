#include "ui/panes/rate_line.h"

#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>

namespace triptych::ui {

std::size_t rateBinCount(double span_s, double width_px) {
    return static_cast<std::size_t>(std::clamp(span_s / kRateBin_s, 1.0, std::max(1.0, width_px)));
}

std::optional<RateScale> rateScaleOf(std::span<const RateBin> rates) {
    double low_bpm = 1e9, high_bpm = 0;
    for (const RateBin& rate : rates) {
        if (std::isnan(rate.mean_bpm)) continue;
        low_bpm = std::min(low_bpm, static_cast<double>(rate.low_bpm));
        high_bpm = std::max(high_bpm, static_cast<double>(rate.high_bpm));
    }
    if (low_bpm > high_bpm) return std::nullopt;
    low_bpm = std::max(0.0, std::floor(low_bpm / 20) * 20);
    high_bpm = std::max(low_bpm + 40, std::ceil(high_bpm / 20) * 20);
    return RateScale{low_bpm, high_bpm};
}

void paintRates(QPainter& painter, const QRectF& area, std::span<const RateBin> rates,
                const std::function<double(float)>& y_of, const QColor& band, const QColor& line) {
    painter.setRenderHint(QPainter::Antialiasing, false);
    const double bin_px = area.width() / static_cast<double>(rates.size());
    QPainterPath path;
    bool pen_down = false;
    for (std::size_t i = 0; i < rates.size(); ++i) {
        const RateBin& rate = rates[i];
        if (std::isnan(rate.mean_bpm)) {
            pen_down = false;
            continue;
        }
        const double left = area.left() + static_cast<double>(i) * bin_px, top = y_of(rate.high_bpm);
        painter.fillRect(QRectF(left, top, bin_px, std::max(1.0, y_of(rate.low_bpm) - top)), band);
        const QPointF point(left + bin_px / 2, y_of(rate.mean_bpm));
        pen_down ? path.lineTo(point) : path.moveTo(point);
        pen_down = true;
    }
    painter.setRenderHint(QPainter::Antialiasing, true);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(line, 0));
    painter.drawPath(path);
}

}  // namespace triptych::ui
