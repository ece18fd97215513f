#include "ui/panels/rhythm_bands.h"

#include "ui/panels/rhythm_words.h"
#include "ui/panes/fitting_text.h"
#include "ui/panes/plot_frame.h"
#include "ui/state/navigation.h"
#include "ui/state/on_any.h"
#include "ui/state/rhythm_deeds.h"

#include <QHelpEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>
#include <cmath>

namespace triptych::ui {
namespace {

constexpr double kTop_px = 4, kBetween_px = 3;
constexpr double kLeastRate_px = 30, kClasses_px = 20, kEpisodes_px = 14, kEvents_px = 9, kQuality_px = 6;
constexpr double kThinnestFrame_px = 6;
constexpr double kNear_px = 4;
constexpr double kMoved_px = 2;  // less is a click on an edge

double lineHeight() {
    return QFontMetricsF(numberFont()).height();
}

}  // namespace

RhythmBands::RhythmBands(ViewState& state, QWidget* parent) : Pane(state, parent) {
    setMouseTracking(true);
    setAttribute(Qt::WA_OpaquePaintEvent);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    setAccessibleName(tr("Trend bands"));
    setAccessibleDescription(
        tr("Rate, classes of beats, episodes, events and quality of the whole recording, and the stretch in view"));
    onAny(this, &RhythmBands::renderAgain, std::pair(&state_.record(), &RecordState::recordingChanged),
          std::pair(&state_.record(), &RecordState::gapsChanged), std::pair(&state_.beats(), &BeatState::beatsChanged),
          std::pair(&state_.rhythm(), &RhythmState::reportChanged),
          std::pair(&state_.display(), &DisplayState::displayChanged));
    const auto forget = [this] { trend_.forget(); };
    connect(&state_.record(), &RecordState::gapsChanged, this, forget);
    connect(&state_.beats(), &BeatState::beatsChanged, this, forget);
    connect(&state_.beats(), &BeatState::beatChanged, this, [this](std::size_t beat) {
        trend_.forget(beat);
        renderAgain();
    });
    connect(&state_.rhythm(), &RhythmState::reportChanged, this, &RhythmBands::letEdgeGo);  // it may be another's now
    onAny(
        this, [this] { update(); }, std::pair(&state_.view(), &ViewportState::viewportChanged),
        std::pair(&state_.view(), &ViewportState::cursorChanged),
        std::pair(&state_.rhythm(), &RhythmState::chosenChanged),
        std::pair(&state_.beats(), &BeatState::selectedBeatChanged));
}

QSize RhythmBands::sizeHint() const {
    const double fixed = kTop_px + kClasses_px + kEpisodes_px + kEvents_px + kQuality_px + 4 * kBetween_px;
    return {900, static_cast<int>(fixed + 46 + 2 * lineHeight() + 10)};
}

QSize RhythmBands::minimumSizeHint() const {
    return {200, sizeHint().height() - static_cast<int>(46 - kLeastRate_px)};
}

QRectF RhythmBands::area(Band band) const {
    const PlotFrame frame = plotFrame(rect());  // the same left edge as the panes below
    const double below = kClasses_px + kEpisodes_px + kEvents_px + kQuality_px + 4 * kBetween_px;
    const double rate = std::max(kLeastRate_px, height() - kTop_px - below - 2 * lineHeight() - 10);
    const std::array<double, kBands> heights = {rate, kClasses_px, kEpisodes_px, kEvents_px, kQuality_px};
    double top = kTop_px;
    for (std::size_t above = 0; above < band; ++above) top += heights[above] + kBetween_px;
    return QRectF(frame.plot.left(), top, std::max(1, frame.plot.width()), heights[band]);
}

double RhythmBands::timeAt(double x_px) const {
    const QRectF all = area(kRate);
    return (x_px - all.left()) / all.width() * duration_s();
}

double RhythmBands::xOf(double time_s) const {
    const QRectF all = area(kRate);
    return all.left() + time_s / std::max(duration_s(), 1e-9) * all.width();
}

void RhythmBands::renderAgain() {
    picture_.forget();
    update();
}

void RhythmBands::resizeEvent(QResizeEvent*) {
    renderAgain();
}

void RhythmBands::drawPicture(QPainter& painter) {
    for (const Band band : {kRate, kClasses, kEpisodes, kEvents, kQuality}) {
        painter.fillRect(area(band), colours().paper);
    }
    if (duration_s() <= 0) return;
    trend_.follow(state_.beats().all(), state_.record().gaps().get());
    paintRate(painter);
    paintClasses(painter);
    paintEpisodes(painter);
    paintEvents(painter);
    paintQuality(painter);
    paintAxis(painter);
    paintLegend(painter);
}

void RhythmBands::paintEvent(QPaintEvent*) {
    if (width() <= 0 || height() <= 0) return;
    QPainter painter(this);
    picture_.lay(painter, *this, colours().window, [this](QPainter& onto) { drawPicture(onto); });
    if (duration_s() <= 0) return;
    const QRectF first = area(kRate), last = area(kQuality);
    const QRectF all(first.left(), first.top(), first.width(), last.bottom() - first.top());
    if (const auto& chosen = state_.rhythm().episode()) {
        const rhythm::Episode& episode = state_.rhythm().episodes()[*chosen];
        const QRectF band = area(kEpisodes);
        const double left = xOf(episode.span.from_s);
        const double right = std::max(left + 3, xOf(episode.span.to_s));
        painter.setPen(QPen(colours().text, 1.5));
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(QRectF(left, band.top() - 1, right - left, band.height() + 2));
    }
    paintDragged(painter);
    const auto line = [&](double time_s, const QColor& ink) {
        if (time_s >= 0 && time_s <= duration_s()) {
            painter.fillRect(QRectF(std::floor(xOf(time_s)), all.top(), 1, all.height()), ink);
        }
    };
    if (const auto beat = state_.beats().selected()) line(state_.beats().all()[*beat].time_s, colours().accent);
    if (state_.view().cursor().time_s) line(*state_.view().cursor().time_s, colours().cursor);
    const Viewport& view = state_.view().viewport();
    double left = xOf(view.start_s), width_px = xOf(std::min(view.end_s(), duration_s())) - left;
    if (width_px < kThinnestFrame_px) {
        left -= (kThinnestFrame_px - width_px) / 2;
        width_px = kThinnestFrame_px;
    }
    const QRectF frame = QRectF(left, all.top(), width_px, all.height()) & all.adjusted(-4, 0, 4, 0);
    QColor ground = colours().selection;
    ground.setAlpha(60);
    painter.fillRect(frame, ground);
    painter.setPen(QPen(colours().accent, 1.5));
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(frame.adjusted(0.5, 0.5, -0.5, -0.5));
}

bool RhythmBands::isIn(Band band, const QPointF& place) const {
    const QRectF of = area(band);
    return place.y() >= of.top() - 1 && place.y() <= of.bottom() + 1;
}

std::optional<EpisodeEdge> RhythmBands::edgeAt(const QPointF& place) const {
    if (duration_s() <= 0 || !isIn(kEpisodes, place)) return std::nullopt;
    return edgeNear(state_.rhythm(), timeAt(place.x()), kNear_px / area(kEpisodes).width() * duration_s());
}

void RhythmBands::letEdgeGo() {
    if (!edge_.isOn()) return;
    edge_.cancel();
    releaseKeyboard();
    QToolTip::hideText();
    update();
}

void RhythmBands::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton || duration_s() <= 0) return event->ignore();
    const double time_s = std::clamp(timeAt(event->position().x()), 0.0, duration_s());
    pressed_ = event->position();
    if (const auto edge = edgeAt(pressed_)) {
        edge_.take(state_, *edge, time_s);
        grabKeyboard();  // Escape leaves the edge where it stood
        return;
    }
    if (isIn(kEpisodes, pressed_)) {
        if (const auto episode = state_.rhythm().episodeAt(time_s)) return goToEpisode(state_, *episode);
    }
    if (isIn(kEvents, pressed_)) {
        const auto& events = state_.rhythm().events();
        for (std::size_t i = 0; i < events.size(); ++i) {
            if (std::abs(xOf(events[i].time_s) - event->position().x()) <= kNear_px) return goToEvent(state_, i);
        }
    }
    state_.view().setViewport(centredOn(state_.view().viewport(), time_s));
    if (const auto beat = nearestBeat(state_.beats().all(), time_s)) state_.selectBeat(*beat, false);
}

