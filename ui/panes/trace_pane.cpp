#include "ui/panes/trace_pane.h"
#include "ui/state/on_any.h"

#include "ui/panes/wheel.h"
#include "ui/state/navigation.h"

#include <QGestureEvent>
#include <QGuiApplication>
#include <QMouseEvent>
#include <QNativeGestureEvent>
#include <QPainter>
#include <QPinchGesture>
#include <QScrollBar>
#include <QStyleHints>
#include <QWheelEvent>

#include <algorithm>
#include <array>
#include <cmath>

namespace triptych::ui {
namespace {

constexpr std::array kGains_mm_per_mv = {2.5, 5.0, 10.0, 20.0, 40.0};

}  // namespace

TracePane::TracePane(ViewState& state, QWidget* parent)
    : Pane(state, parent), rows_(new QScrollBar(Qt::Vertical, this)) {
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_OpaquePaintEvent);
    grabGesture(Qt::PinchGesture);
    setAccessibleName(tr("Rhythm"));
    setAccessibleDescription(tr("The leads on ECG paper, with a letter above each beat"));
    rows_->hide();
    rows_->setAccessibleName(tr("Leads in view"));
    connect(rows_, &QScrollBar::valueChanged, this, &TracePane::repaintAll);

    connect(&state_.record(), &RecordState::recordingChanged, this, [this] {
        source_.setRecording(state_.record().recording());
        rows_->setValue(0);
        updateScrollBar();
        repaintAll();
    });
    connect(&state_.display(), &DisplayState::displayChanged, this, [this] {
        source_.setFilter(displayFilter(state_.display()));
        updateScrollBar();
        state_.view().setPaperWidthPx(geometryNow().plot.width());
        repaintAll();
    });
    onAny(this, &TracePane::repaintAll, std::pair(&state_.view(), &ViewportState::viewportChanged),
          std::pair(&state_.view(), &ViewportState::selectionChanged),
          std::pair(&state_.view(), &ViewportState::focusChanged), std::pair(&state_.beats(), &BeatState::beatsChanged),
          std::pair(&state_.beats(), &BeatState::selectedBeatChanged),
          std::pair(&state_.model(), &ModelState::aiLayerChanged));
    onAny(
        this,
        [this] {
            updateScrollBar();
            repaintAll();
        },
        std::pair(&state_.record(), &RecordState::analysisLeadChanged),
        std::pair(&state_.record(), &RecordState::shownLeadsChanged));
    connect(&state_.beats(), &BeatState::beatChanged, this, [this](std::size_t index) {
        const double time_s = state_.beats().all()[index].time_s;
        const Viewport& view = state_.view().viewport();
        if (time_s >= view.start_s && time_s <= view.end_s()) repaintAll();
    });
    connect(&state_.model(), &ModelState::explanationChanged, this, [this] {
        const auto& why = state_.model().explanation();
        const bool had = neighbours_ || of_leads_;
        neighbours_ = why ? beatSaliency(*why) : std::nullopt;
        of_leads_ = why ? leadSaliency(*why) : std::nullopt;
        if (had || neighbours_ || of_leads_) repaintAll();
    });
    onAny(
        this, [this] { update(); }, std::pair(&state_.view(), &ViewportState::cursorChanged),
        std::pair(&state_.view(), &ViewportState::calipersChanged));
    connect(&state_.waves(), &WaveState::changed, this, &TracePane::repaintAll);
    connect(&kinetic_, &KineticPan::panned, this, &TracePane::panByPixels);
    connect(&source_, &TraceSource::changed, this, [this] {
        setWorking(source_.isBusy());
        repaintAll();
    });
    source_.setFilter(displayFilter(state_.display()));
    source_.setRecording(state_.record().recording());
}

bool TracePane::isBusy() const {
    return source_.isBusy();
}

QSize TracePane::sizeHint() const {
    return {900, 360};
}

QSize TracePane::minimumSizeHint() const {
    return {240, 120};
}

TraceGeometry TracePane::geometryNow() const {
    const int bar = rows_->isHidden() ? 0 : rows_->sizeHint().width();
    return traceGeometry(QSizeF(width() - bar, height()), state_.display().pixelsPerMm());
}

TraceLayout TracePane::layoutNow() const {
    if (!state_.record().recording()) return {};
    const Recording& recording = *state_.record().recording();
    const double px_per_mv = state_.display().gainMmPerMv() * state_.display().pixelsPerMm();
    std::vector<double> lift_px(recording.leads.size(), 0);
    for (std::size_t lead = 0; lead < lift_px.size(); ++lead) {
        const auto millivolts = millivoltsPer(recording.leads[lead].unit);
        if (millivolts) lift_px[lead] = (source_.above(lead) - source_.below(lead)) / 2 * *millivolts * px_per_mv;
    }
    const QRectF plot = geometryNow().plot;
    const Viewport& view = state_.view().viewport();
    // Ten seconds in a view of fifteen would leave V4 to V6 to paper without samples.
    const double recorded_px = view.xOf(recording.duration_s, plot.left(), plot.width()) - plot.left();
    const std::vector<std::size_t> shown = state_.record().shownLeads();
    return layOutTraces(
        recording, {state_.display().layout(), plot, 5 * state_.display().pixelsPerMm(), state_.record().analysisLead(),
                    rows_->value(), lift_px, std::clamp(recorded_px, 0.0, plot.width()), shown});
}

