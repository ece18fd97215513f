#include "ui/panels/median_beat_view.h"

#include "ui/panes/display_signal.h"
#include "ui/panes/fitting_text.h"
#include "ui/panes/paper.h"
#include "ui/panes/wave_marks.h"

#include <QFontMetricsF>
#include <QImage>
#include <QPainter>
#include <QPolygonF>

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>
#include <vector>

namespace triptych::ui {
namespace {

using measure::LeadMeasurements;
using review::WavePoint;

constexpr double kFoot_px = 17;  // below the curves, for brackets and letters
constexpr double kLeastRange_mv = 0.8;

// One lead's curve in millivolts.
struct Curve {
    const LeadMeasurements* lead = nullptr;
    double mv_per_unit = 1;

    [[nodiscard]] double timeOf(std::size_t sample) const {
        return (static_cast<double>(sample) - static_cast<double>(lead->median.r)) / lead->median.rate_hz;
    }
};

std::vector<Curve> curvesOf(const measure::Measurements& measured, const Recording& recording) {
    std::vector<Curve> curves;
    for (const LeadMeasurements& lead : measured.leads) {
        if (lead.median.samples.empty() || lead.lead >= recording.leads.size()) continue;
        const auto mv = millivoltsPer(recording.leads[lead.lead].unit);
        if (mv) curves.push_back({&lead, *mv});
    }
    return curves;
}

// What the curves of a cell need.
struct Range {
    double low_mv = std::numeric_limits<double>::infinity();
    double high_mv = -std::numeric_limits<double>::infinity();

    void take(const Curve& curve) {
        for (const float sample : curve.lead->median.samples) {
            if (std::isnan(sample)) continue;
            low_mv = std::min(low_mv, static_cast<double>(sample) * curve.mv_per_unit);
            high_mv = std::max(high_mv, static_cast<double>(sample) * curve.mv_per_unit);
        }
    }
    [[nodiscard]] Range padded() const {
        if (!(low_mv <= high_mv)) return {-1, 1};
        const double more = std::max(0.05 * (high_mv - low_mv), (kLeastRange_mv - (high_mv - low_mv)) / 2);
        return {low_mv - more, high_mv + more};
    }
};

class CellPainter {
public:
    CellPainter(QPainter& painter, const QRectF& cell, Range range, Theme theme)
        : painter_(painter),
          cell_(cell),
          plot_(cell.adjusted(0, 0, 0, -kFoot_px)),
          range_(range),
          theme_(theme),
          colours_(palette(theme)) {}

    [[nodiscard]] double xOf(double time_s) const {
        constexpr double kSpan_s = measure::kMedianBefore_s + measure::kMedianAfter_s;
        return plot_.left() + (time_s + measure::kMedianBefore_s) / kSpan_s * plot_.width();
    }
    [[nodiscard]] double yOf(double mv) const {
        return plot_.top() + (range_.high_mv - mv) / (range_.high_mv - range_.low_mv) * plot_.height();
    }

