#include "ui/pages/map_figure_rows.h"

#include "ui/panes/fitting_text.h"
#include "ui/panes/lead_saliency.h"
#include "ui/panes/map_cells.h"
#include "ui/panes/plot_frame.h"
#include "ui/panes/saliency.h"
#include "ui/panes/saliency_band.h"

#include <QCoreApplication>
#include <QFontMetrics>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace triptych::ui {
namespace {

using pages::FigureTrace;

constexpr double kLine_px = 1.2, kHeaviest_px = 2.6;
constexpr double kWeightStep_px = 0.3;
constexpr int kBandColumns = 240;
constexpr double kTickRoom_px = 58;
constexpr int kBars_px = 64;       // beside a picture
constexpr int kBarsFrom_px = 300;  // of a picture's width
constexpr std::size_t kFeatures = 10;
constexpr double kHighest_hz = 60, kLowest_hz = 0.5;

double xOf(const FigureRow& row, const QRectF& plot, double time_s) {
    return plot.left() + (time_s - row.stretch.from_s) / (row.stretch.to_s - row.stretch.from_s) * plot.width();
}

double yOf(const QRectF& plot, double value, double low, double high) {
    return plot.top() + (high - value) / (high - low) * plot.height();
}

void paintTimes(QPainter& painter, const PlotFrame& at, const FigureRow& row) {
    if (!row.has_axis) return;
    const TickSet ticks =
        niceTicks(row.stretch.from_s, row.stretch.to_s, std::max(2, static_cast<int>(at.plot.width() / kTickRoom_px)));
    std::vector<AxisTick> out;
    for (const double value : ticks.values) out.push_back({xOf(row, at.plot, value), numberText(value, ticks.step)});
    paintBottomAxis(painter, at, out, QStringLiteral("s"), row.colours);
}

void paintValues(QPainter& painter, const PlotFrame& at, double low, double high, const QString& unit,
                 const Palette& colours) {
    const double line_px = QFontMetrics(numberFont()).height();
    const TickSet ticks = niceTicks(low, high, static_cast<int>(at.plot.height() / (1.2 * line_px)) + 2);
    std::vector<AxisTick> out;
    for (const double value : ticks.values)
        out.push_back({yOf(at.plot, value, low, high), numberText(value, ticks.step)});
    paintLeftAxis(painter, at, out, unit, colours);
}

void paintGround(QPainter& painter, const PlotFrame& at, const Palette& colours) {
    painter.fillRect(at.plot, colours.paper);
    paintOutline(painter, at, colours);
}

// Where the beat is marked.
void paintMark(QPainter& painter, const QRectF& plot, const FigureRow& row) {
    if (!row.map.from_mark || row.stretch.from_s > 0 || row.stretch.to_s < 0) return;
    painter.setPen(QPen(row.colours.border, 1, Qt::DashLine));
    const double x = xOf(row, plot, 0);
    painter.drawLine(QPointF(x, plot.top()), QPointF(x, plot.bottom()));
}

// A line whose weight follows the map, in as few strokes as that takes.
void strokeSignal(QPainter& painter, const FigureTrace& trace, const FigureRow& row, const QRectF& plot, double low,
                  double high, const std::vector<float>& heavy) {
    painter.setRenderHint(QPainter::Antialiasing, true);
    const auto at = [&](std::size_t i) {
        return QPointF(xOf(row, plot, trace.first_s + static_cast<double>(i) * trace.step_s),
                       yOf(plot, static_cast<double>(trace.values[i]), low, high));
    };
    const auto weight_at = [&](double x) {
        if (heavy.empty()) return 0;
        const double place = (x - plot.left()) / plot.width() * static_cast<double>(heavy.size());
        const auto column = static_cast<std::size_t>(std::clamp(place, 0.0, static_cast<double>(heavy.size() - 1)));
        return static_cast<int>(std::lround(static_cast<double>(heavy[column]) / kWeightStep_px));
    };
    QPainterPath path;
    int weight = -1;
    const auto flush = [&] {
        if (path.elementCount() < 2) return;
        QPen pen(row.colours.trace, kLine_px + weight * kWeightStep_px);
        pen.setCapStyle(Qt::RoundCap);
        pen.setJoinStyle(Qt::RoundJoin);
        painter.setPen(pen);
        painter.setBrush(Qt::NoBrush);
        painter.drawPath(path);
    };
    for (std::size_t i = 0; i + 1 < trace.values.size(); ++i) {
        const bool there = std::isfinite(trace.values[i]) && std::isfinite(trace.values[i + 1]);
        const QPointF from = at(i), to = at(i + 1);
        if (!there || to.x() < plot.left() || from.x() > plot.right()) {
            flush();
            path = {};
            weight = -1;
            continue;
        }
        const int now = weight_at((from.x() + to.x()) / 2);
        if (now != weight || path.isEmpty()) {
            flush();
            path = {};
            path.moveTo(from);
            weight = now;
        }
        path.lineTo(to);
    }
    flush();
}

void fillBetween(QPainter& painter, const std::vector<QPointF>& upper, const std::vector<QPointF>& lower,
                 const QColor& colour) {
    if (upper.size() < 2) return;
    QPainterPath area(upper.front());
    for (const QPointF& point : upper) area.lineTo(point);
    for (auto point = lower.rbegin(); point != lower.rend(); ++point) area.lineTo(*point);
    area.closeSubpath();
    painter.setRenderHint(QPainter::Antialiasing, true);
    painter.fillPath(area, colour);
}

void fillDeviation(QPainter& painter, const FigureTrace& trace, const FigureRow& row, const QRectF& plot) {
    if (trace.deviation.size() != trace.values.size()) return;
    std::vector<QPointF> upper, lower;
    for (std::size_t i = 0; i < trace.values.size(); ++i) {
        if (!std::isfinite(trace.values[i])) continue;
        const double x = xOf(row, plot, trace.first_s + static_cast<double>(i) * trace.step_s);
        const auto value = static_cast<double>(trace.values[i]), off = static_cast<double>(trace.deviation[i]);
        upper.emplace_back(x, yOf(plot, value + off, row.low, row.high));
        lower.emplace_back(x, yOf(plot, value - off, row.low, row.high));
    }
    QColor grey = row.colours.muted_text;
    grey.setAlpha(60);
    fillBetween(painter, upper, lower, grey);
}

std::vector<float> paintBand(QPainter& painter, const FigureRow& row, const TimeSaliency& saliency,
                             const QRectF& area) {
    return paintSaliencyBand(painter, area,
                             {.saliency = saliency,
                              .ink = {saliency.is_signed && row.ink.is_signed, row.ink.grey},
                              .opacity = row.opacity,
                              .stretch = row.stretch,
                              .columns = std::min(kBandColumns, std::max(1, static_cast<int>(area.width()))),
                              .heavy = kHeaviest_px});
}

// Leads one below the other on one axis of time, each at the same scale.
void paintLeads(QPainter& painter, const PlotFrame& at, const FigureRow& row, const LeadSaliency* saliency) {
    const auto& traces = row.map.traces;
    const double lane_px = at.plot.height() / static_cast<double>(traces.size());
    painter.setFont(labelFont());
    for (std::size_t i = 0; i < traces.size(); ++i) {
        const QRectF lane(at.plot.left(), at.plot.top() + static_cast<double>(i) * lane_px, at.plot.width(), lane_px);
        const TimeSaliency* const of = saliency != nullptr ? saliency->of(traces[i].lead) : nullptr;
        const auto heavy = of != nullptr ? paintBand(painter, row, *of, lane) : std::vector<float>();
        painter.save();
        painter.setClipRect(QRectF(at.plot));
        strokeSignal(painter, traces[i], row, lane, row.low, row.high, heavy);
        painter.restore();
        painter.setPen(row.colours.text);
        const QString name =
            shortened(QString::fromStdString(traces[i].lead), painter.fontMetrics(), at.left_axis.width() - 8);
        painter.drawText(QRectF(at.left_axis.left(), lane.top(), at.left_axis.width() - 8, lane.height()),
                         Qt::AlignRight | Qt::AlignVCenter, name);
    }
    // A millivolt, to measure by.
    const double unit_px = lane_px / (row.high - row.low);
    const double x = at.plot.right() - 6, bottom = at.plot.bottom() - 4;
    painter.setPen(QPen(row.colours.text, 1.5));
    painter.drawLine(QPointF(x, bottom), QPointF(x, bottom - unit_px));
    painter.drawText(QPointF(x - painter.fontMetrics().horizontalAdvance(QStringLiteral("1 mV")) - 4, bottom),
                     QStringLiteral("1 ") + QString::fromStdString(traces.front().unit));
}

}  // namespace

