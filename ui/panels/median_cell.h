// One cell of median beats on paper: curves over the same axes, the marks between which they were measured, a name.
#pragma once

#include "core/measure/measurements.h"
#include "ui/panes/theme.h"
#include "ui/state/display_state.h"

#include <QPainter>
#include <QRectF>
#include <QSizeF>
#include <QString>

#include <cstdint>
#include <limits>
#include <optional>
#include <vector>

namespace triptych::review {
enum class WavePoint : std::uint8_t;
}

namespace triptych::ui {

// One lead's median beat, in millivolts.
struct MedianCurve {
    const measure::LeadMeasurements* lead = nullptr;
    double mv_per_unit = 1;

    [[nodiscard]] double timeOf(std::size_t sample) const {  // from R
        return (static_cast<double>(sample) - static_cast<double>(lead->median.r)) / lead->median.rate_hz;
    }
};
// Of the leads that are voltages and have a median beat. They point into `measured`.
[[nodiscard]] std::vector<MedianCurve> medianCurves(const measure::Measurements& measured, const Recording& recording);

// What the curves of a cell need.
struct MedianRange {
    double low_mv = std::numeric_limits<double>::infinity();
    double high_mv = -std::numeric_limits<double>::infinity();

    void take(const MedianCurve& curve);
    [[nodiscard]] MedianRange padded() const;
};

class MedianCell {
public:
    // The painter must outlive it.
    MedianCell(QPainter& painter, const QRectF& cell, MedianRange range, Theme theme);

    void paintGround();
    void paintCurve(const MedianCurve& curve, const QColor& ink, double width_px, Qt::PenStyle style = Qt::SolidLine);
    void paintMarks(const measure::Marks& marks);
    void paintName(const QString& name);

private:
    [[nodiscard]] double xOf(double time_s) const;
    [[nodiscard]] double yOf(double mv) const;
    void paintWave(review::WavePoint point, const std::optional<double>& on, const std::optional<double>& off,
                   const QString& letter);

    QPainter& painter_;
    QRectF cell_, plot_;
    MedianRange range_;
    Theme theme_;
    const Palette& colours_;
    double letters_end_ = -1e9;
};

// Where the cells of a grid of `count` stand in `size`: row by row, on whole pixels, with a pixel between them.
[[nodiscard]] std::vector<QRectF> gridCells(int count, const QSize& size);
// Columns of a grid of `cells` in `size` whose cells are nearest to 5 : 3. At least 1.
[[nodiscard]] int gridColumns(int cells, const QSizeF& size);
// The lines between them.
void paintGridLines(QPainter& painter, int count, const QSize& size, const QColor& ink);

}  // namespace triptych::ui
