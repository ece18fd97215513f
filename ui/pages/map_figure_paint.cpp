#include "ui/pages/map_figure_paint.h"

#include "ui/pages/map_figure_rows.h"
#include "ui/panes/fitting_text.h"
#include "ui/panes/map_badge.h"

#include <QCoreApplication>
#include <QFontMetrics>
#include <QPainter>

#include <algorithm>
#include <cmath>
#include <functional>
#include <vector>

namespace triptych::ui {
namespace {

constexpr int kGap_px = 10;
constexpr int kLeastRow_px = 92;  // on screen

QString qt(const std::string& text) {
    return QString::fromStdString(text);
}

struct Range {
    double low = -1, high = 1;
};

// Of all signals of all maps: what is compared stands at one scale.
Range signalRange(const pages::FigureRequest& request) {
    double low = 1e30, high = -1e30;
    for (const pages::FigureMap& map : request.maps) {
        for (const pages::FigureTrace& trace : map.traces) {
            for (std::size_t i = 0; i < trace.values.size(); ++i) {
                if (!std::isfinite(trace.values[i])) continue;
                const auto value = static_cast<double>(trace.values[i]);
                const double off = i < trace.deviation.size() ? static_cast<double>(trace.deviation[i]) : 0.0;
                low = std::min(low, value - off);
                high = std::max(high, value + off);
            }
        }
    }
    if (low > high) return {};
    const double room = std::max(0.06 * (high - low), 0.05);
    return {low - room, high + room};
}

Stretch stretchOf(const pages::FigureMap& map) {
    const auto found = pages::mapStretch_s(map.map);
    return found && found->second > found->first ? Stretch{found->first, found->second} : Stretch{-0.8, 0.8};
}

// Heading and what stands under it; returns what is left of the area.
QRect paintHead(QPainter& painter, const QRect& area, const pages::FigureMap& map, const Palette& colours) {
    QFont bold = labelFont(10);
    bold.setBold(true);
    const QFont plain = labelFont();
    const QFontMetrics bold_metrics(bold), metrics(plain);
    int top = area.top();
    const auto line = [&](const QFont& font, const QFontMetrics& of, const QString& text, const QColor& ink) {
        if (text.isEmpty()) return;
        painter.setFont(font);
        painter.setPen(ink);
        painter.drawText(QRect(area.left() + 2, top, area.width() - 4, of.height()), Qt::AlignLeft | Qt::AlignVCenter,
                         shortened(text, of, area.width() - 4));
        top += of.height();
    };
    line(bold, bold_metrics, qt(map.heading), colours.text);
    line(plain, metrics, map.by.empty() ? qt(map.of) : qt(map.of) + QStringLiteral(" · ") + qt(map.by),
         colours.muted_text);
    QStringList tested;
    bool is_bad = map.map.has_completeness && !map.map.converged;
    if (map.map.badge) {
        tested << testedWords(*map.map.badge);
        is_bad |= !map.map.badge->beatsRandom();
    }
    if (const QString sum = sumWords(map.map); !sum.isEmpty()) tested << sum;
    line(plain, metrics, tested.join(QStringLiteral(" · ")),
         is_bad ? withContrast(colours.warning, colours.window) : colours.muted_text);
    return {area.left(), top + 2, area.width(), area.bottom() - top - 1};
}

using PaintRow = void (*)(QPainter&, const QRect&, const FigureRow&);
struct Row {
    PaintRow paint = nullptr;
    double share = 1;
};

std::vector<Row> rowsOf(const pages::FigureRequest& request, bool on_page, int height) {
    const auto any = [&](const char* name) {
        return std::ranges::any_of(request.maps,
                                   [&](const pages::FigureMap& map) { return inputNamed(map.map, name) != nullptr; });
    };
    std::size_t leads = 0;
    for (const pages::FigureMap& map : request.maps) leads = std::max(leads, map.traces.size());
    std::vector<Row> rows{{&paintSignalRow, leads > 1 ? 0.47 * static_cast<double>(leads) : 1.0}};
    if (any("time_frequency") || any("scalogram")) rows.push_back({&paintPictureRow, 1.15});
    if (any("time")) rows.insert(rows.begin() + 1, {&paintProfileRow, 0.8});
    if (on_page && any("rr")) rows.push_back({&paintFeatureRow, 1.6});
    if (on_page) return rows;
    // The profile says again what the band says: it goes first.
    if (rows.size() == 3 && height < 3 * kLeastRow_px) rows.erase(rows.begin() + 1);
    if (rows.size() > 1 && height < static_cast<int>(rows.size()) * kLeastRow_px) rows.resize(1);
    return rows;
}

void paintColumn(QPainter& painter, const QRect& area, const pages::FigureMap& map, const pages::FigureRequest& request,
                 const Range& range, const std::vector<Row>& rows, const Palette& colours) {
    const bool grey = map.map.badge && !map.map.badge->beatsRandom();
    const FigureRow row{
        map,    {map.map.is_signed && !request.absolute, grey}, request.opacity, stretchOf(map), range.low, range.high,
        colours};
    double whole = 0;
    for (const Row& of : rows) whole += of.share;
    double top = area.top();
    for (const Row& of : rows) {
        const double height = area.height() * of.share / whole;
        of.paint(painter, QRectF(area.left(), top, area.width(), height).toRect(), row);
        top += height;
    }
}

// The model, and what no figure of a model is for.
QRect paintFoot(QPainter& painter, const QRect& area, const pages::FigureRequest& request, const Palette& colours) {
    const QFont plain = labelFont();
    const QFontMetrics metrics(plain);
    QStringList by;
    for (const pages::FigureMap& map : request.maps) {
        if (!map.by.empty() && !by.contains(qt(map.by))) by << qt(map.by);
    }
    painter.setFont(plain);
    painter.setPen(colours.muted_text);
    const QRect foot(area.left() + 2, area.bottom() - metrics.height(), area.width() - 4, metrics.height());
    const QString wording = QCoreApplication::translate("Pages", "Research use — not for diagnosis");
    painter.drawText(foot, Qt::AlignRight | Qt::AlignVCenter, wording);
    painter.drawText(
        foot, Qt::AlignLeft | Qt::AlignVCenter,
        shortened(by.join(QStringLiteral("; ")), metrics, foot.width() - metrics.horizontalAdvance(wording) - 12));
    return area.adjusted(0, 0, 0, -metrics.height() - 6);
}

}  // namespace

void paintMapFigure(QPainter& painter, const QRect& area, const pages::FigureRequest& request, const FigureLook& look) {
    if (request.maps.empty() || area.isEmpty()) return;
    QRect inside = look.on_page ? paintFoot(painter, area, request, look.colours) : area;
    const auto count = static_cast<int>(request.maps.size());
    const int width = (inside.width() - (count - 1) * kGap_px) / count;
    // Heads of one height, so that rows of one kind stand beside each other.
    std::vector<QRect> left;
    int top = inside.top();
    for (int i = 0; i < count; ++i) {
        const QRect column(inside.left() + i * (width + kGap_px), inside.top(), width, inside.height());
        left.push_back(paintHead(painter, column, request.maps[static_cast<std::size_t>(i)], look.colours));
        top = std::max(top, left.back().top());
    }
    const Range range = signalRange(request);
    const auto rows = rowsOf(request, look.on_page, inside.bottom() - top);
    for (int i = 0; i < count; ++i) {
        const pages::FigureMap& map = request.maps[static_cast<std::size_t>(i)];
        const QRect column(left[static_cast<std::size_t>(i)].left(), top, width, inside.bottom() - top);
        if (!map.cannot.empty()) {
            painter.setFont(labelFont());
            painter.setPen(look.colours.muted_text);
            painter.drawText(column.adjusted(12, 12, -12, -12), Qt::AlignCenter | Qt::TextWordWrap, qt(map.cannot));
            continue;
        }
        paintColumn(painter, column, map, request, range, rows, look.colours);
    }
}

}  // namespace triptych::ui