std::optional<std::size_t> TracePane::beatAt(const QPointF& position) const {
    const Viewport& view = state_.view().viewport();
    const auto [first, last] = beatsWithin(state_.beats().all(), view.start_s, view.end_s());
    const auto nearest =
        nearestBeat(std::span(state_.beats().all()).subspan(first, last - first), timeAt(position.x()));
    if (!nearest) return std::nullopt;
    return first + *nearest;
}

double TracePane::timeAt(double x_px) const {
    const QRectF plot = geometryNow().plot;
    return state_.view().viewport().timeAt(x_px, plot.left(), std::max(1.0, plot.width()));
}

void TracePane::repaintAll() {
    picture_valid_ = false;
    update();
}

void TracePane::updateScrollBar() {
    const QSignalBlocker quiet(rows_);
    rows_->setRange(0, 0);
    const TraceLayout all = layoutNow();
    rows_->setRange(0, all.hidden_leads);
    rows_->setPageStep(std::max(1, all.rows));
    rows_->setVisible(all.hidden_leads > 0);
    const int bar = rows_->sizeHint().width();
    rows_->setGeometry(width() - bar, 0, bar, height());
}

void TracePane::drawPicture() {
    const double ratio = devicePixelRatioF();
    const QSize wanted = size() * ratio;
    if (picture_.size() != wanted) picture_ = QImage(wanted, QImage::Format_RGB32);
    picture_.setDevicePixelRatio(ratio);
    const TraceScene scene = sceneNow();
    if (scene.recording != nullptr && scene.geometry.plot.width() > 0) {
        source_.prepare(scene.viewport, scene.viewport.span_s / (scene.geometry.plot.width() * ratio));
        setWorking(source_.isBusy());
    }
    paintTraces(picture_, scene);
    picture_valid_ = true;
}

TraceScene TracePane::sceneNow() {
    TraceScene scene;
    scene.recording = state_.record().recording().get();
    scene.layers = &state_.record().layers();
    scene.source = &source_;
    scene.geometry = geometryNow();
    scene.layout = layoutNow();
    scene.viewport = state_.view().viewport();
    scene.px_per_mm = state_.display().pixelsPerMm();
    scene.mm_per_mv = state_.display().gainMmPerMv();
    scene.mm_per_s = state_.view().actualSpeedMmPerS();
    scene.at_preset_speed = state_.view().atPresetSpeed();
    scene.analysis_lead = state_.record().analysisLead();
    scene.start = state_.record().start();
    for (const bool is_ecg : state_.record().ecgLeads()) scene.no_paper.push_back(!is_ecg);
    if (scene.recording != nullptr && scene.analysis_lead < scene.recording->leads.size()) {
        scene.filter_text =
            filterText(displayFilter(state_.display()), scene.recording->leads[scene.analysis_lead].rate_hz);
    }
    scene.beats = state_.beats().all();
    scene.selected_beat = state_.beats().selected();
    scene.selection = state_.view().selection();
    if (!scene.selection && scene.selected_beat && state_.display().scope() == TriptychScope::selected_beat) {
        scene.focus = state_.view().focus();
    }
    scene.ai_visible = state_.model().aiVisible();
    scene.waves = &state_.waves();
    scene.neighbours = neighbours_ && state_.model().beatAiVisible() ? &*neighbours_ : nullptr;
    scene.leads = of_leads_ && state_.model().aiVisible() ? &*of_leads_ : nullptr;
    scene.overlay_opacity = state_.model().overlayOpacity();
    scene.theme = state_.display().theme();
    return scene;
}

void TracePane::paintEvent(QPaintEvent*) {
    if (width() <= 0 || height() <= 0) return;
    if (!picture_valid_ || picture_.size() != size() * devicePixelRatioF()) drawPicture();
    QPainter painter(this);
    painter.drawImage(0, 0, picture_);
    const TraceGeometry at = geometryNow();
    if (state_.view().cursor().time_s) {
        const double x = state_.view().viewport().xOf(*state_.view().cursor().time_s, at.plot.left(), at.plot.width());
        if (x >= at.plot.left() && x <= at.plot.right()) {
            painter.fillRect(QRectF(std::floor(x), at.marks.top(), 1, at.plot.bottom() - at.marks.top()),
                             colours().cursor);
        }
    }
    drawCalipers(painter);
    paintVeil(painter, at.paper.toRect());
}

