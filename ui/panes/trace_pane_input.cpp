// The hand on the rhythm: wheel, drags, clicks, gestures.
#include "ui/panes/fitting_gain.h"
#include "ui/panes/trace_pane.h"
#include "ui/panes/wheel.h"
#include "ui/state/navigation.h"

#include <QGestureEvent>
#include <QGuiApplication>
#include <QMouseEvent>
#include <QNativeGestureEvent>
#include <QPinchGesture>
#include <QStyleHints>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>
#include <utility>

namespace triptych::ui {
namespace {

constexpr double kLongView_s = 60;  // longer than is read from: a double click goes to the paper there

}  // namespace

void TracePane::panByPixels(double dx_px) {
    const double width = std::max(1.0, geometryNow().plot.width());
    state_.view().setViewport(pannedBy(state_.view().viewport(), -dx_px / width * state_.view().viewport().span_s));
}

void TracePane::zoomAtPixel(double x_px, double factor) {
    state_.view().setViewport(zoomedAt(state_.view().viewport(), timeAt(x_px), factor));
}

void TracePane::stepGain(int steps) {
    const double now = state_.display().gainMmPerMv();
    const auto next =
        std::find_if(kGains_mm_per_mv.begin(), kGains_mm_per_mv.end(), [&](double gain) { return gain >= now; });
    const auto index =
        std::min<std::ptrdiff_t>(next - kGains_mm_per_mv.begin(), std::ssize(kGains_mm_per_mv) - 1) + steps;
    state_.display().setGainMmPerMv(kGains_mm_per_mv[static_cast<std::size_t>(
        std::clamp<std::ptrdiff_t>(index, 0, std::ssize(kGains_mm_per_mv) - 1))]);
}

void TracePane::mousePressEvent(QMouseEvent* event) {
    press_position_ = event->position();
    pressed_mark_.reset();
    if (event->button() == Qt::MiddleButton) {
        drag_ = Drag::panning;
        grabbed_x_ = event->position().x();
        setCursor(Qt::ClosedHandCursor);
    } else if (event->button() == Qt::LeftButton) {
        if (event->modifiers().testFlag(Qt::ShiftModifier)) {
            drag_ = Drag::selecting;
            select_from_s_ = timeAt(event->position().x());
        } else if (measuring_ = caliperPartUnder(event->position()); measuring_ != CaliperPart::none) {
            drag_ = Drag::measuring;
            calipers_before_ = *state_.view().calipers();
        } else if (const auto mark = waveMarkUnder(event->position())) {
            drag_ = Drag::marking;
            wave_drag_.take(*mark, timeAt(event->position().x()), state_.beats().all());
        } else {
            drag_ = Drag::maybe_click;
            pressed_mark_ = beatMarkUnder(event->position());
        }
    } else {
        event->ignore();
    }
}

void TracePane::mouseMoveEvent(QMouseEvent* event) {
    const double x = event->position().x();
    if (drag_ == Drag::maybe_click) {
        const double moved = (event->position() - press_position_).manhattanLength();
        if (moved >= QGuiApplication::styleHints()->startDragDistance() && pressed_mark_) {
            drag_ = Drag::moving_beat;
            setCursor(Qt::SizeHorCursor);
            beat_drag_.take(*pressed_mark_, timeAt(press_position_.x()));
        } else if (moved >= QGuiApplication::styleHints()->startDragDistance()) {
            drag_ = Drag::panning;
            grabbed_x_ = press_position_.x();
            setCursor(Qt::ClosedHandCursor);
        }
    }
    if (drag_ == Drag::panning) panByPixels(x - std::exchange(grabbed_x_, x));
    if (drag_ == Drag::selecting) state_.view().setSelection(Stretch{select_from_s_, timeAt(x)});
    if (drag_ == Drag::measuring) {
        state_.view().setCalipers(movedCalipers(calipers_before_, measuring_, timeAt(x) - timeAt(press_position_.x())));
    }
    if (drag_ == Drag::marking) wave_drag_.moveTo(timeAt(x));
    if (drag_ == Drag::moving_beat) beat_drag_.moveTo(timeAt(x), event->modifiers().testFlag(Qt::AltModifier));
    if (drag_ == Drag::none) {
        const bool grips = caliperPartUnder(event->position()) != CaliperPart::none ||
                           waveMarkUnder(event->position()).has_value() || beatMarkUnder(event->position()).has_value();
        grips ? setCursor(Qt::SizeHorCursor) : unsetCursor();
    }
    if (state_.record().recording() && geometryNow().plot.contains(event->position())) {
        state_.view().setCursor({timeAt(x), std::nullopt});
    } else {
        state_.view().setCursor({});
    }
}

void TracePane::mouseReleaseEvent(QMouseEvent* event) {
    const Drag ended = std::exchange(drag_, Drag::none);
    unsetCursor();
    if (ended == Drag::marking) wave_drag_.drop();
    if (ended == Drag::moving_beat) beat_drag_.drop();
    if (ended != Drag::maybe_click) return;
    state_.view().setSelection(std::nullopt);
    state_.waves().choose(std::nullopt);
    if (const auto beat = beatAt(event->position())) state_.selectBeat(beat, false);
}

void TracePane::mouseDoubleClickEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton) return event->ignore();
    drag_ = Drag::none;
    if (state_.view().viewport().span_s > kLongView_s) return state_.view().goToPaper(timeAt(event->position().x()));
    if (const auto beat = beatAt(event->position())) {
        state_.selectBeat(beat, false);
        state_.view().setViewport(centredOn(state_.view().viewport(), state_.beats().all()[*beat].time_s));
    } else {
        state_.view().setViewport(centredOn(state_.view().viewport(), timeAt(event->position().x())));
    }
}

