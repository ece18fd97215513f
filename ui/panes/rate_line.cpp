#include "ui/panes/rate_line.h"

#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>

namespace triptych::ui {
namespace {

constexpr double kSmooth_px = 2;  // bins that are narrower need no smooth line

}  // namespace

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

void paintRateBand(QPainter& painter, const QRectF& area, std::span<const RateBin> rates,
                   const std::function<double(float)>& y_of, const QColor& band) {
    painter.setRenderHint(QPainter::Antialiasing, false);
    const double bin_px = area.width() / static_cast<double>(rates.size());
    for (std::size_t i = 0; i < rates.size(); ++i) {
        if (std::isnan(rates[i].mean_bpm)) continue;
        const double left = area.left() + static_cast<double>(i) * bin_px, top = y_of(rates[i].high_bpm);
        painter.fillRect(QRectF(left, top, bin_px, std::max(1.0, y_of(rates[i].low_bpm) - top)), band);
    }
}

void paintRateLine(QPainter& painter, const QRectF& area, std::span<const RateBin> rates,
                   const std::function<double(float)>& y_of, const QColor& line) {
    const double bin_px = area.width() / static_cast<double>(rates.size());
    painter.setRenderHint(QPainter::Antialiasing, false);
    if (bin_px < kSmooth_px) {
        // So close together the means are strokes from one to the next: a smooth path of them takes ten times as long.
        std::optional<double> before;
        for (std::size_t i = 0; i < rates.size(); ++i) {
            if (std::isnan(rates[i].mean_bpm)) {
                before.reset();
                continue;
            }
            const double y = y_of(rates[i].mean_bpm), from = before.value_or(y);
            const double x = std::floor(area.left() + (static_cast<double>(i) + 0.5) * bin_px);
            painter.fillRect(QRectF(x, std::floor(std::min(y, from)), 1, std::max(1.0, std::abs(y - from))), line);
            before = y;
        }
        painter.setRenderHint(QPainter::Antialiasing, true);
        return;
    }
    QPainterPath path;
    bool pen_down = false;
    for (std::size_t i = 0; i < rates.size(); ++i) {
        const RateBin& rate = rates[i];
        if (std::isnan(rate.mean_bpm)) {
            pen_down = false;
            continue;
        }
        const QPointF point(area.left() + (static_cast<double>(i) + 0.5) * bin_px, y_of(rate.mean_bpm));
        pen_down ? path.lineTo(point) : path.moveTo(point);
        pen_down = true;
    }
    painter.setRenderHint(QPainter::Antialiasing, true);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(line, 0));
    painter.drawPath(path);
}

QColor rateBandInk(const QColor& ink, const QColor& paper, double share) {
    const auto mixed = [share](int a, int b) { return static_cast<int>(std::lround(a * share + b * (1 - share))); };
    return {mixed(ink.red(), paper.red()), mixed(ink.green(), paper.green()), mixed(ink.blue(), paper.blue())};
}

}  // namespace triptych::ui