std::optional<double> TracePane::millivoltsAt(double time_s) const {
    const Lead& lead = state_.record().recording()->leads[state_.record().analysisLead()];
    const auto millivolts = millivoltsPer(lead.unit);
    if (!millivolts) return std::nullopt;
    ColumnRange at;
    source_.columns(state_.record().analysisLead(), time_s, 1 / lead.rate_hz, std::span(&at, 1));
    const double value = (at.low + at.high) / 2.0 * *millivolts;
    return std::isfinite(value) ? std::optional(value) : std::nullopt;
}

void TracePane::drawCalipers(QPainter& painter) const {
    if (!state_.view().calipers() || !state_.record().recording()) return;
    const Stretch& calipers = *state_.view().calipers();
    const auto from_mv = millivoltsAt(calipers.from_s), to_mv = millivoltsAt(calipers.to_s);
    const auto difference_mv = from_mv && to_mv ? std::optional(*to_mv - *from_mv) : std::nullopt;
    paintCalipers(
        painter,
        {.calipers = calipers,
         .marches = state_.view().marchesOut(),
         .viewport = state_.view().viewport(),
         .plot = geometryNow().plot,
         .text = caliperText(
             calipers, difference_mv,
             QString::fromStdString(state_.record().recording()->leads[state_.record().analysisLead()].name)),
         .qtc = qtcText(calipers, localRr_s(state_.beats().all(), calipers.from_s, state_.record().gaps().get())),
         .theme = state_.display().theme()});
}

CaliperPart TracePane::caliperPartUnder(const QPointF& position) const {
    if (!state_.view().calipers()) return CaliperPart::none;
    return caliperPartAt(*state_.view().calipers(), state_.view().viewport(), geometryNow().plot, position);
}

// Of the lead under the pointer, which need not be the analysed one.
std::optional<WaveMark> TracePane::waveMarkUnder(const QPointF& position) {
    if (!state_.waves().visible() || !state_.record().recording()) return std::nullopt;
    const TraceScene scene = sceneNow();
    const auto cell = std::find_if(scene.layout.cells.begin(), scene.layout.cells.end(),
                                   [&](const TraceCell& one) { return one.rect.contains(position); });
    if (cell == scene.layout.cells.end()) return std::nullopt;
    return waveMarkAt(waveSceneOf(scene, *cell), position);
}

void TracePane::resizeEvent(QResizeEvent*) {
    updateScrollBar();
    state_.view().setPaperWidthPx(geometryNow().plot.width());
    repaintAll();
}

void TracePane::panByPixels(double dx_px) {
    const double width = std::max(1.0, geometryNow().plot.width());
    state_.view().setViewport(pannedBy(state_.view().viewport(), -dx_px / width * state_.view().viewport().span_s));
}

void TracePane::zoomAtPixel(double x_px, double factor) {
    kinetic_.halt();
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
    kinetic_.halt();
    press_position_ = event->position();
    if (event->button() == Qt::MiddleButton) {
        drag_ = Drag::panning;
        kinetic_.grab(event->position().x());
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
        }
    } else {
        event->ignore();
    }
}

void TracePane::mouseMoveEvent(QMouseEvent* event) {
    const double x = event->position().x();
    if (drag_ == Drag::maybe_click) {
        const double moved = (event->position() - press_position_).manhattanLength();
        if (moved >= QGuiApplication::styleHints()->startDragDistance()) {
            drag_ = Drag::panning;
            kinetic_.grab(press_position_.x());
            setCursor(Qt::ClosedHandCursor);
        }
    }
    if (drag_ == Drag::panning) kinetic_.drag(x);
    if (drag_ == Drag::selecting) state_.view().setSelection(Stretch{select_from_s_, timeAt(x)});
    if (drag_ == Drag::measuring) {
        state_.view().setCalipers(movedCalipers(calipers_before_, measuring_, timeAt(x) - timeAt(press_position_.x())));
    }
    if (drag_ == Drag::marking) wave_drag_.moveTo(timeAt(x));
    if (drag_ == Drag::none) {
        const bool grips =
            caliperPartUnder(event->position()) != CaliperPart::none || waveMarkUnder(event->position()).has_value();
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
    if (ended == Drag::panning) kinetic_.release();
    if (ended == Drag::marking) wave_drag_.drop();
    if (ended != Drag::maybe_click) return;
    state_.view().setSelection(std::nullopt);
    state_.waves().choose(std::nullopt);
    if (const auto beat = beatAt(event->position())) state_.selectBeat(beat, false);
}

void TracePane::mouseDoubleClickEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton) return event->ignore();
    drag_ = Drag::none;
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
        kinetic_.halt();
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
