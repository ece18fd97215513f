#include "ui/panes/calipers.h"

#include "core/beats/qtc.h"
#include "ui/panes/fitting_text.h"
#include "ui/panes/theme.h"
#include "ui/state/navigation.h"

#include <QCoreApplication>
#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace triptych::ui {
namespace {

constexpr double kReach_px = 5;
constexpr double kBar_px = 26;          // below the top of the plot
constexpr double kNearestMarch_px = 4;  // closer lines would be a grey area
constexpr double kShortestQt_s = 0.2, kLongestQt_s = 0.7;
constexpr double kAround_s = 5;

QString tr(const char* text) {
    return QCoreApplication::translate("triptych::ui::Calipers", text);
}

QString signedMillivolts(double value) {
    const QString size = QString::number(std::abs(value), 'f', 2);
    return (std::signbit(value) && size != QStringLiteral("0.00") ? QChar(0x2212) : QChar('+')) + size;
}

QString milliseconds(double seconds) {
    return QString::number(std::lround(seconds * 1000));
}

void paintMarch(QPainter& painter, const CaliperScene& scene, const QColor& colour) {
    const double step_s = scene.calipers.length_s();
    if (step_s * scene.plot.width() / scene.viewport.span_s < kNearestMarch_px) return;
    QColor faint = colour;
    faint.setAlphaF(0.55F);
    painter.setPen(QPen(faint, 1, Qt::DashLine));
    const double first = std::ceil((scene.viewport.start_s - scene.calipers.from_s) / step_s);
    const double last = std::floor((scene.viewport.end_s() - scene.calipers.from_s) / step_s);
    for (double k = first; k <= last; ++k) {
        if (k == 0 || k == 1) continue;  // the legs themselves
        const double x = scene.viewport.xOf(scene.calipers.from_s + k * step_s, scene.plot.left(), scene.plot.width());
        painter.drawLine(QPointF(x, scene.plot.top()), QPointF(x, scene.plot.bottom()));
    }
}

// Beside the bar, on a ground of its own, and never outside the plot.
void paintReading(QPainter& painter, const CaliperScene& scene, double left, double right, double bar_y) {
    const Palette& colours = palette(scene.theme);
    painter.setFont(numberFont());
    const QFontMetricsF metrics(painter.font());
    constexpr int kFlags = Qt::AlignLeft | Qt::AlignTop | Qt::TextWordWrap;
    const QRectF room(0, 0, std::max(1.0, scene.plot.width() - 10), scene.plot.height());
    // A plot that is narrower than the words has them on several lines.
    const QSizeF text = metrics.boundingRect(room, kFlags, scene.text).size();
    const QSizeF qtc = scene.qtc.isEmpty() ? QSizeF() : metrics.boundingRect(room, kFlags, scene.qtc).size();
    const double width = std::max(text.width(), qtc.width()) + 10;
    const double x = std::clamp((left + right - width) / 2, scene.plot.left(),
                                std::max(scene.plot.left(), scene.plot.right() - width));
    const QRectF box(x, bar_y + 3, width, text.height() + qtc.height() + 4);
    painter.setPen(QPen(colours.accent, 1));
    painter.setBrush(colours.base);
    painter.drawRoundedRect(box, 3, 3);
    painter.setPen(colours.text);
    painter.drawText(box.adjusted(5, 2, -5, 0), kFlags, scene.text);
    if (scene.qtc.isEmpty()) return;
    painter.setPen(colours.muted_text);
    painter.drawText(box.adjusted(5, 2 + text.height(), -5, 0), kFlags, scene.qtc);
}

}  // namespace

CaliperPart caliperPartAt(const Stretch& calipers, const Viewport& viewport, const QRectF& plot, const QPointF& point) {
    if (!plot.contains(point)) return CaliperPart::none;
    const double left = viewport.xOf(calipers.from_s, plot.left(), plot.width());
    const double right = viewport.xOf(calipers.to_s, plot.left(), plot.width());
    const double to_left = std::abs(point.x() - left), to_right = std::abs(point.x() - right);
    if (std::min(to_left, to_right) <= kReach_px) return to_left < to_right ? CaliperPart::left : CaliperPart::right;
    const bool on_bar = std::abs(point.y() - (plot.top() + kBar_px)) <= kReach_px;
    return on_bar && point.x() > left && point.x() < right ? CaliperPart::bar : CaliperPart::none;
}

