#include "ui/panels/rhythm_plot.h"

#include "ui/state/on_any.h"

#include <QPainter>

#include <algorithm>
#include <cmath>

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
        std::pair(&state_.beats(), &BeatState::selectedBeatChanged));
}

void RhythmPlot::renderAgain() {
    picture_valid_ = false;
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
    if (!picture_valid_ || picture_.size() != size() * devicePixelRatioF()) {
        picture_ = QPixmap(size() * devicePixelRatioF());
        picture_.setDevicePixelRatio(devicePixelRatioF());
        picture_.fill(colours().window);
        picture_valid_ = true;
        QPainter painter(&picture_);
        painter.fillRect(of.plot, colours().paper);
        if (!of.plot.isEmpty()) {
            if (empty.isEmpty()) draw(painter, of);
            painter.setClipping(false);
            if (!drawsOutline() || !empty.isEmpty()) paintOutline(painter, of, colours());
            paintTitle(painter, of, {title()}, 0, colours());
            if (!empty.isEmpty()) {
                painter.setFont(labelFont());
                painter.setPen(colours().muted_text);
                painter.drawText(of.plot.adjusted(4, 0, -4, 0), Qt::AlignCenter | Qt::TextWordWrap, empty);
            }
        }
    }
    QPainter painter(this);
    painter.drawPixmap(0, 0, picture_);
    if (!empty.isEmpty() || of.plot.isEmpty()) return;
    painter.setClipRect(of.plot);
    drawOver(painter, of);
}

std::vector<AxisTick> RhythmPlot::ticksOf(const Scale& scale, int least_px) {
    const int most = std::max(2, static_cast<int>(std::abs(scale.to_px - scale.from_px) / least_px));
    const TickSet ticks = niceTicks(scale.low, scale.high, most);
    std::vector<AxisTick> out;
    for (const double value : ticks.values) out.push_back({scale.px(value), numberText(value, ticks.step)});
    return out;
}

std::optional<double> RhythmPlot::interval_s(std::size_t ends_at) const {
    const auto view = report().found.view();
    if (ends_at == 0 || ends_at >= view.size()) return std::nullopt;
    const double from_s = view.time_s(ends_at - 1), to_s = view.time_s(ends_at);
    const auto interval = beats::rrInterval_s(from_s, to_s, view.gaps);
    if (!interval || *interval > kLongest_s) return std::nullopt;
    const auto& findings = report().found.findings;
    const bool lost =
        findings.at(from_s) == rhythm::Rhythm::unreadable || findings.at(to_s) == rhythm::Rhythm::unreadable;
    return lost ? std::nullopt : interval;
}

RhythmPlot::Scale RhythmPlot::intervalScale() const {
    std::vector<double> all;
    for (std::size_t i = 1; i < report().found.view().size(); ++i) {
        if (const auto interval = interval_s(i)) all.push_back(*interval);
    }
    Scale out{0.4, 1.2, 0, 1};
    if (all.size() < 2) return out;
    const auto outside = static_cast<std::ptrdiff_t>(all.size() / 200);
    std::nth_element(all.begin(), all.begin() + outside, all.end());
    const double low = all[static_cast<std::size_t>(outside)];
    std::nth_element(all.begin(), all.end() - 1 - outside, all.end());
    const double high = *(all.end() - 1 - outside);
    out.low = std::max(0.0, std::floor((low - 0.02) * 10) / 10);
    out.high = std::max(out.low + 0.4, std::ceil((high + 0.02) * 10) / 10);
    return out;
}

}  // namespace triptych::ui
