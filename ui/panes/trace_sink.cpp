#include "ui/panes/trace_sink.h"

#include "ui/panes/trace_source.h"

#include <QImage>
#include <QPolygonF>

#include <algorithm>
#include <cmath>
#include <span>
#include <vector>

namespace triptych::ui {
namespace {

constexpr double kFineLine_mm = 0.1, kHeavyLine_mm = 0.2;  // as on printed paper
constexpr double kPageColumn_mm = 25.4 / 600;              // finer than a printer's dots, and than eyes
constexpr double kCut_px = 4;                              // half the width of an arrow-head
constexpr double kCrowded = 8;                             // samples to such a column, drawn by their extremes

GridAxis scaled(const GridAxis& axis, double by) {
    return {axis.origin_px * by, axis.fine_px * by, axis.heavy_px * by};
}

// Calls `draw` with the place of every line of `distance` within [from, to].
template <class Draw>
void alongLines(double origin, double distance, double from, double to, Draw draw) {
    if (!(distance > 0)) return;
    constexpr double kSlack = 1e-6;
    const auto last = static_cast<long>(std::floor((to - origin) / distance + kSlack));
    for (auto k = static_cast<long>(std::ceil((from - origin) / distance - kSlack)); k <= last; ++k) {
        draw(origin + static_cast<double>(k) * distance);
    }
}

// The curve in pieces that have no sample missing.
class Pieces {
public:
    explicit Pieces(QPainter& painter) : painter_(painter) {}
    void add(double x, double y) {
        if (std::isfinite(y)) {
            piece_ << QPointF(x, y);
        } else {
            end();
        }
    }
    void end() {
        if (piece_.size() == 1) painter_.drawPoint(piece_.constFirst());
        if (piece_.size() > 1) painter_.drawPolyline(piece_);
        piece_.clear();
    }

private:
    QPainter& painter_;
    QPolygonF piece_;
};

}  // namespace

QPainter& ScreenSink::painter() {
    if (!painter_) painter_.emplace(&image_);
    return *painter_;
}

void ScreenSink::paper(const QRectF& area, const GridAxis& horizontal, const GridAxis& vertical,
                       const Palette& colours) {
    painter_.reset();
    const double ratio = image_.devicePixelRatio();
    const QRect pixels(
        static_cast<int>(std::floor(area.left() * ratio)), static_cast<int>(std::floor(area.top() * ratio)),
        static_cast<int>(std::ceil(area.width() * ratio)), static_cast<int>(std::ceil(area.height() * ratio)));
    paintPaper(image_, pixels, scaled(horizontal, ratio), scaled(vertical, ratio), std::max(1.0, 0.8 * ratio), colours);
}

namespace {

// Where the curve runs out of its row, an arrow-head at that edge: what lies beyond is not flat, it is not shown. One
// for a stretch without a pause.
void markCuts(QImage& image, const QRect& clip, std::span<const ColumnRange> columns, int per_pixel,
              const QColor& colour) {
    const double ratio = image.devicePixelRatio();
    const int size = static_cast<int>(std::lround(kCut_px * ratio));
    std::optional<QPainter> painter;
    const auto mark = [&](std::size_t first, std::size_t past, bool at_top) {
        if (!painter) {
            painter.emplace(&image);
            painter->setRenderHint(QPainter::Antialiasing, true);
            painter->setPen(Qt::NoPen);
            painter->setBrush(colour);
        }
        const double x = (clip.left() + static_cast<double>(first + past) / (2.0 * per_pixel)) / ratio;
        const double edge = (at_top ? clip.top() : clip.bottom() + 1) / ratio, foot = (at_top ? size : -size) / ratio;
        painter->drawPolygon(QPolygonF{{x, edge}, {x - size / ratio, edge + foot}, {x + size / ratio, edge + foot}});
    };
    const auto apart = static_cast<std::size_t>(2 * size * per_pixel);
    for (const bool at_top : {true, false}) {
        std::optional<std::size_t> first;
        std::size_t last = 0;
        for (std::size_t at = 0; at < columns.size(); ++at) {
            const bool out = at_top ? columns[at].low < static_cast<float>(clip.top())
                                    : columns[at].high > static_cast<float>(clip.bottom() + 1);
            if (!out) continue;
            if (first && at - last > apart) {
                mark(*first, last + 1, at_top);
                first.reset();
            }
            if (!first) first = at;
            last = at;
        }
        if (first) mark(*first, last + 1, at_top);
    }
}

}  // namespace

void ScreenSink::curve(const TraceCurve& curve) {
    painter_.reset();
    const double ratio = image_.devicePixelRatio();
    const int left = static_cast<int>(std::lround(curve.clip.left() * ratio));
    const int right = static_cast<int>(std::lround(curve.clip.right() * ratio));
    if (right <= left) return;
    const double pixel_s = curve.viewport.span_s / (curve.plot.width() * ratio);
    const int per_pixel = columnsPerPixel(curve.rate_hz * pixel_s);
    columns_.resize(static_cast<std::size_t>((right - left) * per_pixel));
    const double start_s = curve.viewport.timeAt(left / ratio, curve.plot.left(), curve.plot.width());
    curve.source.columns(curve.lead, start_s, pixel_s / per_pixel, columns_);

    const auto base = static_cast<float>(curve.baseline_y * ratio);
    const auto gain = static_cast<float>(curve.px_per_unit * ratio);
    const auto zero = static_cast<float>(curve.zero);
    for (ColumnRange& column : columns_) {
        // A lead drawn upside down has its high values below.
        const float one = base - (column.high - zero) * gain, other = base - (column.low - zero) * gain;
        column = gain >= 0 ? ColumnRange{one, other} : ColumnRange{other, one};
    }
    const QRect clip(left, static_cast<int>(curve.clip.top() * ratio), right - left,
                     static_cast<int>(curve.clip.height() * ratio));
    const TraceStroke stroke{curve.colour.rgb(), static_cast<float>(curve.width_px * ratio), {}, per_pixel};
    strokeColumns(image_, clip, left, columns_, stroke);
    markCuts(image_, clip, columns_, per_pixel, curve.colour);
}

void PageSink::paper(const QRectF& area, const GridAxis& horizontal, const GridAxis& vertical, const Palette& colours) {
    if (fills_) painter_.fillRect(area, colours.paper);
    painter_.save();
    painter_.setClipRect(area);
    const auto lines = [&](double GridAxis::*distance, const QColor& colour, double width_mm) {
        QPen pen(colour, width_mm * px_per_mm_);
        pen.setCapStyle(Qt::FlatCap);
        painter_.setPen(pen);
        alongLines(horizontal.origin_px, horizontal.*distance, area.left(), area.right(),
                   [&](double x) { painter_.drawLine(QLineF(x, area.top(), x, area.bottom())); });
        alongLines(vertical.origin_px, vertical.*distance, area.top(), area.bottom(),
                   [&](double y) { painter_.drawLine(QLineF(area.left(), y, area.right(), y)); });
    };
    lines(&GridAxis::fine_px, colours.grid_fine, kFineLine_mm);
    lines(&GridAxis::heavy_px, colours.grid_heavy, kHeavyLine_mm);
    painter_.restore();
}

void PageSink::curve(const TraceCurve& curve) {
    const QRectF& plot = curve.plot;
    const double from_s = curve.viewport.timeAt(curve.clip.left(), plot.left(), plot.width());
    const double to_s = curve.viewport.timeAt(curve.clip.right(), plot.left(), plot.width());
    if (!(to_s > from_s)) return;
    const auto y = [&curve](double value) { return curve.baseline_y - (value - curve.zero) * curve.px_per_unit; };
    const auto x = [&](double time_s) { return curve.viewport.xOf(time_s, plot.left(), plot.width()); };
    painter_.save();
    painter_.setClipRect(curve.clip);
    painter_.setPen(QPen(curve.colour, curve.width_px, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    Pieces pieces(painter_);
    const double column_s = kPageColumn_mm * px_per_mm_ / plot.width() * curve.viewport.span_s;
    const auto run = curve.source.samples(curve.lead, {from_s, to_s});
    if (run && curve.rate_hz * column_s <= kCrowded) {
        for (std::size_t i = 0; i < run->values.size(); ++i) {
            pieces.add(x(run->first_s + static_cast<double>(i) * run->step_s), y(static_cast<double>(run->values[i])));
        }
    } else {
        std::vector<ColumnRange> columns(static_cast<std::size_t>(std::ceil((to_s - from_s) / column_s)));
        curve.source.columns(curve.lead, from_s, column_s, columns);
        for (std::size_t i = 0; i < columns.size(); ++i) {
            // Down one column and up the next, so that the line never crosses a column twice.
            const bool down = i % 2 == 0;
            const double place = x(from_s + (static_cast<double>(i) + 0.5) * column_s);
            pieces.add(place, y(static_cast<double>(down ? columns[i].high : columns[i].low)));
            pieces.add(place, y(static_cast<double>(down ? columns[i].low : columns[i].high)));
        }
    }
    pieces.end();
    painter_.restore();
}

}  // namespace triptych::ui