// The stretch in view follows, so that the edge is seen in the trace, too.
void RhythmBands::dragTo(double x_px) {
    if (!edge_.isMoved() && std::abs(x_px - pressed_.x()) < kMoved_px) return;
    edge_.moveTo(state_, timeAt(x_px));
    state_.view().setCursor({edge_.now_s(), std::nullopt});
    state_.view().setViewport(centredOn(state_.view().viewport(), edge_.now_s()));
    const QString at = timeAxis(state_.record()).text(edge_.now_s(), 0.1);
    const QString name = rhythmName(edge_.episode().rhythm);
    const QPointF place(xOf(edge_.now_s()), area(kEpisodes).bottom());
    QToolTip::showText(
        mapToGlobal(place.toPoint()),
        plainTip(edge_.begins() ? tr("%1 begins at %2").arg(name, at) : tr("%1 ends at %2").arg(name, at)), this);
    update();
}

void RhythmBands::mouseReleaseEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton || !edge_.isOn()) return;
    if (!edge_.isMoved()) {
        const auto episode = state_.rhythm().episodeAt(std::clamp(timeAt(pressed_.x()), 0.0, duration_s()));
        letEdgeGo();
        if (episode) goToEpisode(state_, *episode);
        return;
    }
    const ReaderWords words = edge_.drop();
    releaseKeyboard();
    QToolTip::hideText();
    update();
    if (!words.empty()) state_.rhythm().askToSay(words, "mouse");
}

