#include "ui/panels/rhythm_plot.h"

#include "ui/state/on_any.h"

#include <QMouseEvent>
#include <QPainter>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <utility>

namespace triptych::ui {
namespace {

constexpr double kLongest_s = 6;  // of an interval that is drawn

}  // namespace

RhythmPlot::RhythmPlot(ViewState& state, QWidget* parent) : Pane(state, parent) {
    setAttribute(Qt::WA_OpaquePaintEvent);
    setMouseTracking(true);
    onAny(this, &RhythmPlot::renderAgain, std::pair(&state_.rhythm(), &RhythmState::reportChanged),
          std::pair(&state_.record(), &RecordState::recordingChanged),
          std::pair(&state_.display(), &DisplayState::displayChanged));
    onAny(
        this, [this] { update(); }, std::pair(&state_.view(), &ViewportState::viewportChanged),
        std::pair(&state_.beats(), &BeatState::selectedBeatChanged),
        std::pair(&state_.review(), &ReviewState::chosenChanged));
}

void RhythmPlot::renderAgain() {
    picture_.forget();
    update();
}

void RhythmPlot::resizeEvent(QResizeEvent*) {
    renderAgain();
}

QString RhythmPlot::emptiness() const {
    if (!state_.rhythm().report()) return tr("The rhythm is not known yet");
    return state_.beats().all().size() < 3 ? tr("There are too few beats") : QString();
}

void RhythmPlot::paintEvent(QPaintEvent*) {
    if (width() <= 0 || height() <= 0) return;
    const PlotFrame of = frame();
    const QString empty = emptiness();
    QPainter painter(this);
    picture_.lay(painter, *this, colours().window, [&](QPainter& ink) {
        ink.fillRect(of.plot, colours().paper);
        if (!of.plot.isEmpty()) {
            if (empty.isEmpty()) draw(ink, of);
            ink.setClipping(false);
            if (!drawsOutline() || !empty.isEmpty()) paintOutline(ink, of, colours());
            paintTitle(ink, of, {title()}, 0, colours());
            if (!empty.isEmpty()) {
                ink.setFont(labelFont());
                ink.setPen(colours().muted_text);
                ink.drawText(of.plot.adjusted(4, 0, -4, 0), Qt::AlignCenter | Qt::TextWordWrap, empty);
            }
        }
    });
    if (!empty.isEmpty() || of.plot.isEmpty()) return;
    painter.setClipRect(of.plot);
    drawOver(painter, of);
    if (const auto& chosen = state_.review().chosen(); hasLasso() && !chosen.empty() && isOfTheseBeats()) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(colours().accent);
        givePoints([&](std::size_t beat, const QPointF& at) {
            if (state_.review().isChosen(beat)) painter.drawRect(QRectF(at.x() - 1, at.y() - 1, 2, 2));
        });
    }
    if (lasso_.isDrawn()) paintLasso(painter, lassoPath(), colours());
}

std::vector<AxisTick> RhythmPlot::ticksOf(const Scale& scale, int least_px) {
    const int most = std::max(2, static_cast<int>(std::abs(scale.to_px - scale.from_px) / least_px));
    const TickSet ticks = niceTicks(scale.low, scale.high, most);
    std::vector<AxisTick> out;
    for (const double value : ticks.values) out.push_back({scale.px(value), numberText(value, ticks.step)});
    return out;
}

// Labels may have been given since the report, beats not: their numbers would be others.
bool RhythmPlot::isOfTheseBeats() const {
    return state_.rhythm().report() && report().found.view().size() == state_.beats().all().size();
}

QPainterPath RhythmPlot::lassoPath() const {
    if (!lasso_.isDrawn() || !lassoIsBand()) return lasso_.path();
    const QRect of = frame().plot;
    QPainterPath path;
    path.addRect(
        QRectF(QPointF(lasso_.first().x(), of.top()), QPointF(lasso_.last().x(), of.bottom() + 1)).normalized());
    return path;
}

void RhythmPlot::chooseWithin(const QPainterPath& path) {
    if (!isOfTheseBeats()) return;
    state_.review().choose(pointsWithin(path, size(), [this](const TakePoint& take) { givePoints(take); }),
                           ChosenBy::lasso, tr("the lasso"));
}

void RhythmPlot::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton || !emptiness().isEmpty()) return event->ignore();
    lasso_.press(event->position());
}

void RhythmPlot::mouseMoveEvent(QMouseEvent* event) {
    if (!lasso_.isPressed() || !hasLasso()) return QWidget::mouseMoveEvent(event);
    if (lasso_.moveTo(event->position())) update();
}

void RhythmPlot::mouseReleaseEvent(QMouseEvent* event) {
    const QPainterPath path = lassoPath();
    const auto pressed = lasso_.release();
    if (!pressed || event->button() != Qt::LeftButton) return;
    if (path.isEmpty()) return clicked(*pressed);
    chooseWithin(path);
    update();
}

RhythmPlot::Intervals RhythmPlot::intervalsOf(const pipeline::RhythmReport& report) {
    const auto view = report.found.view();
    const auto& findings = report.found.findings;
    Intervals out;
    out.ends_at_s.assign(view.size(), 0);
    bool before_lost = true;
    for (std::size_t i = 0; i < view.size(); ++i) {
        const bool lost = findings.at(view.time_s(i)) == rhythm::Rhythm::unreadable;
        if (i > 0 && !lost && !before_lost) {
            const auto interval = beats::rrInterval_s(view.time_s(i - 1), view.time_s(i), view.gaps);
            if (interval && *interval <= kLongest_s) out.ends_at_s[i] = *interval;
        }
        before_lost = lost;
    }
    std::vector<double> all;
    std::copy_if(out.ends_at_s.begin(), out.ends_at_s.end(), std::back_inserter(all),
                 [](double length_s) { return length_s > 0; });
    out.scale = {0.4, 1.2, 0, 1};
    if (all.size() < 2) return out;
    const auto outside = static_cast<std::ptrdiff_t>(all.size() / 200);
    std::nth_element(all.begin(), all.begin() + outside, all.end());
    const double low = all[static_cast<std::size_t>(outside)];
    std::nth_element(all.begin(), all.end() - 1 - outside, all.end());
    const double high = *(all.end() - 1 - outside);
    out.scale.low = std::max(0.0, std::floor((low - 0.02) * 10) / 10);
    out.scale.high = std::max(out.scale.low + 0.4, std::ceil((high + 0.02) * 10) / 10);
    return out;
}

// A day has a hundred thousand, and three plots ask for them at every step of five minutes.
const RhythmPlot::Intervals& RhythmPlot::intervals() const {
    static std::weak_ptr<const pipeline::RhythmReport> last_of;
    static std::weak_ptr<const Intervals> last;
    const auto& report = state_.rhythm().report();
    if (intervals_ && intervals_of_.lock() == report) return *intervals_;
    intervals_ = last_of.lock() == report ? last.lock() : nullptr;
    if (!intervals_) intervals_ = std::make_shared<const Intervals>(intervalsOf(*report));
    intervals_of_ = last_of = report;
    last = intervals_;
    return *intervals_;
}

std::optional<double> RhythmPlot::interval_s(std::size_t ends_at) const {
    const auto& all = intervals().ends_at_s;
    return ends_at < all.size() && all[ends_at] > 0 ? std::optional(all[ends_at]) : std::nullopt;
}

RhythmPlot::Scale RhythmPlot::intervalScale() const {
    return intervals().scale;
}

}  // namespace triptych::ui
