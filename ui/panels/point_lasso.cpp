#include "ui/panels/point_lasso.h"

#include <QGuiApplication>
#include <QImage>
#include <QPainter>
#include <QStyleHints>

#include <utility>

namespace triptych::ui {

void PointLasso::press(const QPointF& at) {
    pressed_ = at;
    points_.clear();
}

bool PointLasso::moveTo(const QPointF& at) {
    if (!pressed_) return false;
    const double moved = (at - *pressed_).manhattanLength();
    if (points_.empty() && moved < QGuiApplication::styleHints()->startDragDistance()) return false;
    if (points_.empty()) points_.push_back(*pressed_);
    points_.push_back(at);
    return true;
}

std::optional<QPointF> PointLasso::release() {
    points_.clear();
    return std::exchange(pressed_, std::nullopt);
}

QPainterPath PointLasso::path() const {
    QPainterPath path;
    if (!isDrawn()) return path;
    path.moveTo(points_.front());
    for (const QPointF& point : points_) path.lineTo(point);
    path.closeSubpath();
    return path;
}

void paintLasso(QPainter& painter, const QPainterPath& path, const Palette& colours) {
    painter.setRenderHint(QPainter::Antialiasing, true);
    QColor ground = colours.accent;
    ground.setAlpha(40);
    painter.setPen(QPen(colours.accent, 1.2));
    painter.setBrush(ground);
    painter.drawPath(path);
}

std::vector<std::size_t> pointsWithin(const QPainterPath& path, const QSize& picture,
                                      const std::function<void(const TakePoint&)>& give) {
    QImage mask(picture, QImage::Format_Grayscale8);
    mask.fill(0);
    QPainter painter(&mask);
    painter.fillPath(path, Qt::white);
    painter.strokePath(path, QPen(Qt::white, 1));
    painter.end();
    std::vector<std::size_t> within;
    give([&](std::size_t beat, const QPointF& at) {
        const QPoint pixel(static_cast<int>(at.x()), static_cast<int>(at.y()));
        if (mask.valid(pixel) && mask.constScanLine(pixel.y())[pixel.x()] != 0) within.push_back(beat);
    });
    return within;
}

}  // namespace triptych::ui