void RhythmBands::keyPressEvent(QKeyEvent* event) {
    if (event->key() != Qt::Key_Escape || !edge_.isOn()) return Pane::keyPressEvent(event);
    letEdgeGo();
}

void RhythmBands::mouseMoveEvent(QMouseEvent* event) {
    if (duration_s() <= 0) return;
    if (edge_.isOn()) return dragTo(event->position().x());
    if (event->buttons() == Qt::NoButton) {
        edgeAt(event->position()) ? setCursor(Qt::SplitHCursor) : unsetCursor();
    }
    const double time_s = timeAt(event->position().x());
    const bool inside = time_s >= 0 && time_s <= duration_s();
    state_.view().setCursor(inside ? Cursor{time_s, std::nullopt} : Cursor{});
    if ((event->buttons() & Qt::LeftButton) != 0 && inside) {
        state_.view().setViewport(centredOn(state_.view().viewport(), time_s));
    }
}

void RhythmBands::mouseDoubleClickEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton && duration_s() > 0) {
        state_.view().goToPaper(timeAt(event->position().x()));
    }
}

void RhythmBands::leaveEvent(QEvent*) {
    state_.view().setCursor({});
}

QString RhythmBands::whatIsAt(const QPointF& place) const {
    const double time_s = timeAt(place.x());
    if (duration_s() <= 0 || time_s < 0 || time_s > duration_s()) return {};
    const auto& report = state_.rhythm().report();
    const QString at = timeAxis(state_.record()).text(time_s, 1);
    if (!report) return tr("%1: the rhythm is not known yet").arg(at);
    QStringList lines;
    for (const rhythm::RhythmEvent& event : state_.rhythm().events()) {
        if (area(kEvents).adjusted(0, -1, 0, 1).contains(place) &&
            std::abs(xOf(event.time_s) - place.x()) <= kNear_px && lines.size() < 4) {
            lines << tr("%1: %2 %3")
                         .arg(timeAxis(state_.record()).text(event.time_s, 1), eventName(event), eventValue(event));
        }
    }
    if (!lines.isEmpty()) return lines.join(QLatin1Char('\n'));
    const auto minute = static_cast<std::size_t>(time_s / 60);
    if (minute < report->minutes.size() && !area(kEpisodes).adjusted(0, -1, 0, 1).contains(place)) {
        const rhythm::Minute& one = report->minutes[minute];
        const auto count = [&one](BeatClass of) { return one.beats[static_cast<std::size_t>(of)]; };
        lines << (one.mean_bpm > 0 ? tr("%1: %2 /min in this minute, %3 to %4")
                                         .arg(at)
                                         .arg(one.mean_bpm, 0, 'f', 0)
                                         .arg(one.least_bpm, 0, 'f', 0)
                                         .arg(one.most_bpm, 0, 'f', 0)
                                   : tr("%1: no rate in this minute").arg(at));
        lines << tr("N %1, S %2, V %3; %4 of it without noise")
                     .arg(count(BeatClass::normal))
                     .arg(count(BeatClass::supraventricular))
                     .arg(count(BeatClass::ventricular))
                     .arg(shareText(one.good_share));
    }
    if (const auto edge = edgeAt(place)) {
        const QString name = rhythmName(state_.rhythm().episodes()[edge->episode].rhythm);
        const QString when = timeAxis(state_.record()).text(edge->time_s, 0.1);
        lines
            << (edge->begins ? tr("%1 begins at %2: drag to move") : tr("%1 ends at %2: drag to move")).arg(name, when);
    }
    if (const auto episode = state_.rhythm().episodeAt(time_s)) {
        const rhythm::Episode& one = state_.rhythm().episodes()[*episode];
        lines << tr("%1, %2 from %3")
                     .arg(rhythmName(one.rhythm), lengthText(one.span.to_s - one.span.from_s),
                          timeAxis(state_.record()).text(one.span.from_s, 1));
    }
    return lines.join(QLatin1Char('\n'));
}

bool RhythmBands::event(QEvent* event) {
    if (event->type() != QEvent::ToolTip) return Pane::event(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    QToolTip::showText(help->globalPos(), plainTip(whatIsAt(help->pos())), this);
    return true;
}

}  // namespace triptych::ui
