#include "ui/panes/trace_ruler.h"

#include "ui/panes/fitting_text.h"
#include "ui/panes/ticks.h"

#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

namespace triptych::ui {
namespace {

constexpr double kLabelGap_px = 28;     // between times, at least
constexpr double kMarkGap_px = 36;      // between marks without a time, at least
constexpr double kScalePad_px = 8;      // on either side of the scale
constexpr std::size_t kLeastTimes = 5;  // on the ruler, before they give way to more of the scale

}  // namespace

void paintRuler(QPainter& painter, const TraceScene& scene) {
    const QRectF& ruler = scene.geometry.ruler;
    const QRectF& plot = scene.geometry.plot;
    const Palette& colours = palette(scene.theme);
    painter.setRenderHint(QPainter::Antialiasing, false);
    if (!scene.on_page) painter.fillRect(ruler, colours.window);
    const QFont font = numberFont();
    painter.setFont(font);
    const QFontMetricsF metrics(font);
    const double baseline = ruler.top() + (ruler.height() + metrics.capHeight()) / 2;

    const double duration_s = scene.recording != nullptr ? scene.recording->duration_s : 0;
    const TimeAxis axis(duration_s, scene.start);
    const QString unit = scene.recording != nullptr ? axis.unit() : QString();
    // A page says it at its foot.
    const QStringList scales = scene.on_page ? QStringList() : scaleWordings(scene);
    painter.setPen(colours.muted_text);
    if (scene.recording == nullptr) {
        const QString scale = fittingWording(scales, QFontMetrics(font), static_cast<int>(ruler.width()) - 12);
        painter.drawText(QPointF(ruler.right() - metrics.horizontalAdvance(scale) - 6, baseline), scale);
        return;
    }
    painter.drawText(QPointF(ruler.left() + 4, baseline), unit);
    const double px_per_s = plot.width() / scene.viewport.span_s;
    const double label_px = metrics.horizontalAdvance(axis.text(scene.viewport.end_s(), 0.01));
    const auto ticks_of = [&](double room_px) {
        return axis.ticks(scene.viewport.start_s, std::min(scene.viewport.end_s(), duration_s), room_px / px_per_s);
    };
    // Speed and gain have their place between two times; where more of the scale has it, too, and times enough are
    // left, they stand farther apart.
    const auto room_beside = [&](const QString& scale) {
        return label_px + std::max(kLabelGap_px, metrics.horizontalAdvance(scale) + 2 * kScalePad_px);
    };
    TickSet ticks = ticks_of(room_beside(scales.size() > 1 ? scales[scales.size() - 2] : QString()));
    for (const QString& scale : scales) {
        TickSet wider = ticks_of(room_beside(scale));
        if (wider.values.size() < kLeastTimes) continue;
        ticks = std::move(wider);
        break;
    }
    // Marks without a time between those that have one, at parts of their step.
    for (double room_px = kMarkGap_px; room_px < label_px; room_px += kMarkGap_px / 2) {
        const TickSet marks = ticks_of(room_px);
        const double parts = ticks.step / marks.step;
        if (std::abs(parts - std::round(parts)) > 1e-6) continue;
        for (const double time_s : marks.values) {
            const double x = scene.viewport.xOf(time_s, plot.left(), plot.width());
            painter.fillRect(QRectF(std::floor(x), ruler.top(), 1, 2), colours.muted_text);
        }
        break;
    }
    painter.setPen(colours.text);
    double free_from = ruler.left() + 4 + metrics.horizontalAdvance(unit) + 8;
    std::vector<std::pair<double, double>> gaps;  // between what is written, from the left
    for (const double time_s : ticks.values) {
        const double x = scene.viewport.xOf(time_s, plot.left(), plot.width());
        painter.fillRect(QRectF(std::floor(x), ruler.top(), 1, 4), colours.text);
        const QString text = axis.text(time_s, ticks.step);
        const double width = metrics.horizontalAdvance(text);
        // The last one moves in by a little rather than to leave.
        const double left = std::min(x - width / 2, ruler.right() - width - 2);
        if (left < free_from || left < x - width) continue;
        painter.drawText(QPointF(left, baseline), text);
        gaps.emplace_back(free_from, left);
        free_from = left + width;
    }
    gaps.emplace_back(free_from, ruler.right());
    // The fullest wording that a gap holds, as far to the right as it goes.
    for (const QString& scale : scales) {
        const double width = metrics.horizontalAdvance(scale);
        const auto gap = std::find_if(gaps.rbegin(), gaps.rend(), [&](const auto& free) {
            return free.second - free.first >= width + 2 * kScalePad_px;
        });
        if (gap == gaps.rend()) continue;
        painter.setPen(colours.muted_text);
        painter.drawText(QPointF(gap->second - width - kScalePad_px, baseline), scale);
        return;
    }
}

}  // namespace triptych::ui
