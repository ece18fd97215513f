// The hand on the scalogram: a box that chooses a band; and how the picture is made: wavelet, colours, ridge.
#include "ui/panes/scalogram_pane.h"

#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>
#include <utility>

namespace triptych::ui {
namespace {

constexpr float kLeastRidge = 0.15F;  // of the full scale: weaker has no ridge
constexpr double kLeastBox_px = 6;    // a smaller one is a click

}  // namespace

// The row of the largest magnitude above the cone, placed between rows by a parabola; broken where nothing is strong.
void ScalogramPane::paintRidge(QPainter& painter) const {
    const Scalogram& from = picture_->scalogram;
    if (from.rows() < 3) return;
    const QRectF plot(frame().plot);
    const FrequencyAxis& axis = picture_->axis;
    const double column_px = plot.width() / static_cast<double>(from.columns);
    QPainterPath ridge;
    bool pen_down = false;
    for (std::size_t column = 0; column < from.columns; ++column) {
        std::size_t best = 0;
        for (std::size_t row = 1; row + 1 < from.rows(); ++row) {
            const bool outside = from.frequency_hz[row] < static_cast<double>(from.coi_hz[column]);
            if (!outside && (best == 0 || from.at(row, column) > from.at(best, column))) best = row;
        }
        if (best == 0 || from.at(best, column) < kLeastRidge * static_cast<float>(picture_->full_scale)) {
            pen_down = false;
            continue;
        }
        const auto below = static_cast<double>(from.at(best - 1, column)),
                   here = static_cast<double>(from.at(best, column)),
                   above = static_cast<double>(from.at(best + 1, column));
        const double bend = below - 2 * here + above;
        const double part = bend < 0 ? std::clamp((below - above) / (2 * bend), -0.5, 0.5) : 0;
        const double centre_hz = from.frequency_hz[best], next_hz = from.frequency_hz[best + 1];
        const double hz = axis.logarithmic ? centre_hz * std::pow(next_hz / centre_hz, part)
                                           : centre_hz + part * (next_hz - centre_hz);
        const QPointF point(plot.left() + (static_cast<double>(column) + 0.5) * column_px,
                            axis.yWithin(hz, plot.top(), plot.height()));
        pen_down ? ridge.lineTo(point) : ridge.moveTo(point);
        pen_down = true;
    }
    painter.setRenderHint(QPainter::Antialiasing, true);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(QColor(0, 0, 0, 150), 2.6));
    painter.drawPath(ridge);
    painter.setPen(QPen(Qt::white, 1.2));
    painter.drawPath(ridge);
}

void ScalogramPane::setLook(const ScalogramLook& look) {
    if (look == look_) return;
    if (look.locks_colours && !look_.locks_colours) {
        locked_scale_ = picture_ && picture_->full_scale > 0 ? std::optional(picture_->full_scale) : std::nullopt;
    }
    // Another wavelet gives back another band.
    const bool other_wavelet = look.wavelet != look_.wavelet;
    look_ = look;
    if (other_wavelet && band_) setBand(FrequencyBand{band_->low_hz, band_->high_hz, look_.wavelet});
    transformAgain();
    Q_EMIT lookChanged();
}

void ScalogramPane::setBand(const std::optional<FrequencyBand>& band) {
    if (band == band_) return;
    band_ = band;
    update();
    Q_EMIT bandChanged(band_);
}

void ScalogramPane::mousePressEvent(QMouseEvent* event) {
    if (masks(event)) return;  // what if goes first
    if (event->button() != Qt::LeftButton || !hasSomething() || !QRectF(frame().plot).contains(event->position())) {
        return event->ignore();
    }
    box_from_ = event->position();
    box_to_ = event->position();
}

void ScalogramPane::mouseMoveEvent(QMouseEvent* event) {
    if (box_from_) {
        const QRectF plot(frame().plot);
        box_to_ = QPointF(std::clamp(event->position().x(), plot.left(), plot.right()),
                          std::clamp(event->position().y(), plot.top(), plot.bottom()));
        update();
    }
    TriptychPane::mouseMoveEvent(event);
}

// A box chooses its band; a click gives the whole trace back.
void ScalogramPane::mouseReleaseEvent(QMouseEvent* event) {
    if (masks(event)) return;
    if (event->button() != Qt::LeftButton || !box_from_) return event->ignore();
    const QPointF from = *std::exchange(box_from_, std::nullopt);
    if (std::abs(box_to_.y() - from.y()) < kLeastBox_px) {
        setBand(std::nullopt);
    } else {
        const auto [low, high] = std::minmax({frequencyAtY(from.y()), frequencyAtY(box_to_.y())});
        setBand(FrequencyBand{low, high, look_.wavelet});
    }
    update();
}

void ScalogramPane::paintBand(QPainter& painter) const {
    const QRectF plot(frame().plot);
    QRectF box;
    if (box_from_) {
        box = QRectF(*box_from_, box_to_).normalized();
    } else if (band_) {
        const double top = yOfFrequency(band_->high_hz), bottom = yOfFrequency(band_->low_hz);
        box = QRectF(plot.left(), top, plot.width(), bottom - top).intersected(plot.adjusted(-1, -1, 1, 1));
    }
    if (box.isEmpty()) return;
    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(QColor(0, 0, 0, 180), 3));
    painter.drawRect(box);
    painter.setPen(QPen(Qt::white, 1, Qt::DashLine));
    painter.drawRect(box);
}

}  // namespace triptych::ui
