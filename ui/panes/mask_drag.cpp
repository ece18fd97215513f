#include "ui/panes/mask_drag.h"

#include "ui/panes/theme.h"

#include <QPainter>

#include <algorithm>
#include <cmath>

namespace triptych::ui {
namespace {

using inference::Mask;
using inference::MaskKind;

constexpr double kTremble_px = 4;

// The rectangle over which a mask lies in these axes; nothing where it is of another input.
std::optional<QRectF> areaOf(const Mask& mask, const MaskAxes& axes) {
    const bool is_picture = axes.y_of_hz != nullptr;
    if (mask.kind != (is_picture ? MaskKind::picture : MaskKind::trace)) return std::nullopt;
    if (!mask.lead.empty() && !axes.lead.empty() && mask.lead != axes.lead) return std::nullopt;
    QRectF area = axes.plot;
    if (axes.x_of_time != nullptr) {
        if (std::isfinite(mask.from_s)) area.setLeft(std::max(area.left(), axes.x_of_time(mask.from_s)));
        if (std::isfinite(mask.to_s)) area.setRight(std::min(area.right(), axes.x_of_time(mask.to_s)));
    }
    if (is_picture) {
        if (std::isfinite(mask.to_hz)) area.setTop(std::max(area.top(), axes.y_of_hz(mask.to_hz)));
        if (mask.from_hz > 0) area.setBottom(std::min(area.bottom(), axes.y_of_hz(mask.from_hz)));
    }
    return area.width() > 0 && area.height() > 0 ? std::optional(area) : std::nullopt;
}

void paintMask(QPainter& painter, const QRectF& area, const Palette& colours) {
    QColor veil = colours.paper;
    veil.setAlpha(190);
    painter.fillRect(area, veil);
    painter.setPen(QPen(colours.muted_text, 1));
    painter.setBrush(QBrush(colours.muted_text, Qt::BDiagPattern));
    painter.drawRect(area.adjusted(0.5, 0.5, -0.5, -0.5));
}

}  // namespace

void paintLooked(QPainter& painter, const WhyState& why, const MaskAxes& axes, Theme theme) {
    const pipeline::WhyClause* clause = why.looked();
    if (clause == nullptr || axes.x_of_time == nullptr) return;
    if (!clause->lead.empty() && !axes.lead.empty() && clause->lead != axes.lead) return;
    const QColor ink = withContrast(ui::palette(theme).accent, ui::palette(theme).paper, 3);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing, false);
    for (const pipeline::SegmentSpan& span : clause->stretches) {
        const double left = std::max(axes.plot.left(), axes.x_of_time(span.from_s));
        const double right = std::min(axes.plot.right(), axes.x_of_time(span.to_s));
        if (!(right >= left)) continue;
        QColor ground = ink;
        ground.setAlpha(34);
        painter.fillRect(QRectF(left, axes.plot.top(), right - left, axes.plot.height()), ground);
        // A bracket at the foot: it is seen where the ground is lost in a picture's colours.
        const double foot = axes.plot.bottom() - 1;
        painter.fillRect(QRectF(left, foot - 2, right - left, 3), ink);
        painter.fillRect(QRectF(left, foot - 9, 2, 10), ink);
        painter.fillRect(QRectF(right - 2, foot - 9, 2, 10), ink);
    }
    painter.restore();
}

void paintMasks(QPainter& painter, const WhyState& why, const MaskAxes& axes, Theme theme) {
    if (!why.masking()) return;
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing, false);
    for (const Mask& mask : why.asked().masks) {
        if (const auto area = areaOf(mask, axes)) paintMask(painter, *area, ui::palette(theme));
    }
    if (why.draft()) {
        if (const auto area = areaOf(*why.draft(), axes)) paintMask(painter, *area, ui::palette(theme));
    }
    painter.restore();
}

std::optional<Mask> maskBetween(const MaskAxes& axes, QPointF from, QPointF to) {
    const auto bounded = [&](QPointF at) {
        return QPointF(std::clamp(at.x(), axes.plot.left(), axes.plot.right()),
                       std::clamp(at.y(), axes.plot.top(), axes.plot.bottom()));
    };
    from = bounded(from), to = bounded(to);
    Mask mask;
    mask.kind = axes.y_of_hz != nullptr ? MaskKind::picture : MaskKind::trace;
    mask.lead = axes.y_of_hz == nullptr ? axes.lead : std::string();
    if (axes.time_at_x != nullptr) {
        if (std::abs(to.x() - from.x()) < kTremble_px) return std::nullopt;
        mask.from_s = axes.time_at_x(std::min(from.x(), to.x()));
        mask.to_s = axes.time_at_x(std::max(from.x(), to.x()));
    }
    if (axes.hz_at_y != nullptr) {
        if (std::abs(to.y() - from.y()) < kTremble_px) return std::nullopt;
        mask.from_hz = axes.hz_at_y(std::max(from.y(), to.y()));
        mask.to_hz = axes.hz_at_y(std::min(from.y(), to.y()));
    }
    return mask;
}

}  // namespace triptych::ui
