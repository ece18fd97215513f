#include "ui/panes/plot_frame.h"

#include "ui/panes/fitting_text.h"

#include <QPainter>

#include <algorithm>
#include <cmath>

namespace triptych::ui {
namespace {

constexpr int kTick_px = 4;
constexpr int kGap_px = 3;
constexpr int kRight_px = 12;
constexpr int kBar_px = 64;       // length of the colour bar
constexpr int kShortBar_px = 26;  // where its numbers need the room
constexpr int kBarThickness_px = 9;
constexpr int kBarGap_px = 6;

QFontMetrics numberMetrics() {
    return QFontMetrics(numberFont());
}

}  // namespace

PlotFrame plotFrame(const QRect& widget) {
    const QFontMetrics metrics = numberMetrics();
    const int line = metrics.height();
    // Room for "−10.0" and its tick.
    const int left = metrics.horizontalAdvance(QStringLiteral("−10.0")) + kTick_px + 2 * kGap_px;
    const int top = line + 2 * kGap_px;
    const int bottom = line + kTick_px + kGap_px;
    PlotFrame frame;
    frame.plot = QRect(widget.left() + left, widget.top() + top, std::max(0, widget.width() - left - kRight_px),
                       std::max(0, widget.height() - top - bottom));
    frame.header = QRect(frame.plot.left(), widget.top(), frame.plot.width() + kRight_px - kGap_px, top);
    frame.left_axis = QRect(widget.left(), widget.top(), left, frame.plot.bottom() + 1 - widget.top());
    frame.bottom_axis = QRect(widget.left(), frame.plot.bottom() + 1, widget.width(), bottom);
    return frame;
}

void paintTitle(QPainter& painter, const PlotFrame& frame, const QStringList& wordings, int reserved_px,
                const Palette& colours) {
    painter.setFont(labelFont());
    painter.setPen(colours.text);
    const QRect room = frame.header.adjusted(0, 0, -reserved_px, 0);
    if (room.width() <= 0 || wordings.isEmpty()) return;
    QString shown = fittingWording(wordings, painter.fontMetrics(), room.width());
    constexpr int kLeast_px = 40;  // less than that of a word says nothing
    if (shown.isEmpty() && room.width() >= kLeast_px)
        shown = shortened(wordings.constLast(), painter.fontMetrics(), room.width());
    painter.drawText(room, Qt::AlignLeft | Qt::AlignVCenter, shown);
}

void paintOutline(QPainter& painter, const PlotFrame& frame, const Palette& colours) {
    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.setPen(QPen(colours.border, 0));
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(frame.plot.adjusted(-1, -1, 0, 0));
}

void paintBottomAxis(QPainter& painter, const PlotFrame& frame, std::span<const AxisTick> ticks, const QString& unit,
                     const Palette& colours) {
    painter.setFont(numberFont());
    const QFontMetrics metrics = painter.fontMetrics();
    const int baseline = frame.bottom_axis.top() + kTick_px + metrics.ascent();
    painter.setPen(colours.muted_text);
    const int unit_width = metrics.horizontalAdvance(unit);
    const int unit_left = std::max(frame.bottom_axis.left() + 1, frame.plot.left() - kGap_px - kTick_px - unit_width);
    painter.drawText(unit_left, baseline, unit);
    // The unit stands right of the corner only where it is wider than the axis beside it.
    double free_from = std::max(unit_left + unit_width + 2 * kGap_px, frame.bottom_axis.left());
    for (const AxisTick& tick : ticks) {
        painter.fillRect(QRectF(std::floor(tick.position_px), frame.plot.bottom() + 1, 1, kTick_px),
                         colours.muted_text);
        const int width = metrics.horizontalAdvance(tick.label);
        const double most = frame.bottom_axis.right() - width;
        const double left = std::clamp(tick.position_px - width / 2.0, static_cast<double>(frame.bottom_axis.left()),
                                       std::max<double>(frame.bottom_axis.left(), most));
        if (left < free_from) continue;
        painter.setPen(colours.text);
        painter.drawText(QPointF(left, baseline), tick.label);
        free_from = left + width + 3 * kGap_px;
    }
}

void paintLeftAxis(QPainter& painter, const PlotFrame& frame, std::span<const AxisTick> ticks, const QString& unit,
                   const Palette& colours) {
    painter.setFont(numberFont());
    const QFontMetrics metrics = painter.fontMetrics();
    painter.setPen(colours.muted_text);
    painter.drawText(QRect(frame.left_axis.left(), frame.header.top(), frame.left_axis.width() - kTick_px - kGap_px,
                           frame.header.height()),
                     Qt::AlignRight | Qt::AlignVCenter, fittingWording({unit}, metrics, leftNumberRoom(frame)));
    double free_below = 1e9;  // ticks come with ascending values, thus upward
    for (const AxisTick& tick : ticks) {
        painter.fillRect(QRectF(frame.plot.left() - 1 - kTick_px, std::floor(tick.position_px), kTick_px, 1),
                         colours.muted_text);
        const int height = metrics.ascent();
        double top = tick.position_px - height / 2.0;
        top = std::min(top, static_cast<double>(frame.plot.bottom() + 1 - height + metrics.descent()));
        top = std::max(top, static_cast<double>(frame.plot.top() - metrics.descent()));
        if (top + height > free_below) continue;
        const int width = metrics.horizontalAdvance(tick.label);
        if (width > leftNumberRoom(frame)) continue;
        painter.setPen(colours.text);
        painter.drawText(QPointF(frame.plot.left() - 1 - kTick_px - kGap_px - width, top + height - 1), tick.label);
        free_below = top;
    }
}

int leftNumberRoom(const PlotFrame& frame) {
    return frame.left_axis.width() - kTick_px - kGap_px - 1;
}

std::optional<ColourBarFit> fitColourBar(std::span<const BarEnds> wordings, int room_px) {
    const QFontMetrics metrics = numberMetrics();
    for (const BarEnds& ends : wordings) {
        const int numbers = metrics.horizontalAdvance(ends.low) + metrics.horizontalAdvance(ends.high);
        for (const int bar_px : {kBar_px, kShortBar_px}) {
            const int taken = numbers + bar_px + 2 * kBarGap_px + kGap_px;
            if (taken <= room_px) return ColourBarFit{ends, bar_px, taken};
        }
    }
    return std::nullopt;
}

int paintColourBar(QPainter& painter, const PlotFrame& frame, ColourMap map, std::span<const BarEnds> wordings,
                   const QStringList& titles, const Palette& colours) {
    return paintColourBar(
        painter, frame, [map](double share) { return colourAt(map, share); }, wordings, titles, colours);
}

int paintColourBar(QPainter& painter, const PlotFrame& frame, const std::function<QRgb(double share)>& colour_at,
                   std::span<const BarEnds> wordings, const QStringList& titles, const Palette& colours) {
    const int title_px =
        titles.isEmpty() ? 0 : QFontMetrics(labelFont()).horizontalAdvance(titles.constLast()) + kBarGap_px;
    auto fit = fitColourBar(wordings, frame.header.width() - title_px);
    if (!fit) fit = fitColourBar(wordings, frame.header.width());
    if (!fit) return 0;
    painter.setFont(numberFont());
    const QFontMetrics metrics = painter.fontMetrics();
    painter.setPen(colours.text);
    painter.drawText(frame.header, Qt::AlignRight | Qt::AlignVCenter, fit->ends.high);
    const int bar_right = frame.header.right() - metrics.horizontalAdvance(fit->ends.high) - kBarGap_px;
    const QRect bar(bar_right - fit->bar_px, frame.header.center().y() - kBarThickness_px / 2, fit->bar_px,
                    kBarThickness_px);
    for (int x = 0; x < bar.width(); ++x) {
        painter.fillRect(bar.left() + x, bar.top(), 1, bar.height(),
                         QColor::fromRgb(colour_at(static_cast<double>(x) / (bar.width() - 1))));
    }
    painter.setPen(QPen(colours.border, 0));
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(bar.adjusted(-1, -1, 0, 0));
    painter.setPen(colours.text);
    const QRect words(frame.header.left(), frame.header.top(), bar.left() - kBarGap_px - frame.header.left(),
                      frame.header.height());
    painter.drawText(words, Qt::AlignRight | Qt::AlignVCenter, fit->ends.low);
    return fit->taken_px;
}

namespace {

QRect chipAt(const PlotFrame& frame, Qt::Alignment corner, const QString& words) {
    const QFontMetrics metrics(labelFont());
    const QRect inside = frame.plot.adjusted(kGap_px, kGap_px, -kGap_px, -kGap_px);
    QRect chip(0, 0, metrics.horizontalAdvance(words) + 2 * kGap_px, metrics.height());
    chip.moveLeft(corner.testFlag(Qt::AlignRight) ? inside.right() + 1 - chip.width() : inside.left());
    chip.moveTop(corner.testFlag(Qt::AlignBottom) ? inside.bottom() + 1 - chip.height() : inside.top());
    return words.isEmpty() || !inside.contains(chip) ? QRect() : chip;
}

void paintAt(QPainter& painter, const QRect& chip, const QString& words, const Palette& colours) {
    painter.setFont(labelFont());
    QColor ground = colours.paper;
    ground.setAlpha(215);
    painter.fillRect(chip, ground);
    painter.setPen(colours.text);
    painter.drawText(chip, Qt::AlignCenter, words);
}

}  // namespace

QRect paintChip(QPainter& painter, const PlotFrame& frame, Qt::Alignment corner, const QStringList& wordings,
                const Palette& colours) {
    for (const QString& words : wordings) {
        const QRect chip = chipAt(frame, corner, words);
        if (chip.isEmpty()) continue;
        paintAt(painter, chip, words, colours);
        return chip;
    }
    return {};
}

QRect paintChipWhereFree(QPainter& painter, const PlotFrame& frame, const QStringList& wordings, const Palette& colours,
                         const std::function<bool(const QRect& chip)>& is_free) {
    constexpr Qt::AlignmentFlag kRows[] = {Qt::AlignBottom, Qt::AlignTop}, kColumns[] = {Qt::AlignLeft, Qt::AlignRight};
    for (const QString& words : wordings) {
        for (const auto row : kRows) {
            for (const auto column : kColumns) {
                const QRect chip = chipAt(frame, row | column, words);
                if (chip.isEmpty() || !is_free(chip)) continue;
                paintAt(painter, chip, words, colours);
                return chip;
            }
        }
    }
    return {};
}

std::vector<AxisTick> timeAxisTicks(const PlotFrame& frame, const Stretch& stretch, const TimeAxis& axis) {
    if (frame.plot.width() <= 0 || stretch.length_s() <= 0) return {};
    const QFontMetrics metrics = numberMetrics();
    const double px_per_s = frame.plot.width() / stretch.length_s();
    // The label of the last tick is as wide as any; its decimals depend on the step: once more with the step found.
    double room = metrics.horizontalAdvance(axis.text(stretch.to_s, 1)) + 14.0;
    TickSet ticks = axis.ticks(stretch.from_s, stretch.to_s, room / px_per_s);
    room = metrics.horizontalAdvance(axis.text(stretch.to_s, ticks.step)) + 14.0;
    ticks = axis.ticks(stretch.from_s, stretch.to_s, room / px_per_s);
    std::vector<AxisTick> made;
    made.reserve(ticks.values.size());
    for (const double value : ticks.values) {
        made.push_back({frame.plot.left() + (value - stretch.from_s) * px_per_s, axis.text(value, ticks.step)});
    }
    return made;
}

std::vector<AxisTick> frequencyAxisTicks(const PlotFrame& frame, const FrequencyAxis& axis) {
    std::vector<AxisTick> made;
    const double height = frame.plot.height();
    for (const double hz : frequencyTicks(axis, height, numberMetrics().height())) {
        made.push_back({axis.yOf(hz, frame.plot.top(), height), QString::number(hz)});
    }
    return made;
}

}  // namespace triptych::ui
