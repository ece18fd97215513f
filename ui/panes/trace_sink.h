// Where a rhythm is painted: on the pixels of a screen, or on a page of vectors. What knows pixels (grid lines
// on whole ones, a curve's columns) is the screen's alone; all the rest is painted with one QPainter, the same on both.
#pragma once

#include "ui/panes/paper.h"
#include "ui/panes/trace_raster.h"
#include "ui/state/viewport.h"

#include <QColor>
#include <QPainter>
#include <QRectF>

#include <cstddef>
#include <optional>
#include <vector>

QT_BEGIN_NAMESPACE
class QImage;
QT_END_NAMESPACE

namespace triptych::ui {

class TraceSource;

// A lead's curve over a part of the time axis; logical pixels.
struct TraceCurve {
    const TraceSource& source;
    std::size_t lead = 0;
    Viewport viewport;  // over the width of `plot`
    QRectF plot;
    QRectF clip;  // the part that is drawn
    double baseline_y = 0;
    double px_per_unit = 0;  // of the lead's unit
    double zero = 0;         // value drawn at the baseline
    double rate_hz = 0;
    QColor colour;
    double width_px = 1;
};

// Its two kinds are below. GUI thread, where a TraceSource lives.
class TraceSink {
public:
    virtual ~TraceSink() = default;

    // Fills `area` with paper and its grid; the axes, too, are in logical pixels here.
    virtual void paper(const QRectF& area, const GridAxis& horizontal, const GridAxis& vertical,
                       const Palette& colours) = 0;
    virtual void curve(const TraceCurve& curve) = 0;
    // For everything else; what was set of it lasts until the next paper or curve.
    [[nodiscard]] virtual QPainter& painter() = 0;

protected:
    TraceSink() = default;
    TraceSink(const TraceSink&) = default;
    TraceSink& operator=(const TraceSink&) = default;
};

// An RGB32 image with its devicePixelRatio set. The grid on whole pixels, curves as columns of pixels.
class ScreenSink final : public TraceSink {
public:
    explicit ScreenSink(QImage& image) : image_(image) {}

    void paper(const QRectF& area, const GridAxis& horizontal, const GridAxis& vertical,
               const Palette& colours) override;
    void curve(const TraceCurve& curve) override;
    [[nodiscard]] QPainter& painter() override;

private:
    QImage& image_;
    std::optional<QPainter> painter_;  // closed while pixels are written
    std::vector<ColumnRange> columns_;
};

// A QPainter on a QPdfWriter, a QSvgGenerator or a printer whose resolution is the screen's 96 dpi, so that texts have
// the size that they were measured with; lines and curves are vectors, and stand where they are, not on whole pixels. A
// curve goes straight from sample to sample; of a stretch with many samples to a 600th of an inch, through their
// extremes.
class PageSink final : public TraceSink {
public:
    // `fills`: the ground of the paper, too; a printed page has its own.
    PageSink(QPainter& painter, double px_per_mm, bool fills = true)
        : painter_(painter), px_per_mm_(px_per_mm), fills_(fills) {}

    void paper(const QRectF& area, const GridAxis& horizontal, const GridAxis& vertical,
               const Palette& colours) override;
    void curve(const TraceCurve& curve) override;
    [[nodiscard]] QPainter& painter() override { return painter_; }

private:
    QPainter& painter_;
    double px_per_mm_;
    bool fills_;
};

}  // namespace triptych::ui