    void paintGround() {
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

    void paintCurve(const Curve& curve, const QColor& ink, double width_px) {
        painter_.setRenderHint(QPainter::Antialiasing, true);
        painter_.setPen(QPen(ink, width_px));
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

    void paintMarks(const measure::Marks& marks) {
        paintWave(WavePoint::p_onset, marks.p_on, marks.p_off, QStringLiteral("P"));
        paintWave(WavePoint::qrs_onset, marks.qrs_on, marks.qrs_off, QStringLiteral("QRS"));
        paintWave(WavePoint::t_onset, marks.t_on, marks.t_off, QStringLiteral("T"));
    }

    void paintName(const QString& name) {
        QFont bold = labelFont();
        bold.setBold(true);
        painter_.setFont(bold);
        painter_.setPen(colours_.text);
        const QFontMetrics metrics(bold);
        const QString shown = shortened(name, metrics, static_cast<int>(cell_.width()) - 8);
        QColor ground = colours_.paper;
        ground.setAlpha(210);
        painter_.fillRect(
            QRectF(cell_.left() + 2, cell_.top() + 2, metrics.horizontalAdvance(shown) + 4, metrics.height()), ground);
        painter_.drawText(QPointF(cell_.left() + 4, cell_.top() + 2 + metrics.ascent()), shown);
    }

private:
    void paintWave(WavePoint point, const std::optional<double>& on, const std::optional<double>& off,
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

    QPainter& painter_;
    QRectF cell_, plot_;
    Range range_;
    Theme theme_;
    const Palette& colours_;
    double letters_end_ = -1e9;
};

}  // namespace

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

MedianBeatView::MedianBeatView(const RecordState& record, const WaveState& waves, const DisplayState& display,
                               QWidget* parent)
    : QWidget(parent), record_(record), waves_(waves), display_(display) {
    setObjectName(QStringLiteral("median_beat"));
    setAccessibleName(tr("Median beat"));
    setAttribute(Qt::WA_OpaquePaintEvent);
    connect(&waves_, &WaveState::measurementsChanged, this, [this] { update(); });
    connect(&display_, &DisplayState::displayChanged, this, [this] { update(); });
    connect(&record_, &RecordState::analysisLeadChanged, this, [this] { update(); });
}

void MedianBeatView::setSideBySide(bool side_by_side) {
    side_by_side_ = side_by_side;
    update();
}

void MedianBeatView::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const Theme theme = display_.theme();
    const Palette& colours = ui::palette(theme);
    painter.fillRect(rect(), colours.paper);
    const auto& measured = waves_.measurements();
    std::vector<Curve> curves;
    if (measured && record_.recording()) curves = curvesOf(*measured, *record_.recording());
    if (curves.empty()) {
        painter.setFont(labelFont());
        painter.setPen(colours.muted_text);
        painter.drawText(
            rect().adjusted(8, 0, -8, 0), Qt::AlignCenter | Qt::TextWordWrap,
            measured ? tr("There is no median beat: no lead's beats can be read.") : tr("Nothing is measured yet."));
        return;
    }
    Range all;
    for (const Curve& curve : curves) all.take(curve);
    if (!side_by_side_) {
        CellPainter cell(painter, rect(), all.padded(), theme);
        cell.paintGround();
        QColor faint = colours.trace;
        faint.setAlphaF(0.55F);
        const Curve* analysed = nullptr;
        for (const Curve& curve : curves) {
            if (curve.lead->lead == record_.analysisLead()) {
                analysed = &curve;
            } else {
                cell.paintCurve(curve, faint, 1);
            }
        }
        if (analysed != nullptr) {
            cell.paintCurve(*analysed, withContrast(colours.accent, colours.paper), 1.8);
        }
        cell.paintMarks(measured->global.marks);
        if (analysed != nullptr) cell.paintName(QString::fromStdString(analysed->lead->name));
        return;
    }
    // One gain for all, as on paper.
    const int columns = gridColumns(static_cast<int>(curves.size()), size());
    const int rows = (static_cast<int>(curves.size()) + columns - 1) / columns;
    for (std::size_t i = 0; i < curves.size(); ++i) {
        const int column = static_cast<int>(i) % columns, row = static_cast<int>(i) / columns;
        const double left = std::floor(width() * 1.0 * column / columns), top = std::floor(height() * 1.0 * row / rows);
        const double right = std::floor(width() * 1.0 * (column + 1) / columns) - (column + 1 < columns ? 1 : 0);
        const double bottom = std::floor(height() * 1.0 * (row + 1) / rows) - (row + 1 < rows ? 1 : 0);
        CellPainter cell(painter, QRectF(left, top, right - left, bottom - top), all.padded(), theme);
        cell.paintGround();
        cell.paintCurve(curves[i], colours.trace, 1.2);
        cell.paintMarks(curves[i].lead->median.marks);
        cell.paintName(QString::fromStdString(curves[i].lead->name));
    }
    painter.setPen(QPen(colours.border, 1));
    for (int column = 1; column < columns; ++column) {
        const double x = std::floor(width() * 1.0 * column / columns) - 0.5;
        painter.drawLine(QPointF(x, 0), QPointF(x, height()));
    }
    for (int row = 1; row < rows; ++row) {
        const double y = std::floor(height() * 1.0 * row / rows) - 0.5;
        painter.drawLine(QPointF(0, y), QPointF(width(), y));
    }
}

}  // namespace triptych::ui
