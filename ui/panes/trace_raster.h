// Drawing a signal one pixel column at a time: the range that the curve sweeps within a column, stroked with exact
// vertical coverage. It costs the same at every zoom and shows every extreme; an antialiased polyline costs 60 times
// more.
#pragma once

#include "core/dsp/pyramid.h"

#include <QColor>
#include <QImage>
#include <QRect>

#include <cstdint>
#include <span>
#include <vector>

namespace triptych::ui {

// What the curve covers within one pixel column; NaN low: nothing (samples missing).
using dsp::ColumnRange;

// Reduces samples to columns: column c spans [start_s + c·step_s, start_s + (c+1)·step_s). samples[0] lies at
// `first_sample` / rate_hz. The curve is taken as straight between neighbouring samples, broken at NaN; neighbouring
// columns meet at their common edge, so the strokes join. A sample with NaN on both sides keeps its own column.
void columnsOfSamples(std::span<const float> samples, std::int64_t first_sample, double rate_hz, double start_s,
                      double step_s, std::span<ColumnRange> out);

// Stretches each column to touch its left neighbour, for ranges that come from a min-max summary and know no edges.
void joinColumns(std::span<ColumnRange> columns);

struct TraceStroke {
    QRgb colour = 0xFF000000;
    float width_px = 1.2F;  // device pixels
    std::span<const float>
        extra_width_px;  // one for each pixel from the first, as far as it goes: weight added where a model looked
    // 1: bars, thickened along y alone. More: the curve is drawn with a round pen, so that flat and steep parts are of
    // one weight and smooth, at some five times the cost.
    int columns_per_pixel = 1;
};

// Columns to a pixel that a curve deserves: 4 while it can be followed by eye, 1 once columns are solid bars.
[[nodiscard]] int columnsPerPixel(double samples_per_pixel);

// Strokes `columns`, which are in device pixels (y down: low is the upper edge), from image column `first_x` on, inside
// `clip`. The image is RGB32 or ARGB32_Premultiplied and opaque.
void strokeColumns(QImage& image, const QRect& clip, int first_x, std::span<const ColumnRange> columns,
                   const TraceStroke& stroke);

}  // namespace triptych::ui
