#include "ui/panes/pane.h"

#include <QPainter>

#include <chrono>

namespace triptych::ui {
namespace {

using namespace std::chrono_literals;

constexpr auto kPatience = 100ms;  // docs/interface.md: a shorter wait needs no sign
constexpr auto kLineFrame = 40ms;
constexpr double kLineStep = 0.04;   // of the width, a frame
constexpr double kLineLength = 0.3;  // of the width
constexpr int kLineThickness_px = 2;
constexpr int kVeilAlpha = 120;

}  // namespace

Pane::Pane(ViewState& state, QWidget* parent) : QWidget(parent), state_(state) {
    patience_.setSingleShot(true);
    patience_.setInterval(kPatience);
    connect(&patience_, &QTimer::timeout, this, [this] {
        veiled_ = true;
        line_.start();
        update();
    });
    line_.setInterval(kLineFrame);
    connect(&line_, &QTimer::timeout, this, [this] {
        line_phase_ += kLineStep;
        if (line_phase_ > 1) line_phase_ -= 1;
        update();
    });
}

void Pane::setWorking(bool working) {
    if (working == working_) return;
    working_ = working;
    if (working) {
        patience_.start();
        return;
    }
    patience_.stop();
    line_.stop();
    veiled_ = false;
    update();
    // Not at once: work may end within a paint, and whoever hears of it may want to paint.
    QMetaObject::invokeMethod(
        this,
        [this] {
            if (!isBusy()) Q_EMIT idle();
        },
        Qt::QueuedConnection);
}

void Pane::paintVeil(QPainter& painter, const QRect& area) const {
    if (!veiled_) return;
    QColor veil = colours().paper;
    veil.setAlpha(kVeilAlpha);
    painter.fillRect(area, veil);
    const double start = area.left() + (line_phase_ * (1 + kLineLength) - kLineLength) * area.width();
    const QRectF line(start, area.top(), kLineLength * area.width(), kLineThickness_px);
    painter.fillRect(line.intersected(area), colours().busy);
}

TimeAxis timeAxis(const RecordState& record) {
    return {record.duration_s(), record.start()};
}

}  // namespace triptych::ui