int barsRoom(int width_px) {
    return width_px > kBarsFrom_px ? kBars_px : 0;
}

void paintSignalRow(QPainter& painter, const QRect& area, const FigureRow& row) {
    const PlotFrame at = plotFrame(area.adjusted(0, 0, -row.right_px, 0));
    if (at.plot.isEmpty()) return;
    paintGround(painter, at, row.colours);
    const auto& traces = row.map.traces;
    const auto leads = leadSaliency(row.map.map);
    const auto time = timeSaliency(row.map.map);
    QStringList titles;
    if (traces.size() == 1) {
        const QString name = QString::fromStdString(traces.front().lead);
        titles << (traces.front().deviation.empty()
                       ? QCoreApplication::translate("MapFigure", "%1, as recorded").arg(name)
                       : QCoreApplication::translate("MapFigure", "%1, mean ± SD").arg(name))
               << name;
    } else {
        titles << QCoreApplication::translate("MapFigure", "Leads, as recorded")
               << QCoreApplication::translate("MapFigure", "Leads");
    }
    int taken = 0;
    const TimeSaliency* const shown = time ? &*time : leads && !leads->over.empty() ? &leads->over.front() : nullptr;
    if (shown != nullptr && shown->largest > 0) {
        const MapInk ink{shown->is_signed && row.ink.is_signed, row.ink.grey};
        taken = paintMapBar(painter, at, shown->scale, ink, titles, row.colours);
    }
    paintTitle(painter, at, titles, taken > 0 ? taken + 6 : 0, row.colours);
    if (traces.size() > 1) {
        paintLeads(painter, at, row, leads ? &*leads : nullptr);
    } else if (traces.size() == 1) {
        std::vector<float> heavy;
        if (time) heavy = paintBand(painter, row, *time, at.plot);
        painter.save();
        painter.setClipRect(at.plot);
        paintMark(painter, at.plot, row);
        fillDeviation(painter, traces.front(), row, at.plot);
        strokeSignal(painter, traces.front(), row, at.plot, row.low, row.high, heavy);
        painter.restore();
        paintValues(painter, at, row.low, row.high, QString::fromStdString(traces.front().unit), row.colours);
    }
    paintTimes(painter, at, row);
}

