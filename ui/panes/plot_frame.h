// The frame that the triptych's three panes share: equal margins, so that panes of one height have their frequencies in
// the same pixel rows and panes of one width their times in the same columns; and the painting of its axes.
#pragma once

#include "ui/panes/theme.h"
#include "ui/panes/ticks.h"
#include "ui/state/viewport.h"

#include <QFontMetrics>
#include <QRect>
#include <QString>
#include <QStringList>

#include <functional>
#include <optional>
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

// Words at the left of the header, `reserved_px` left free at its right: the first wording that fits, else the last one
// shortened, which therefore holds no number.
void paintTitle(QPainter& painter, const PlotFrame& frame, const QStringList& wordings, int reserved_px,
                const Palette& colours);
// The plot's outline.
void paintOutline(QPainter& painter, const PlotFrame& frame, const Palette& colours);

struct AxisTick {
    double position_px = 0;  // x on the bottom axis, y on the left one
    QString label;
};
// Ticks and numbers; numbers that would leave the frame are moved inside it, and any that would touch their neighbour
// are left out, as are those, and a unit, for which the frame has no room. `unit` stands in the corner between both
// axes for the bottom axis, above the numbers for the left one.
void paintBottomAxis(QPainter& painter, const PlotFrame& frame, std::span<const AxisTick> ticks, const QString& unit,
                     const Palette& colours);
void paintLeftAxis(QPainter& painter, const PlotFrame& frame, std::span<const AxisTick> ticks, const QString& unit,
                   const Palette& colours);

// The ends of a colour bar, in words.
struct BarEnds {
    QString low, high;
    friend bool operator==(const BarEnds&, const BarEnds&) = default;
};
// How a colour bar fits into a header: its length and the fullest of the wordings that has room beside it.
struct ColourBarFit {
    BarEnds ends;
    int bar_px = 0;
    int taken_px = 0;
};
[[nodiscard]] std::optional<ColourBarFit> fitColourBar(std::span<const BarEnds> wordings, int room_px);
// A horizontal colour bar with its range at both ends, right-aligned in the header: "0 ▬▬▬ 0.8 mV"; shorter, and with
// shorter numbers, in a narrow pane, and left out where no wording has room. It leaves the shortest of `titles` its
// room while any wording does. Returns the width that it took.
int paintColourBar(QPainter& painter, const PlotFrame& frame, ColourMap map, std::span<const BarEnds> wordings,
                   const QStringList& titles, const Palette& colours);
// The same in colours of the caller's: of a share of the bar, 0 … 1.
int paintColourBar(QPainter& painter, const PlotFrame& frame, const std::function<QRgb(double share)>& colour_at,
                   std::span<const BarEnds> wordings, const QStringList& titles, const Palette& colours);

// Words on a translucent ground in a corner of the plot: what an overlay's marks amount to. The first wording that
// fits, or none. Returns where they stand.
QRect paintChip(QPainter& painter, const PlotFrame& frame, Qt::Alignment corner, const QStringList& wordings,
                const Palette& colours);
// The same in the first corner, of the lower and then the upper ones, whose place `is_free` of what must be seen; the
// fullest wording that has one. None: nothing is painted.
QRect paintChipWhereFree(QPainter& painter, const PlotFrame& frame, const QStringList& wordings, const Palette& colours,
                         const std::function<bool(const QRect& chip)>& is_free);

// Ticks of the bottom axis for a stretch of time that fills the plot.
[[nodiscard]] std::vector<AxisTick> timeAxisTicks(const PlotFrame& frame, const Stretch& stretch, const TimeAxis& axis);
// The room for a number of the left axis.
[[nodiscard]] int leftNumberRoom(const PlotFrame& frame);
// Ticks of the left axis for the shared frequency axis.
[[nodiscard]] std::vector<AxisTick> frequencyAxisTicks(const PlotFrame& frame, const FrequencyAxis& axis);

}  // namespace triptych::ui