Stretch movedCalipers(const Stretch& calipers, CaliperPart part, double by_s) {
    Stretch out = calipers;
    if (part == CaliperPart::left || part == CaliperPart::bar) out.from_s += by_s;
    if (part == CaliperPart::right || part == CaliperPart::bar) out.to_s += by_s;
    return out;
}

Stretch firstCalipers(const BeatState& beats, const Viewport& view) {
    const auto& all = beats.all();
    if (const auto selected = beats.selected(); selected && all.size() > 1) {
        const std::size_t to = std::max<std::size_t>(*selected, 1);
        const bool in_view = all[to].time_s > view.start_s && all[to - 1].time_s < view.end_s();
        if (in_view) return {all[to - 1].time_s, all[to].time_s};
    }
    return {view.start_s + 0.4 * view.span_s, view.start_s + 0.6 * view.span_s};
}

std::optional<double> localRr_s(std::span<const LabelledBeat> beats, double time_s, const beats::SignalGaps* gaps) {
    const auto [first, last] = beatsWithin(beats, time_s - kAround_s, time_s + kAround_s);
    double sum_s = 0;
    int intervals = 0;
    for (std::size_t beat = first + 1; beat < last; ++beat) {
        const auto interval_s = beats::rrInterval_s(beats[beat - 1].time_s, beats[beat].time_s, gaps);
        if (!interval_s) continue;
        sum_s += *interval_s;
        ++intervals;
    }
    if (intervals < 2) return std::nullopt;
    return sum_s / intervals;
}

QString caliperText(const Stretch& calipers, std::optional<double> difference_mv, const QString& lead_name) {
    const double length_s = calipers.length_s();
    QString text = tr("%1 ms").arg(milliseconds(length_s));
    if (length_s > 0) text += tr(" · %1/min").arg(QString::number(60 / length_s, 'f', length_s > 6 ? 1 : 0));
    if (difference_mv) text += tr(" · %1 mV").arg(signedMillivolts(*difference_mv));
    constexpr int kName_px = 72;  // a file may call its leads anything
    if (!lead_name.isEmpty()) {
        text += tr(" on %1").arg(shortened(lead_name, QFontMetrics(numberFont()), kName_px));
    }
    return text;
}

QString qtcText(const Stretch& calipers, std::optional<double> rr_s) {
    const double qt_s = calipers.length_s();
    if (!rr_s || qt_s < kShortestQt_s || qt_s > kLongestQt_s) return {};
    const auto corrected = beats::correctedQt(qt_s, *rr_s);
    if (!corrected) return {};
    const auto told = [](double qtc_s) {
        return milliseconds(qtc_s) + (qtc_s >= beats::kLongQtc_s ? QStringLiteral("!") : QString());
    };
    return tr("as QT at RR %1 ms: Bazett %2, Fridericia %3, Framingham %4, Hodges %5 ms")
        .arg(milliseconds(*rr_s), told(corrected->bazett_s), told(corrected->fridericia_s),
             told(corrected->framingham_s), told(corrected->hodges_s));
}

void paintCalipers(QPainter& painter, const CaliperScene& scene) {
    const QRectF& plot = scene.plot;
    const QColor colour = palette(scene.theme).accent;
    painter.save();
    painter.setClipRect(plot);
    painter.setRenderHint(QPainter::Antialiasing, false);
    if (scene.marches) paintMarch(painter, scene, colour);
    const double left = scene.viewport.xOf(scene.calipers.from_s, plot.left(), plot.width());
    const double right = scene.viewport.xOf(scene.calipers.to_s, plot.left(), plot.width());
    const double bar_y = plot.top() + kBar_px;
    painter.fillRect(QRectF(std::floor(left), plot.top(), 2, plot.height()), colour);
    painter.fillRect(QRectF(std::floor(right), plot.top(), 2, plot.height()), colour);
    painter.fillRect(QRectF(left, std::floor(bar_y), right - left, 2), colour);
    painter.setRenderHint(QPainter::Antialiasing, true);
    if (right >= plot.left() && left <= plot.right()) paintReading(painter, scene, left, right, bar_y);
    painter.restore();
}

}  // namespace triptych::ui