void paintProfileRow(QPainter& painter, const QRect& area, const FigureRow& row) {
    const PlotFrame at = plotFrame(area.adjusted(0, 0, -row.right_px, 0));
    const auto time = timeSaliency(row.map.map);
    if (at.plot.isEmpty() || !time) return;
    paintGround(painter, at, row.colours);
    // Channels are summed, and their deviations with them: an upper bound, exact where they move together.
    std::vector<double> off(time->value.size(), 0);
    const bool has_off = !row.map.deviation.empty();
    for (std::size_t i = 0; has_off && i < row.map.map.inputs.size() && i < row.map.deviation.size(); ++i) {
        if (row.map.map.inputs[i].input != "time") continue;
        for (std::size_t cell = 0; cell < row.map.deviation[i].size(); ++cell)
            off[cell % off.size()] += static_cast<double>(row.map.deviation[i][cell]);
    }
    const MapInk ink{time->is_signed && row.ink.is_signed, row.ink.grey};
    double most = time->scale.full;
    std::vector<double> value(time->value.size());
    for (std::size_t i = 0; i < value.size(); ++i) {
        value[i] = ink.is_signed ? static_cast<double>(time->value[i]) : std::abs(static_cast<double>(time->value[i]));
        most = std::max(most, std::abs(value[i]) + off[i]);
    }
    const double low = ink.is_signed ? -most * 1.05 : 0, high = most * 1.05;
    std::vector<QPointF> line, zero, upper, lower;
    for (std::size_t i = 0; i < value.size(); ++i) {
        const double x = xOf(row, at.plot, time->time_s[i]);
        line.emplace_back(x, yOf(at.plot, value[i], low, high));
        zero.emplace_back(x, yOf(at.plot, 0, low, high));
        upper.emplace_back(x, yOf(at.plot, value[i] + off[i], low, high));
        lower.emplace_back(x, yOf(at.plot, std::max(low, value[i] - off[i]), low, high));
    }
    painter.save();
    painter.setClipRect(at.plot);
    painter.setPen(QPen(row.colours.border, 1));
    painter.drawLine(zero.front(), zero.back());
    paintMark(painter, at.plot, row);
    if (has_off) {
        QColor grey = row.colours.muted_text;
        grey.setAlpha(70);
        fillBetween(painter, upper, lower, grey);
    }
    // What speaks for the class above the line, what against it below, each in its colour.
    for (const double sign : {1.0, -1.0}) {
        std::vector<QPointF> part = line;
        for (std::size_t i = 0; i < part.size(); ++i) {
            if (value[i] * sign < 0) part[i].setY(zero[i].y());
        }
        QColor colour = mapColour(ink.is_signed ? sign : 0.7, ink);
        colour.setAlphaF(static_cast<float>(0.55 * row.opacity));
        fillBetween(painter, part, zero, colour);
        if (!ink.is_signed) break;
    }
    QPainterPath curve(line.front());
    for (const QPointF& point : line) curve.lineTo(point);
    painter.setRenderHint(QPainter::Antialiasing, true);
    painter.strokePath(curve, QPen(row.colours.text, 1));
    painter.restore();
    const QString what = ink.is_signed
                             ? QCoreApplication::translate("MapFigure", "for (+) and against (−) %1, of the score")
                             : QCoreApplication::translate("MapFigure", "size, of the score");
    const QString title =
        what.contains(QStringLiteral("%1")) ? what.arg(QString::fromStdString(row.map.map.class_name)) : what;
    paintTitle(painter, at,
               {has_off ? title + QCoreApplication::translate("MapFigure", ", mean ± SD") : title, title,
                QCoreApplication::translate("MapFigure", "of the score")},
               0, row.colours);
    paintValues(painter, at, low, high, {}, row.colours);
    paintTimes(painter, at, row);
}

