#include "ui/panels/median_cell.h"

#include "ui/panes/display_signal.h"
#include "ui/panes/fitting_text.h"
#include "ui/panes/paper.h"
#include "ui/panes/wave_marks.h"

#include <QFontMetricsF>
#include <QImage>
#include <QPolygonF>

#include <algorithm>
#include <cmath>

namespace triptych::ui {
namespace {

using measure::LeadMeasurements;
using review::WavePoint;

constexpr double kFoot_px = 17;  // below the curves, for brackets and letters
constexpr double kLeastRange_mv = 0.8;

int rowsOf(int count, int columns) {
    return (count + columns - 1) / columns;
}

}  // namespace

std::vector<MedianCurve> medianCurves(const measure::Measurements& measured, const Recording& recording) {
    std::vector<MedianCurve> curves;
    for (const LeadMeasurements& lead : measured.leads) {
        if (lead.median.samples.empty() || lead.lead >= recording.leads.size()) continue;
        const auto mv = millivoltsPer(recording.leads[lead.lead].unit);
        if (mv) curves.push_back({&lead, *mv});
    }
    return curves;
}

void MedianRange::take(const MedianCurve& curve) {
    for (const float sample : curve.lead->median.samples) {
        if (std::isnan(sample)) continue;
        low_mv = std::min(low_mv, static_cast<double>(sample) * curve.mv_per_unit);
        high_mv = std::max(high_mv, static_cast<double>(sample) * curve.mv_per_unit);
    }
}

MedianRange MedianRange::padded() const {
    if (!(low_mv <= high_mv)) return {-1, 1};
    const double more = std::max(0.05 * (high_mv - low_mv), (kLeastRange_mv - (high_mv - low_mv)) / 2);
    return {low_mv - more, high_mv + more};
}

MedianCell::MedianCell(QPainter& painter, const QRectF& cell, MedianRange range, Theme theme)
    : painter_(painter),
      cell_(cell),
      plot_(cell.adjusted(0, 0, 0, -kFoot_px)),
      range_(range),
      theme_(theme),
      colours_(palette(theme)) {}

double MedianCell::xOf(double time_s) const {
    constexpr double kSpan_s = measure::kMedianBefore_s + measure::kMedianAfter_s;
    return plot_.left() + (time_s + measure::kMedianBefore_s) / kSpan_s * plot_.width();
}

double MedianCell::yOf(double mv) const {
    return plot_.top() + (range_.high_mv - mv) / (range_.high_mv - range_.low_mv) * plot_.height();
}

void MedianCell::paintGround() {
    const double ratio = painter_.device()->devicePixelRatioF();
    const QSize size = (cell_.size() * ratio).toSize();
    if (size.isEmpty()) return;
    QImage paper(size, QImage::Format_RGB32);
    paper.setDevicePixelRatio(ratio);
    const double px_per_s = (xOf(1) - xOf(0)) * ratio, px_per_mv = (yOf(0) - yOf(1)) * ratio;
    const GridSteps time = zoomedTimeGrid(px_per_s / ratio);
    GridSteps value{0.1, 0.5};
    while (value.fine * px_per_mv / ratio < 3 && value.heavy < 1e6) value = {value.heavy, value.heavy * 5};
    paintPaper(paper, QRect(QPoint(0, 0), size),
               {(xOf(0) - cell_.left()) * ratio, time.fine * px_per_s, time.heavy * px_per_s},
               {(yOf(0) - cell_.top()) * ratio, value.fine * px_per_mv, value.heavy * px_per_mv},
               std::max(1.0, 0.8 * ratio), colours_);
    painter_.drawImage(cell_.topLeft(), paper);
}

void MedianCell::paintCurve(const MedianCurve& curve, const QColor& ink, double width_px, Qt::PenStyle style) {
    painter_.setRenderHint(QPainter::Antialiasing, true);
    painter_.setPen(QPen(ink, width_px, style));
    QPolygonF line;
    const auto stroke = [&] {
        if (line.size() > 1) painter_.drawPolyline(line);
        line.clear();
    };
    const auto& samples = curve.lead->median.samples;
    for (std::size_t i = 0; i < samples.size(); ++i) {
        if (std::isnan(samples[i])) {
            stroke();
            continue;
        }
        line << QPointF(xOf(curve.timeOf(i)), yOf(static_cast<double>(samples[i]) * curve.mv_per_unit));
    }
    stroke();
}

void MedianCell::paintMarks(const measure::Marks& marks) {
    paintWave(WavePoint::p_onset, marks.p_on, marks.p_off, QStringLiteral("P"));
    paintWave(WavePoint::qrs_onset, marks.qrs_on, marks.qrs_off, QStringLiteral("QRS"));
    paintWave(WavePoint::t_onset, marks.t_on, marks.t_off, QStringLiteral("T"));
}

void MedianCell::paintName(const QString& name) {
    QFont bold = labelFont();
    bold.setBold(true);
    painter_.setFont(bold);
    painter_.setPen(colours_.text);
    const QFontMetrics metrics(bold);
    const QString shown = shortened(name, metrics, static_cast<int>(cell_.width()) - 8);
    QColor ground = colours_.paper;
    ground.setAlpha(210);
    painter_.fillRect(QRectF(cell_.left() + 2, cell_.top() + 2, metrics.horizontalAdvance(shown) + 4, metrics.height()),
                      ground);
    painter_.drawText(QPointF(cell_.left() + 4, cell_.top() + 2 + metrics.ascent()), shown);
}

void MedianCell::paintWave(WavePoint point, const std::optional<double>& on, const std::optional<double>& off,
                           const QString& letter) {
    const QColor ink = waveInk(point, theme_);
    QColor line = ink;
    line.setAlpha(150);
    painter_.setRenderHint(QPainter::Antialiasing, false);
    painter_.setPen(QPen(line, 1));
    for (const auto& edge : {on, off}) {
        if (edge) painter_.drawLine(QPointF(xOf(*edge), plot_.top()), QPointF(xOf(*edge), plot_.bottom()));
    }
    if (!on && !off) return;
    const double left = xOf(on ? *on : *off), right = xOf(off ? *off : *on);
    painter_.setPen(QPen(ink, 2));
    if (on && off) painter_.drawLine(QPointF(left, plot_.bottom() + 2), QPointF(right, plot_.bottom() + 2));
    QFont bold = labelFont();
    bold.setBold(true);
    const QFontMetricsF metrics(bold);
    const double width = metrics.horizontalAdvance(letter);
    const double x = std::clamp((left + right - width) / 2, cell_.left(), cell_.right() - width);
    if (x < letters_end_) return;  // no room beside the wave before
    painter_.setFont(bold);
    painter_.setPen(ink);
    painter_.drawText(QPointF(x, cell_.bottom() - 3), letter);
    letters_end_ = x + width + 2;
}

int gridColumns(int cells, const QSizeF& size) {
    constexpr double kAspect = 5.0 / 3;
    int best = 1;
    double best_off = std::numeric_limits<double>::infinity();
    for (int rows = 1; rows <= cells; ++rows) {
        const int columns = (cells + rows - 1) / rows;  // as few as hold them all
        const double aspect = size.width() / columns / std::max(1.0, size.height() / rows);
        const double off = std::abs(std::log(std::max(1e-9, aspect) / kAspect));
        if (off < best_off) best = columns, best_off = off;
    }
    return best;
}

std::vector<QRectF> gridCells(int count, const QSize& size) {
    const int columns = gridColumns(count, size), rows = rowsOf(count, columns);
    std::vector<QRectF> cells;
    for (int i = 0; i < count; ++i) {
        const int column = i % columns, row = i / columns;
        const double left = std::floor(size.width() * 1.0 * column / columns);
        const double top = std::floor(size.height() * 1.0 * row / rows);
        const double right = std::floor(size.width() * 1.0 * (column + 1) / columns) - (column + 1 < columns ? 1 : 0);
        const double bottom = std::floor(size.height() * 1.0 * (row + 1) / rows) - (row + 1 < rows ? 1 : 0);
        cells.emplace_back(left, top, right - left, bottom - top);
    }
    return cells;
}

void paintGridLines(QPainter& painter, int count, const QSize& size, const QColor& ink) {
    const int columns = gridColumns(count, size), rows = rowsOf(count, columns);
    painter.setPen(QPen(ink, 1));
    for (int column = 1; column < columns; ++column) {
        const double x = std::floor(size.width() * 1.0 * column / columns) - 0.5;
        painter.drawLine(QPointF(x, 0), QPointF(x, size.height()));
    }
    for (int row = 1; row < rows; ++row) {
        const double y = std::floor(size.height() * 1.0 * row / rows) - 0.5;
        painter.drawLine(QPointF(0, y), QPointF(size.width(), y));
    }
}

}  // namespace triptych::ui
