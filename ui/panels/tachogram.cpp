#include "ui/panels/tachogram.h"

#include "ui/state/navigation.h"

#include <QFontMetricsF>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>

namespace triptych::ui {
namespace {

constexpr int kTickY_px = 26;
constexpr double kBetweenTicks_px = 16;  // from one time to the next
constexpr double kDot_px = 2.2;
constexpr double kNear_s = 1e-6;

double middleOf(const Viewport& view) {
    return view.start_s + view.span_s / 2;
}

}  // namespace

Stretch fiveMinutesAt(double time_s, double duration_s) {
    const double whole = std::floor(duration_s / rhythm::kFiveMinutes_s + 1e-9);
    if (whole < 1) return {0, duration_s};
    const double index = std::clamp(std::floor(time_s / rhythm::kFiveMinutes_s), 0.0,
                                    std::max(0.0, std::ceil(duration_s / rhythm::kFiveMinutes_s - 1e-9) - 1));
    return {index * rhythm::kFiveMinutes_s, std::min(duration_s, (index + 1) * rhythm::kFiveMinutes_s)};
}

Tachogram::Tachogram(ViewState& state, QWidget* parent) : RhythmPlot(state, parent) {
    setAccessibleName(tr("Tachogram"));
    setAccessibleDescription(tr("The intervals of five minutes, beat by beat"));
    setToolTip(
        tr("Intervals between beats over the five minutes in view: the line is what heart rate variability is "
           "made of, rings are what was left out. Click to go to a beat, draw around points to choose their beats."));
    connect(&state_.view(), &ViewportState::viewportChanged, this, [this] {
        if (stretch() != shown_) renderAgain();
    });
}

Stretch Tachogram::stretch() const {
    return fiveMinutesAt(middleOf(state_.view().viewport()), state_.record().duration_s());
}

double Tachogram::xOf(double time_s) const {
    const QRect of = frame().plot;
    const Stretch part = stretch();
    return of.left() + (time_s - part.from_s) / std::max(part.length_s(), 1e-9) * of.width();
}

QString Tachogram::title() const {
    if (!state_.rhythm().report()) return tr("Tachogram");
    const TimeAxis axis = timeAxis(state_.record());
    const Stretch part = stretch();
    return tr("Tachogram, %1 to %2").arg(axis.text(part.from_s, 1), axis.text(part.to_s, 1));
}

void Tachogram::draw(QPainter& painter, const PlotFrame& frame) {
    shown_ = stretch();
    const auto view = report().found.view();
    Scale y = intervalScale();
    y.from_px = frame.plot.bottom() + 1;
    y.to_px = frame.plot.top();
    Scale in_ms = y;
    in_ms.low *= 1000;
    in_ms.high *= 1000;
    paintLeftAxis(painter, frame, ticksOf(in_ms, kTickY_px), tr("ms"), colours());
    const TimeAxis axis = timeAxis(state_.record());
    const double room = QFontMetricsF(numberFont()).horizontalAdvance(axis.text(shown_.to_s, 1)) + kBetweenTicks_px;
    const TickSet ticks =
        axis.ticks(shown_.from_s, shown_.to_s, room * shown_.length_s() / std::max(1, frame.plot.width()));
    std::vector<AxisTick> times;
    for (const double time_s : ticks.values) times.push_back({xOf(time_s), axis.text(time_s, ticks.step)});
    paintBottomAxis(painter, frame, times, axis.unit(), colours());

    painter.setClipRect(frame.plot);
    const auto counted = rhythm::within(report().hrv.series.intervals, shown_.from_s, shown_.to_s);
    QPainterPath line;
    for (std::size_t i = 0; i < counted.size(); ++i) {
        const QPointF at(xOf(counted[i].end_s), y.px(counted[i].length_s));
        i > 0 && counted[i].joined ? line.lineTo(at) : line.moveTo(at);
    }
    painter.setRenderHint(QPainter::Antialiasing, true);
    QColor ink = colours().trace;
    ink.setAlpha(150);
    painter.setPen(QPen(ink, 1));
    painter.setBrush(Qt::NoBrush);
    painter.drawPath(line);
    painter.setPen(Qt::NoPen);
    painter.setBrush(colours().trace);
    for (const rhythm::NnInterval& one : counted) {
        painter.drawEllipse(QPointF(xOf(one.end_s), y.px(one.length_s)), 1.3, 1.3);
    }
    painter.setBrush(Qt::NoBrush);
    std::size_t next = 0;
    for (std::size_t i = std::max<std::size_t>(1, view.firstFrom(shown_.from_s)); i < view.size(); ++i) {
        const double time_s = view.time_s(i);
        if (time_s > shown_.to_s) break;
        while (next < counted.size() && counted[next].end_s < time_s - kNear_s) ++next;
        if (next < counted.size() && std::abs(counted[next].end_s - time_s) <= kNear_s) continue;
        const auto interval = interval_s(i);
        if (!interval) continue;
        painter.setPen(QPen(classColour(view.classes[i], state_.display().theme()), 1.4));
        const double at_y = std::clamp(y.px(*interval), frame.plot.top() + kDot_px, frame.plot.bottom() - kDot_px);
        painter.drawEllipse(QPointF(xOf(time_s), at_y), kDot_px, kDot_px);
    }
}

void Tachogram::drawOver(QPainter& painter, const PlotFrame& frame) {
    const Viewport& view = state_.view().viewport();
    QColor ground = colours().selection;
    ground.setAlpha(50);
    const double left = xOf(view.start_s);
    painter.fillRect(QRectF(left, frame.plot.top(), std::max(2.0, xOf(view.end_s()) - left), frame.plot.height()),
                     ground);
    if (const auto beat = state_.beats().selected()) {
        const double x = xOf(state_.beats().all()[*beat].time_s);
        painter.fillRect(QRectF(std::floor(x), frame.plot.top(), 1, frame.plot.height()), colours().accent);
    }
}

void Tachogram::givePoints(const TakePoint& take) const {
    const auto view = report().found.view();
    const QRect of = frame().plot;
    Scale y = intervalScale();
    y.from_px = of.bottom() + 1;
    y.to_px = of.top();
    const Stretch part = stretch();
    for (std::size_t i = std::max<std::size_t>(1, view.firstFrom(part.from_s)); i < view.size(); ++i) {
        if (view.time_s(i) > part.to_s) break;
        if (const auto interval = interval_s(i)) {
            take(i, {xOf(view.time_s(i)), std::clamp(y.px(*interval), of.top() + kDot_px, of.bottom() - kDot_px)});
        }
    }
}

void Tachogram::clicked(const QPointF& at) {
    const QRect of = frame().plot;
    const Stretch part = stretch();
    const double time_s = part.from_s + (at.x() - of.left()) / of.width() * part.length_s();
    if (const auto beat = nearestBeat(state_.beats().all(), time_s)) {
        state_.view().setViewport(centredOn(state_.view().viewport(), state_.beats().all()[*beat].time_s));
        state_.selectBeat(*beat, false);
    }
}

}  // namespace triptych::ui