void TracePane::wheelEvent(QWheelEvent* event) {
    const QPoint turned = event->angleDelta();
    // Alt and some platforms' Shift turn a vertical wheel into a horizontal one.
    const double vertical = turned.y() != 0 ? turned.y() : turned.x();
    if (event->modifiers().testFlag(Qt::ControlModifier)) {
        gain_wheel_ += vertical;
        const int steps = static_cast<int>(gain_wheel_ / kWheelNotch);
        gain_wheel_ -= steps * kWheelNotch;
        if (steps != 0) stepGain(steps);
    } else if (event->modifiers().testFlag(Qt::ShiftModifier)) {
        panByPixels(vertical / kWheelNotch * kPanPerNotch * geometryNow().plot.width());
    } else if (std::abs(turned.x()) > std::abs(turned.y())) {
        // Two fingers sideways: the touchpad's own pixels, with the platform's own glide, where it gives them.
        const double dx = event->pixelDelta().isNull()
                              ? turned.x() / kWheelNotch * kPanPerNotch * geometryNow().plot.width()
                              : event->pixelDelta().x();
        panByPixels(dx);
    } else if (turned.y() != 0) {
        zoomAtPixel(event->position().x(), std::pow(kZoomPerNotch, -turned.y() / kWheelNotch));
    }
    event->accept();
}

void TracePane::leaveEvent(QEvent*) {
    state_.view().setCursor({});
}

bool TracePane::event(QEvent* event) {
    if (event->type() == QEvent::Gesture) {
        auto* gestures = static_cast<QGestureEvent*>(event);
        if (auto* pinch = static_cast<QPinchGesture*>(gestures->gesture(Qt::PinchGesture)); pinch != nullptr) {
            const double factor = pinch->scaleFactor();
            if (factor > 0) zoomAtPixel(mapFromGlobal(pinch->hotSpot()).x(), 1 / factor);
            gestures->accept(pinch);
            return true;
        }
    }
    if (event->type() == QEvent::NativeGesture) {
        auto* gesture = static_cast<QNativeGestureEvent*>(event);
        if (gesture->gestureType() == Qt::ZoomNativeGesture) {
            zoomAtPixel(gesture->position().x(), 1 / std::max(0.1, 1 + gesture->value()));
            return true;
        }
    }
    return Pane::event(event);
}

}  // namespace triptych::ui
