#include "ui/panels/rr_histogram.h"

#include <QPainter>

#include <algorithm>
#include <cmath>

namespace triptych::ui {
namespace {

constexpr double kBin_s = 1.0 / 128;
constexpr int kTickX_px = 40, kTickY_px = 26;

}  // namespace

RrHistogram::RrHistogram(ViewState& state, QWidget* parent) : RhythmPlot(state, parent) {
    setAccessibleName(tr("Histogram of intervals"));
    setToolTip(
        tr("How many intervals of the recording are how long, in bins of 1/128 s: grey all of them, dark those "
           "between sinus beats. Drag over some to choose the beats that they end with."));
}

QString RrHistogram::title() const {
    return tr("Histogram of RR");
}

void RrHistogram::givePoints(const TakePoint& take) const {
    const QRect of = frame().plot;
    Scale x = intervalScale();
    x.from_px = of.left();
    x.to_px = of.right() + 1;
    for (std::size_t i = 1; i < report().found.view().size(); ++i) {
        if (const auto interval = interval_s(i)) {
            // What is longer or shorter than the axis is none of its bars.
            if (*interval >= x.low && *interval <= x.high) take(i, {x.px(*interval), of.bottom() - 1.0});
        }
    }
}

void RrHistogram::draw(QPainter& painter, const PlotFrame& frame) {
    Scale x = intervalScale();
    x.from_px = frame.plot.left();
    x.to_px = frame.plot.right() + 1;
    const auto bins = static_cast<std::size_t>(std::ceil((x.high - x.low) / kBin_s));
    std::vector<double> all(bins), counted(bins);
    const auto count = [&](std::vector<double>& into, double length_s) {
        const double at = (length_s - x.low) / kBin_s;
        if (at >= 0 && at < static_cast<double>(bins)) ++into[static_cast<std::size_t>(at)];
    };
    for (std::size_t i = 1; i < report().found.view().size(); ++i) {
        if (const auto interval = interval_s(i)) count(all, *interval);
    }
    for (const rhythm::NnInterval& one : report().hrv.series.intervals) count(counted, one.length_s);
    const double most =
        std::max({1.0, *std::max_element(all.begin(), all.end()), *std::max_element(counted.begin(), counted.end())});
    const Scale y{0, most * 1.05, static_cast<double>(frame.plot.bottom() + 1), static_cast<double>(frame.plot.top())};
    Scale in_ms = x;
    in_ms.low *= 1000;
    in_ms.high *= 1000;
    paintLeftAxis(painter, frame, ticksOf(y, kTickY_px), QString(), colours());
    paintBottomAxis(painter, frame, ticksOf(in_ms, kTickX_px), tr("ms"), colours());
    painter.setClipRect(frame.plot);
    painter.setRenderHint(QPainter::Antialiasing, false);
    const auto bar = [&](std::size_t bin, double height, const QColor& colour) {
        const double left = std::floor(x.px(x.low + static_cast<double>(bin) * kBin_s));
        const double right = std::max(left + 1, std::floor(x.px(x.low + static_cast<double>(bin + 1) * kBin_s)));
        if (height > 0) painter.fillRect(QRectF(left, y.px(height), right - left, y.px(0) - y.px(height)), colour);
    };
    QColor light = colours().muted_text;
    light.setAlpha(110);
    for (std::size_t i = 0; i < bins; ++i) bar(i, all[i], light);
    for (std::size_t i = 0; i < bins; ++i) bar(i, counted[i], classColour(BeatClass::normal, state_.display().theme()));
}

}  // namespace triptych::ui