namespace {

void paintBars(QPainter& painter, const QRectF& place, const FigureRow& row, const FrequencyAxis& axis) {
    const auto bars = frequencyBars(row.map.map);
    if (!bars) return;
    const MapInk ink{bars->is_signed && row.ink.is_signed, row.ink.grey};
    painter.setRenderHint(QPainter::Antialiasing, false);
    for (std::size_t i = 0; i < bars->value.size(); ++i) {
        const double top = axis.yWithin(bars->high_hz[i], place.top(), place.height());
        const double bottom = axis.yWithin(bars->low_hz[i], place.top(), place.height());
        const double level = mapLevel(static_cast<double>(bars->value[i]), bars->scale, ink);
        const double width = std::abs(level) * place.width();
        if (bottom - top < 0.2 || width < 0.3) continue;
        painter.fillRect(QRectF(place.left(), top + 0.5, width, std::max(0.3, bottom - top - 1)),
                         mapColourOfSign(level, ink));
    }
    painter.setPen(QPen(row.colours.border, 0));
    painter.drawLine(place.topLeft(), place.bottomLeft());
    painter.setFont(labelFont());
    painter.setPen(row.colours.muted_text);
    const QString legend =
        fittingWording({QCoreApplication::translate("MapFigure", "to %1").arg(mapNumber(bars->scale.full, ink)),
                        mapNumber(bars->scale.full, ink)},
                       painter.fontMetrics(), static_cast<int>(place.width()) + 8);
    painter.drawText(QRectF(place.left(), place.bottom() + 3, place.width() + 8, painter.fontMetrics().height()),
                     Qt::AlignLeft | Qt::AlignTop, legend);
}

}  // namespace

