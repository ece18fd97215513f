#include "ui/panes/triptych_pane.h"

#include "ui/panes/wheel.h"
#include "ui/state/navigation.h"
#include "ui/state/on_any.h"

#include <QMouseEvent>
#include <QPainter>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>
#include <utility>

namespace triptych::ui {

TriptychPane::TriptychPane(ViewState& state, QWidget* parent) : Pane(state, parent) {
    setMouseTracking(true);
    setAttribute(Qt::WA_OpaquePaintEvent);
    onAny(
        this, [this] { update(); }, std::pair(&state_.why(), &WhyState::lookedChanged),
        std::pair(&state_.why(), &WhyState::askedChanged), std::pair(&state_.why(), &WhyState::draftChanged));
}

MaskAxes TriptychPane::maskAxes() const {
    MaskAxes out;
    out.plot = QRectF(frame().plot);
    if (hasTimeAxis()) {
        out.x_of_time = [this](double time_s) { return xOfTime(time_s); };
        out.time_at_x = [this](double x_px) { return timeAtX(x_px); };
    }
    if (hasFrequencyAxis()) {
        out.y_of_hz = [this](double hz) { return yOfFrequency(hz); };
        out.hz_at_y = [this](double y_px) { return frequencyAtY(y_px); };
    }
    const auto& why = state_.model().explanation();
    if (why && why->of_recording && analysedLead() != nullptr) out.lead = analysedLead()->name;
    return out;
}

bool TriptychPane::masks(QMouseEvent* event) {
    WhyState& why = state_.why();
    switch (event->type()) {
        case QEvent::MouseButtonPress:
            if (event->button() != Qt::LeftButton || !why.masking() || !hasSomething()) return false;
            if (!QRectF(frame().plot).contains(event->position())) return false;
            mask_from_ = event->position();
            return true;
        case QEvent::MouseMove:
            if (!mask_from_) return false;
            why.setDraft(maskBetween(maskAxes(), *mask_from_, event->position()));
            return true;
        case QEvent::MouseButtonRelease: {
            if (!mask_from_ || event->button() != Qt::LeftButton) return false;
            const auto mask = maskBetween(maskAxes(), *mask_from_, event->position());
            mask_from_.reset();
            why.setDraft(std::nullopt);
            if (mask && why.masking()) why.addMask(*mask);
            return true;
        }
        default:
            return false;
    }
}

void TriptychPane::mousePressEvent(QMouseEvent* event) {
    if (!masks(event)) Pane::mousePressEvent(event);
}

void TriptychPane::mouseReleaseEvent(QMouseEvent* event) {
    if (!masks(event)) Pane::mouseReleaseEvent(event);
}

QSize TriptychPane::sizeHint() const {
    return {300, 260};
}

QSize TriptychPane::minimumSizeHint() const {
    return {180, 104};
}

double TriptychPane::xOfTime(double time_s) const {
    const Stretch focus = state_.view().focus();
    const QRect plot = frame().plot;
    return Viewport{focus.from_s, std::max(focus.length_s(), 1e-9)}.xOf(time_s, plot.left(), plot.width());
}

double TriptychPane::timeAtX(double x_px) const {
    const Stretch focus = state_.view().focus();
    const QRect plot = frame().plot;
    return Viewport{focus.from_s, focus.length_s()}.timeAt(x_px, plot.left(), std::max(1, plot.width()));
}

FrequencyAxis TriptychPane::frequencies() const {
    const Lead* lead = analysedLead();
    return axisOf(range_, frequencyAxis(state_.record(), state_.display()), lead != nullptr ? lead->rate_hz : 0);
}

void TriptychPane::setRange(FrequencyRange range) {
    if (std::exchange(range_, range) != range) rangeChanged();
}

double TriptychPane::yOfFrequency(double hz) const {
    const QRect plot = frame().plot;
    return frequencies().yOf(hz, plot.top(), plot.height());
}

double TriptychPane::frequencyAtY(double y_px) const {
    const QRect plot = frame().plot;
    return frequencies().frequencyAt(y_px, plot.top(), std::max(1, plot.height()));
}

bool TriptychPane::hasSomething() const {
    return analysedLead() != nullptr && state_.view().focus().length_s() > 0;
}

const Lead* TriptychPane::analysedLead() const {
    const RecordingPtr& recording = state_.record().recording();
    if (!recording || state_.record().analysisLead() >= recording->leads.size()) return nullptr;
    return &recording->leads[state_.record().analysisLead()];
}

QString TriptychPane::leadName() const {
    const Lead* lead = analysedLead();
    return lead != nullptr ? QString::fromStdString(lead->name) : QString();
}

void TriptychPane::paintCursor(QPainter& painter) const {
    if (!hasSomething()) return;
    const QRect plot = frame().plot;
    if (state_.model().beatAiVisible()) {
        painter.save();
        painter.setClipRect(plot);
        paintLooked(painter, state_.why(), maskAxes(), state_.display().theme());
        paintMasks(painter, state_.why(), maskAxes(), state_.display().theme());
        painter.restore();
    }
    painter.setRenderHint(QPainter::Antialiasing, false);
    // A dark and a light line side by side can be seen on paper and on every colour of a scalogram.
    const QColor line = colours().cursor;
    QColor halo = colours().paper;
    halo.setAlpha(150);
    const Cursor& cursor = state_.view().cursor();
    if (hasTimeAxis() && cursor.time_s) {
        const int x = static_cast<int>(std::floor(xOfTime(*cursor.time_s)));
        if (x >= plot.left() && x <= plot.right()) {
            painter.fillRect(x + 1, plot.top(), 1, plot.height(), halo);
            painter.fillRect(x, plot.top(), 1, plot.height(), line);
        }
    }
    if (hasFrequencyAxis() && cursor.frequency_hz) {
        const double place = yOfFrequency(*cursor.frequency_hz);
        if (place >= plot.top() && place <= plot.bottom() + 1) {
            const int y = std::min(static_cast<int>(std::floor(place)), plot.bottom());
            painter.fillRect(plot.left(), y + 1, plot.width(), 1, halo);
            painter.fillRect(plot.left(), y, plot.width(), 1, line);
        }
    }
}

void TriptychPane::paintNotice(QPainter& painter, const QString& text) const {
    painter.setFont(labelFont());
    painter.setPen(colours().muted_text);
    painter.drawText(frame().plot.adjusted(8, 0, -8, 0), Qt::AlignCenter | Qt::TextWordWrap, text);
}

void TriptychPane::mouseMoveEvent(QMouseEvent* event) {
    masks(event);
    const QPointF at = event->position();
    if (!hasSomething() || !QRectF(frame().plot).contains(at)) return state_.view().setCursor({});
    Cursor cursor;
    if (hasTimeAxis()) cursor.time_s = timeAtX(at.x());
    if (hasFrequencyAxis()) cursor.frequency_hz = frequencyAtY(at.y());
    state_.view().setCursor(cursor);
}

void TriptychPane::wheelEvent(QWheelEvent* event) {
    const bool shows_view = state_.display().scope() == TriptychScope::view || !state_.beats().selected();
    if (!hasSomething() || !hasTimeAxis() || !shows_view || state_.view().selection() || event->angleDelta().y() == 0) {
        return event->ignore();
    }
    const Viewport& view = state_.view().viewport();
    const double notches = event->angleDelta().y() / kWheelNotch;
    if (event->modifiers().testFlag(Qt::ShiftModifier)) {
        state_.view().setViewport(pannedBy(view, -notches * kPanPerNotch * view.span_s));
    } else {
        state_.view().setViewport(zoomedAt(view, timeAtX(event->position().x()), std::pow(kZoomPerNotch, -notches)));
    }
    event->accept();
}

void TriptychPane::leaveEvent(QEvent*) {
    state_.view().setCursor({});
}

}  // namespace triptych::ui
