// ECG paper: which lines a scale asks for, and a fast way to draw thousands of them sharply.
#pragma once

#include "ui/panes/theme.h"

#include <QImage>
#include <QRect>

namespace triptych::ui {

// Distance between grid lines along one axis, in the axis's unit (s or mV); 0: no such lines.
struct GridSteps {
    double fine = 0;
    double heavy = 0;
    friend bool operator==(const GridSteps&, const GridSteps&) = default;
};

// Millimetre paper: a fine line every millimetre, a heavy one every five (0.04 and 0.20 s at 25 mm/s; 0.1 and 0.5 mV at
// 10 mm/mV). Fine lines nearer than 2.5 px are left out, and heavy ones nearer than that too.
[[nodiscard]] GridSteps millimetreGrid(double mm_per_unit, double px_per_mm);

// For a zoom that is no paper speed: the finest of 0.008, 0.04, 0.2, 1, 5, 10, 60 s ... whose lines stand 3 px or more
// apart, every fifth (on minutes and hours: sixth) heavy, so that a box keeps a length that a reader can name.
[[nodiscard]] GridSteps zoomedTimeGrid(double px_per_s);

// One axis of a grid in device pixels.
struct GridAxis {
    double origin_px = 0;  // where a heavy line stands
    double fine_px = 0;    // distances; 0: none
    double heavy_px = 0;
};

// Fills `area` (device pixels, clipped to the image) of an RGB32 or ARGB32_Premultiplied image with paper and grid.
// Every line stands on the whole pixels nearest to its place, as sharp and as dark as the next; they are `line_px`
// wide, rounded.
void paintPaper(QImage& image, const QRect& area, const GridAxis& horizontal, const GridAxis& vertical, double line_px,
                const Palette& colours);

}  // namespace triptych::ui
