// The frame that the triptych's three panes share: equal margins, so that panes of one height have their frequencies in
// the same pixel rows and panes of one width their times in the same columns; and the painting of its axes.
#pragma once

#include "ui/panes/theme.h"
#include "ui/panes/ticks.h"

#include <QFontMetrics>
#include <QRect>
#include <QString>

#include <span>

class QPainter;

namespace triptych::ui {

struct PlotFrame {
    QRect header;       // a line of words and a colour bar above the plot
    QRect plot;         // where data are drawn: exactly the ends of both axes
    QRect left_axis;    // numbers of the vertical axis
    QRect bottom_axis;  // numbers of the horizontal axis
};

// Depends on the widget's size and the program's font alone.
[[nodiscard]] PlotFrame plotFrame(const QRect& widget);

// Words at the left of the header, elided to leave `reserved_px` free at its right.
void paintTitle(QPainter& painter, const PlotFrame& frame, const QString& title, int reserved_px,
                const Palette& colours);
// The plot's outline.
void paintOutline(QPainter& painter, const PlotFrame& frame, const Palette& colours);

struct AxisTick {
    double position_px = 0;  // x on the bottom axis, y on the left one
    QString label;
};
// Ticks and numbers; numbers that would leave the frame are moved inside it, and any that would touch their neighbour
// are left out. `unit` stands in the corner between both axes for the bottom axis, above the numbers for the left one.
void paintBottomAxis(QPainter& painter, const PlotFrame& frame, std::span<const AxisTick> ticks, const QString& unit,
                     const Palette& colours);
void paintLeftAxis(QPainter& painter, const PlotFrame& frame, std::span<const AxisTick> ticks, const QString& unit,
                   const Palette& colours);

// A horizontal colour bar with its range at both ends, right-aligned in the header: "0 ▬▬▬ 0.8 mV". Returns the width
// that it took.
int paintColourBar(QPainter& painter, const PlotFrame& frame, ColourMap map, const QString& low, const QString& high,
                   const Palette& colours);
[[nodiscard]] int colourBarWidth(const QString& low, const QString& high);

// Words on a translucent ground in a corner of the plot: what an overlay's marks amount to.
void paintChip(QPainter& painter, const PlotFrame& frame, Qt::Alignment corner, const QString& words,
               const Palette& colours);

// Ticks of the bottom axis for a stretch of time that fills the plot.
[[nodiscard]] std::vector<AxisTick> timeAxisTicks(const PlotFrame& frame, const Stretch& stretch, double recording_s);
// Ticks of the left axis for the shared frequency axis.
[[nodiscard]] std::vector<AxisTick> frequencyAxisTicks(const PlotFrame& frame, const FrequencyAxis& axis);

}  // namespace triptych::ui
