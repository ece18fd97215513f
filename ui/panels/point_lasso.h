// A lasso drawn around points of a picture, each of which is a beat: followed while it is drawn, and what lies within
// it.
#pragma once

#include "ui/panes/theme.h"

#include <QPainterPath>
#include <QPointF>
#include <QSize>

#include <cstddef>
#include <functional>
#include <optional>
#include <vector>

class QPainter;

namespace triptych::ui {

// Where the point of a beat stands, in the picture's pixels.
using TakePoint = std::function<void(std::size_t beat, const QPointF& at)>;

// GUI thread. A press that is let go before it has moved is a click.
class PointLasso {
public:
    void press(const QPointF& at);
    // True once it is drawn, and longer than before.
    bool moveTo(const QPointF& at);
    // Where it was pressed; nullopt: it was not. Nothing is drawn any more.
    std::optional<QPointF> release();

    [[nodiscard]] bool isPressed() const { return pressed_.has_value(); }
    [[nodiscard]] bool isDrawn() const { return points_.size() > 1; }
    [[nodiscard]] const QPointF& first() const { return points_.front(); }
    [[nodiscard]] const QPointF& last() const { return points_.back(); }
    [[nodiscard]] QPainterPath path() const;  // closed; empty where none is drawn

private:
    std::vector<QPointF> points_;
    std::optional<QPointF> pressed_;
};

void paintLasso(QPainter& painter, const QPainterPath& path, const Palette& colours);

// The beats whose points `give` gives and that lie within, in the order in which they are given. By a mask, for a day
// has a hundred thousand points.
[[nodiscard]] std::vector<std::size_t> pointsWithin(const QPainterPath& path, const QSize& picture,
                                                    const std::function<void(const TakePoint&)>& give);

}  // namespace triptych::ui