void paintPictureRow(QPainter& painter, const QRect& area, const FigureRow& row) {
    const auto cells = timeFrequencyCells(row.map.map);
    if (!cells) return;
    const PlotFrame at = plotFrame(area.adjusted(0, 0, -row.right_px, 0));
    if (at.plot.isEmpty()) return;
    const FrequencyAxis axis{cells->of_scalogram ? kLowest_hz : 0.0,
                             std::min(kHighest_hz, cells->highEdge_hz(cells->rows() - 1)), cells->of_scalogram};
    const MapInk ink{cells->is_signed && row.ink.is_signed, row.ink.grey};
    paintGround(painter, at, row.colours);
    painter.save();
    painter.setClipRect(at.plot);
    paintCells(painter, {*cells, ink, at.plot, row.stretch, axis, row.opacity, 0.5});
    paintMark(painter, at.plot, row);
    painter.restore();
    const QStringList titles{QCoreApplication::translate("MapFigure", "Time and frequency"),
                             QCoreApplication::translate("MapFigure", "Frequency")};
    const int taken = paintMapBar(painter, at, cells->scale, ink, titles, row.colours);
    paintTitle(painter, at, titles, taken > 0 ? taken + 6 : 0, row.colours);
    paintLeftAxis(painter, at, frequencyAxisTicks(at, axis), QStringLiteral("Hz"), row.colours);
    paintTimes(painter, at, row);
    if (row.right_px > 0) {
        paintBars(painter, QRectF(at.plot.right() + 8, at.plot.top(), kBars_px - 8, at.plot.height()), row, axis);
    }
}

void paintFeatureRow(QPainter& painter, const QRect& area, const FigureRow& row) {
    const Attribution* const input = inputNamed(row.map.map, "rr");
    if (input == nullptr || input->axes.size() != 1 || input->axes[0].names.size() != input->values.size()) return;
    std::vector<std::size_t> order(input->values.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::stable_sort(order, std::ranges::greater(), [&](std::size_t i) { return std::abs(input->values[i]); });
    order.resize(std::min(order.size(), kFeatures));
    const MapScale scale = mapScale(row.map.map, "rr", order.empty() ? 0 : std::abs(input->values[order.front()]));
    const QFontMetrics metrics(labelFont());
    painter.setFont(labelFont());
    painter.setPen(row.colours.text);
    const double line_px = metrics.height();
    painter.drawText(
        QRectF(area.left() + 8, area.top(), area.width() - 8, line_px), Qt::AlignLeft | Qt::AlignVCenter,
        fittingWording({QCoreApplication::translate("MapFigure", "Features, the heaviest; a bar to %1 of the score")
                            .arg(mapNumber(scale.full, row.ink)),
                        QCoreApplication::translate("MapFigure", "Features, to %1").arg(mapNumber(scale.full, row.ink)),
                        QCoreApplication::translate("MapFigure", "Features")},
                       metrics, area.width() - 8));
    const double number_px = metrics.horizontalAdvance(QStringLiteral("0.00099")), name_px = area.width() * 0.48;
    const double half = std::max(8.0, (area.width() - name_px - number_px - 10) / 2);
    const double middle = area.left() + name_px + half;
    const MapInk ink{row.map.map.is_signed && row.ink.is_signed, row.ink.grey};
    double top = area.top() + line_px + 2;
    for (const std::size_t i : order) {
        if (top + line_px > area.bottom() + 1) break;
        const double level = mapLevel(static_cast<double>(input->values[i]), scale, ink);
        painter.setPen(row.colours.text);
        const QString name =
            shortened(QString::fromStdString(input->axes[0].names[i]), metrics, static_cast<int>(name_px) - 16);
        painter.drawText(QRectF(area.left() + 8, top, name_px - 12, line_px), Qt::AlignRight | Qt::AlignVCenter, name);
        const double width = std::abs(level) * half;
        painter.fillRect(QRectF(level < 0 ? middle - width : middle, top + 2, width, line_px - 4),
                         mapColourOfSign(level, ink));
        const QString number = legendNumber(static_cast<double>(input->values[i]), 2);
        painter.setPen(row.colours.muted_text);
        painter.drawText(QRectF(area.right() - number_px, top, number_px, line_px), Qt::AlignRight | Qt::AlignVCenter,
                         number);
        top += line_px;
    }
    painter.setPen(QPen(row.colours.border, 1));
    painter.drawLine(QPointF(middle, area.top() + line_px + 2), QPointF(middle, top));
}

}  // namespace triptych::ui
