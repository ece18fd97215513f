#include "ui/pages/map_figure_paint.h"

#include "ui/pages/map_figure_rows.h"
#include "ui/panes/fitting_text.h"
#include "ui/panes/map_badge.h"
#include "ui/panes/plot_frame.h"

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
QRect paintHead(QPainter& painter, const QRect& area, const pages::FigureMap& map, bool names_model,
                const Palette& colours) {
    QFont bold = labelFont(10);
    bold.setBold(true);
    const QFont plain = labelFont();
    const QFontMetrics bold_metrics(bold), metrics(plain);
    int top = area.top();
    const auto line = [&](const QFont& font, const QFontMetrics& of, const QStringList& wordings, const QColor& ink) {
        if (wordings.constFirst().isEmpty()) return;
        QString shown = fittingWording(wordings, of, area.width() - 4);
        if (shown.isEmpty()) shown = shortened(wordings.constLast(), of, area.width() - 4);
        painter.setFont(font);
        painter.setPen(ink);
        painter.drawText(QRect(area.left() + 2, top, area.width() - 4, of.height()), Qt::AlignLeft | Qt::AlignVCenter,
                         shown);
        top += of.height();
    };
    line(bold, bold_metrics, {qt(map.heading)}, colours.text);
    QStringList of{qt(map.of)};
    if (names_model) of.prepend(qt(map.of) + QStringLiteral(" · ") + qt(map.by));
    line(plain, metrics, of, colours.muted_text);
    QString tested;
    bool is_bad = map.map.has_completeness && !map.map.converged;
    if (map.map.badge) {
        tested = testedWords(map.map);
        is_bad |= !map.map.badge->beatsRandom();
    }
    const QString sum = sumWords(map.map);
    const QString both = tested.isEmpty() || sum.isEmpty() ? tested + sum : tested + QStringLiteral(" · ") + sum;
    line(plain, metrics, {both, tested.isEmpty() ? sum : tested},
         is_bad ? withContrast(colours.warning, colours.window) : colours.muted_text);
    return {area.left(), top + 2, area.width(), area.bottom() - top - 1};
}

using PaintRow = void (*)(QPainter&, const QRect&, const FigureRow&);
struct Row {
    PaintRow paint = nullptr;
    double share = 1;
};

// Shares are the millimetres of pages::figureSize().
std::vector<Row> rowsOf(const pages::FigureRequest& request, bool on_page, int height) {
    const auto any = [&](const char* name) {
        return std::ranges::any_of(request.maps,
                                   [&](const pages::FigureMap& map) { return inputNamed(map.map, name) != nullptr; });
    };
    std::size_t leads = 0;
    for (const pages::FigureMap& map : request.maps) leads = std::max(leads, map.traces.size());
    std::vector<Row> rows{{&paintSignalRow, leads > 1 ? 15.0 * static_cast<double>(leads) : 32.0}};
    if (any("time")) rows.push_back({&paintProfileRow, 26});
    if (any("time_frequency") || any("scalogram")) rows.push_back({&paintPictureRow, 38});
    if (on_page) {
        if (any("rr")) rows.push_back({&paintFeatureRow, 52});
        return rows;
    }
    // The profile says again what the band says: it goes first.
    if (rows.size() == 3 && height < 3 * kLeastRow_px) rows.erase(rows.begin() + 1);
    if (rows.size() > 1 && height < static_cast<int>(rows.size()) * kLeastRow_px) rows.resize(1);
    return rows;
}

void paintColumn(QPainter& painter, const QRect& area, const pages::FigureMap& map, const pages::FigureRequest& request,
                 const Range& range, const std::vector<Row>& rows, const Palette& colours) {
    const bool grey = map.map.badge && !map.map.badge->beatsRandom();
    const bool has_picture = std::ranges::any_of(rows, [](const Row& of) { return of.paint == &paintPictureRow; });
    FigureRow row{map,
                  {map.map.is_signed && !request.absolute, grey},
                  request.opacity,
                  stretchOf(map),
                  range.low,
                  range.high,
                  has_picture ? barsRoom(area.width()) : 0,
                  true,
                  colours};
    double whole = 0;
    for (const Row& of : rows) whole += of.share;
    double top = area.top();
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const double height = area.height() * rows[i].share / whole;
        QRect place = QRectF(area.left(), top, area.width(), height).toRect();
        // One axis of time under all that share it; what it leaves free is the rows'.
        row.has_axis = i + 1 == rows.size() || rows[i + 1].paint == &paintFeatureRow;
        if (!row.has_axis) place.setBottom(place.bottom() + plotFrame(place).bottom_axis.height() - kGap_px / 2);
        rows[i].paint(painter, place, row);
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
    const bool names_model = std::ranges::any_of(request.maps, [&](const pages::FigureMap& map) {
        return !map.by.empty() && (map.by != request.maps.front().by || !look.on_page);
    });
    for (int i = 0; i < count; ++i) {
        const QRect column(inside.left() + i * (width + kGap_px), inside.top(), width, inside.height());
        left.push_back(
            paintHead(painter, column, request.maps[static_cast<std::size_t>(i)], names_model, look.colours));
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
