#include "ui/panes/beat_marks.h"

#include "core/domain/own_labels.h"
#include "ui/panes/beat_trend.h"
#include "ui/panes/label_colours.h"
#include "ui/state/navigation.h"

#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <vector>

namespace triptych::ui {
namespace {

constexpr double kDotRoom_px = 5;
constexpr double kDotRadius_px = 1.8;
constexpr double kBoxPad_px = 3;  // beside a letter

// What stands out when marks share a pixel: the rarer and graver class.
constexpr std::array<int, kBeatClasses> kWeight = {0, 3, 4, 2, 1};  // N S V F Q

QString letterOf(std::uint8_t code) {
    const std::string_view symbol = symbolOf(code);
    return QString::fromLatin1(symbol.data(), static_cast<qsizetype>(symbol.size()));
}

struct Brushes {
    std::array<QColor, kBeatClasses> colour, ink;
};

Brushes brushesFor(Theme theme) {
    Brushes made;
    for (std::size_t i = 0; i < kBeatClasses; ++i) {
        made.colour[i] = classColour(static_cast<BeatClass>(i), theme);
        made.ink[i] = classInk(static_cast<BeatClass>(i), theme);
    }
    return made;
}

// What each pixel column of the band holds.
std::vector<MarkColumn> columnsOf(const BeatMarkScene& scene, std::size_t first, std::size_t last) {
    const auto width = static_cast<std::size_t>(std::max(1.0, std::ceil(scene.band.width())));
    const double px_per_s = scene.band.width() / scene.viewport.span_s;
    if (scene.trend != nullptr) {
        return scene.trend->marks(scene.viewport.start_s, static_cast<double>(width) / px_per_s, width);
    }
    std::vector<MarkColumn> columns(width);
    for (std::size_t i = first; i < last; ++i) {
        const LabelledBeat& beat = scene.beats[i];
        const double x = (beat.time_s - scene.viewport.start_s) * px_per_s;
        MarkColumn& column = columns[std::min(static_cast<std::size_t>(std::max(x, 0.0)), width - 1)];
        ++column.beats[static_cast<std::size_t>(paintedClass(beat.code))];
        column.borderline = column.borderline || beat.borderline;
    }
    return columns;
}

// A bar for each pixel column that has marks: the share of normal beats below, above it the rest in the colour of the
// gravest, never so little that one beat of a day could not be seen.
void paintCoalesced(QPainter& painter, const BeatMarkScene& scene, std::size_t first, std::size_t last) {
    constexpr double kLeastShare = 0.45;
    const QRectF band = scene.band.adjusted(0, 3, 0, -3);
    const std::vector<MarkColumn> columns = columnsOf(scene, first, last);
    const Brushes brushes = brushesFor(scene.theme);
    for (std::size_t x = 0; x < columns.size(); ++x) {
        const MarkColumn& column = columns[x];
        std::uint32_t beats = 0;
        std::size_t gravest = 0;
        for (std::size_t of = 0; of < kBeatClasses; ++of) {
            beats += column.beats[of];
            if (column.beats[of] > 0 && kWeight[of] > kWeight[gravest]) gravest = of;
        }
        if (beats == 0) continue;
        const std::uint32_t abnormal = beats - column.beats[0];
        const double left = band.left() + static_cast<double>(x);
        const double share = abnormal == 0 ? 0 : std::max(kLeastShare, static_cast<double>(abnormal) / beats);
        const double split = band.top() + band.height() * share;
        painter.fillRect(QRectF(left, split, 1, band.bottom() - split), brushes.colour[0]);
        if (share > 0) painter.fillRect(QRectF(left, band.top(), 1, split - band.top()), brushes.colour[gravest]);
        if (column.borderline && scene.ai_visible) {
            painter.fillRect(QRectF(left, scene.band.bottom() - 2, 1, 1.5), brushes.ink[0]);
        }
    }
}

}  // namespace

MarkDensity markDensity(std::size_t visible_beats, double width_px) {
    if (visible_beats == 0) return MarkDensity::letters;
    const double room_px = width_px / static_cast<double>(visible_beats);
    return room_px >= kDotRoom_px ? MarkDensity::letters : MarkDensity::coalesced;
}

void paintBeatMarks(QPainter& painter, const BeatMarkScene& scene) {
    const QRectF& band = scene.band;
    if (band.isEmpty() || scene.beats.empty()) return;
    const auto [first, last] = beatsWithin(scene.beats, scene.viewport.start_s, scene.viewport.end_s());
    const MarkDensity density = markDensity(last - first, band.width());
    painter.save();
    if (density == MarkDensity::coalesced) {
        painter.setRenderHint(QPainter::Antialiasing, false);
        paintCoalesced(painter, scene, first, last);
    }
    const Brushes brushes = brushesFor(scene.theme);
    const Palette& colours = palette(scene.theme);
    QFont font = labelFont(9.5);
    font.setBold(true);
    painter.setFont(font);
    const QFontMetricsF metrics(font);
    const double baseline = band.top() + (band.height() + metrics.capHeight()) / 2 - 1;
    painter.setRenderHint(QPainter::Antialiasing, true);

    const auto ink_of = [&](std::uint8_t code) {
        return isOwn(code) ? labelInk(code, scene.theme) : brushes.ink[static_cast<std::size_t>(paintedClass(code))];
    };
    const auto colour_of = [&](std::uint8_t code) {
        return isOwn(code) ? labelColour(code, scene.theme)
                           : brushes.colour[static_cast<std::size_t>(paintedClass(code))];
    };
    const auto x_of = [&](std::size_t index) {
        return scene.viewport.xOf(scene.beats[index].time_s, band.left(), band.width());
    };
    const auto is_plain = [&](const LabelledBeat& beat) {
        const bool borderline = beat.borderline && scene.ai_visible;
        return (beat.code == kNormal || beat.code == 0) && !borderline && !beat.relabelled && !beat.pending;
    };
    const auto box_of = [&](std::size_t index) {
        const double width = metrics.horizontalAdvance(letterOf(scene.beats[index].code));
        return QRectF(x_of(index) - width / 2 - kBoxPad_px, band.top() + 1, width + 2 * kBoxPad_px, band.height() - 3);
    };
    std::vector<QRectF> taken;  // by letters, ascending
    QRectF selected_box;
    if (scene.selected && *scene.selected >= first && *scene.selected < last) selected_box = box_of(*scene.selected);
    const auto is_free = [&](const QRectF& box) {
        return !box.intersects(selected_box) && (taken.empty() || box.left() >= taken.back().right());
    };
    const auto paint_letter = [&](std::size_t index, bool selected) {
        const LabelledBeat& beat = scene.beats[index];
        const QRectF box = box_of(index);
        if (selected) {
            painter.setPen(Qt::NoPen);
            painter.setBrush(colours.accent);
            painter.drawRoundedRect(box, 3, 3);
        }
        if (beat.relabelled || beat.pending) {
            // Dashed until it is on the disk.
            painter.setPen(QPen(selected ? colours.accent_text : ink_of(beat.code), 1,
                                beat.pending ? Qt::DotLine : Qt::SolidLine));
            painter.setBrush(Qt::NoBrush);
            painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 3, 3);
        }
        const QColor ink = selected ? colours.accent_text : ink_of(beat.code);
        painter.setPen(ink);
        painter.drawText(QPointF(box.left() + kBoxPad_px, baseline), letterOf(beat.code));
        if (beat.borderline && scene.ai_visible) {
            painter.fillRect(QRectF(box.left() + 2, baseline + 2, box.width() - 4, 1.5), ink);
        }
    };
    if (density != MarkDensity::coalesced) {
        for (std::size_t i = first; i < last; ++i) {
            if (scene.selected == i || is_plain(scene.beats[i])) continue;
            if (const QRectF box = box_of(i); is_free(box)) {
                paint_letter(i, false);
                taken.push_back(box);
            } else {
                // Beside what stands in its way, for it must be seen.
                double x = x_of(i) - 1;
                if (!taken.empty()) x = std::max(x, taken.back().right());
                if (x < selected_box.right() && x + 2 > selected_box.left()) x = selected_box.right();
                painter.fillRect(QRectF(x, band.top() + 4, 2, band.height() - 8), colour_of(scene.beats[i].code));
                taken.emplace_back(x, band.top(), 3, band.height());
            }
        }
        const QColor normal = brushes.colour[static_cast<std::size_t>(BeatClass::normal)];
        auto letter = taken.cbegin();
        for (std::size_t i = first; i < last; ++i) {
            if (scene.selected == i || !is_plain(scene.beats[i])) continue;
            const double x = x_of(i);
            const QRectF dot(x - kDotRadius_px, band.center().y() - kDotRadius_px, 2 * kDotRadius_px,
                             2 * kDotRadius_px);
            while (letter != taken.cend() && letter->right() < dot.left()) ++letter;
            const bool covered =
                (letter != taken.cend() && letter->left() < dot.right()) || dot.intersects(selected_box);
            if (covered) continue;
            // One without a label is hollow.
            const bool hollow = scene.beats[i].code == 0;
            painter.setPen(hollow ? QPen(normal, 1) : QPen(Qt::NoPen));
            painter.setBrush(hollow ? QBrush(Qt::NoBrush) : QBrush(normal));
            painter.drawEllipse(dot);
        }
    }
    // Last, above the marks of a crowd.
    if (!selected_box.isNull()) paint_letter(*scene.selected, true);
    painter.restore();
}

}  // namespace triptych::ui
