// The members of a tile that are most and least like it.
#include "core/pipeline/shape_tiles.h"
#include "ui/panels/readable.h"
#include "ui/panels/shape_grid.h"
#include "ui/panes/label_colours.h"
#include "ui/state/on_any.h"

#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <utility>

namespace triptych::ui {
namespace {

constexpr std::size_t kShown = 10;  // nearest, and as many farthest
constexpr int kColumns = 5;
constexpr double kGap_px = 3, kCross_px = 13;

}  // namespace

ShapeMembers::ShapeMembers(ViewState& state, QWidget* parent) : Pane(state, parent) {
    setObjectName(QStringLiteral("shape_members"));
    setAccessibleName(tr("Beats of the tile"));
    setToolTip(
        tr("Above the ten beats that are nearest to their tile, below the ten that are farthest; a click goes to a "
           "beat, the cross takes it out of the tile."));
    onAny(
        this, [this] { update(); }, std::pair(&state_.shapes(), &ShapeState::changed),
        std::pair(&state_.shapes(), &ShapeState::chosenChanged),
        std::pair(&state_.beats(), &BeatState::selectedBeatChanged),
        std::pair(&state_.beats(), &BeatState::beatsChanged), std::pair(&state_.beats(), &BeatState::beatChanged),
        std::pair(&state_.display(), &DisplayState::displayChanged));
}

std::vector<ShapeMembers::Member> ShapeMembers::membersNow() const {
    std::vector<Member> out;
    const auto& tiles = state_.shapes().tiles();
    const auto chosen = state_.shapes().chosen();
    if (!tiles || !chosen || *chosen >= tiles->tiles.size()) return out;
    const auto& beats = tiles->tiles[*chosen].beats;
    const std::size_t near = std::min(kShown, beats.size());
    const std::size_t far = std::min(kShown, beats.size() - near);
    const double title = QFontMetricsF(labelFont()).height() + 2;
    const double row_px = std::max(20.0, (height() - 2 * title) / 4);
    const double column_px = (width() - kGap_px) / static_cast<double>(kColumns);
    const auto put = [&](std::size_t beat, std::size_t i, bool is_far) {
        const auto row = static_cast<double>(i / kColumns), column = static_cast<double>(i % kColumns);
        const QRectF at(kGap_px + column * column_px, (is_far ? 2 * row_px + 2 * title : title) + row * row_px,
                        column_px - kGap_px, row_px - kGap_px);
        out.push_back({beat, is_far, at, QRectF(at.right() - kCross_px, at.top(), kCross_px, kCross_px)});
    };
    for (std::size_t i = 0; i < near; ++i) put(beats[i], i, false);
    for (std::size_t i = 0; i < far; ++i) put(beats[beats.size() - 1 - i], i, true);
    return out;
}

void ShapeMembers::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.fillRect(rect(), colours().window);
    painter.setFont(labelFont());
    painter.setPen(colours().muted_text);
    const auto members = membersNow();
    if (members.empty()) {
        painter.drawText(rect().adjusted(8, 0, -8, 0), Qt::AlignCenter | Qt::TextWordWrap,
                         tr("Click a tile to see which of its beats are most and least like it"));
        return;
    }
    const pipeline::ShapeTiles& tiles = *state_.shapes().tiles();
    const pipeline::ShapeTile& tile = tiles.tiles[*state_.shapes().chosen()];
    const ShapeRange range = rangeOf(tiles);
    const double title = QFontMetricsF(labelFont()).height() + 2;
    painter.drawText(QRectF(kGap_px, 0, width(), title), Qt::AlignLeft | Qt::AlignVCenter,
                     tr("Nearest to tile %1").arg(*state_.shapes().chosen() + 1));
    const auto mean = std::span(tile.mean).first(beats::kShapeLength);
    bool said_far = false;
    for (const Member& member : members) {
        if (member.is_far && !std::exchange(said_far, true)) {
            painter.setPen(colours().muted_text);
            painter.drawText(QRectF(kGap_px, member.rect.top() - title, width(), title),
                             Qt::AlignLeft | Qt::AlignVCenter, tr("Farthest from it"));
        }
        const bool is_selected = state_.beats().selected() == member.beat;
        painter.fillRect(member.rect, colours().paper);
        painter.save();
        painter.setClipRect(member.rect);
        painter.setRenderHint(QPainter::Antialiasing, true);
        const QRectF area = member.rect.adjusted(3, 3, -3, -3);
        painter.setPen(QPen(colours().grid_heavy, 1));
        painter.drawPath(shapePath(mean, area, range));
        const std::uint8_t code =
            member.beat < state_.beats().all().size() ? state_.beats().all()[member.beat].code : std::uint8_t{0};
        const QColor ink = code == 0 ? colours().trace : labelInk(code, state_.display().theme());
        painter.setPen(QPen(ink, 1.2));
        painter.drawPath(shapePath(pipeline::shapeOf(tiles, member.beat), area, range));
        painter.setPen(QPen(colours().muted_text, 1.2));
        const QRectF cross = member.cross.adjusted(4, 4, -4, -4);
        painter.drawLine(cross.topLeft(), cross.bottomRight());
        painter.drawLine(cross.topRight(), cross.bottomLeft());
        painter.restore();
        painter.setPen(QPen(is_selected ? colours().accent : colours().border, is_selected ? 2 : 1));
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(member.rect.adjusted(0, 0, -1, -1));
    }
}

void ShapeMembers::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton) return event->ignore();
    for (const Member& member : membersNow()) {
        if (!member.rect.contains(event->position())) continue;
        if (member.cross.contains(event->position())) {
            state_.shapes().askToTakeOut(member.beat);
        } else {
            state_.selectBeat(member.beat);
        }
        return;
    }
}

}  // namespace triptych::ui
