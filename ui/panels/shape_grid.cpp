#include "ui/panels/shape_grid.h"

#include "core/pipeline/shape_tiles.h"
#include "ui/panels/readable.h"
#include "ui/panes/label_colours.h"
#include "ui/panes/wheel.h"
#include "ui/state/on_any.h"

#include <QHelpEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>
#include <QScrollBar>
#include <QToolTip>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace triptych::ui {
namespace {

constexpr double kLeastTile_px = 138, kTileHeight_px = 104, kGap_px = 5;
constexpr std::size_t kSuperimposed = 40;  // beats of a tile that are drawn

QString letterText(std::uint8_t code) {
    if (code == 0) return QStringLiteral("–");
    const std::string_view symbol = symbolOf(code);
    return QString::fromLatin1(symbol.data(), static_cast<qsizetype>(symbol.size()));
}

QString percent(double share) {
    const double of_hundred = share * 100;
    return of_hundred > 0 && of_hundred < 1 ? QStringLiteral("<1 %")
                                            : QStringLiteral("%1 %").arg(of_hundred, 0, 'f', 0);
}

}  // namespace

TileFacts factsOf(const pipeline::ShapeTiles& tiles, std::size_t tile, const BeatState& beats) {
    TileFacts out;
    const auto& members = tiles.tiles[tile].beats;
    out.count = members.size();
    if (beats.all().empty() || members.empty()) return out;
    out.share = static_cast<double>(members.size()) / static_cast<double>(beats.all().size());
    std::array<std::size_t, 256> codes{};
    double sum_s = 0;
    std::size_t intervals = 0;
    for (const std::uint32_t beat : members) {
        if (beat >= beats.all().size()) continue;
        ++codes[beats.all()[beat].code];
        if (const auto rr_s = beats.rrBefore_s(beat)) {
            sum_s += *rr_s;
            ++intervals;
        }
    }
    const auto most = std::ranges::max_element(codes);
    out.code = static_cast<std::uint8_t>(most - codes.begin());
    out.code_share = static_cast<double>(*most) / static_cast<double>(members.size());
    if (intervals > 0) out.rr_s = sum_s / static_cast<double>(intervals);
    return out;
}

ShapeRange rangeOf(const pipeline::ShapeTiles& tiles) {
    ShapeRange out{0, 0};
    for (const pipeline::ShapeTile& tile : tiles.tiles) {
        // Of rare shapes one may be an artefact of any size.
        if (tile.beats.size() * 200 < tiles.tile_of.size() && &tile != &tiles.tiles.front()) continue;
        const auto first_lead = std::span(tile.mean).first(beats::kShapeLength);
        out.low = std::min(out.low, *std::ranges::min_element(first_lead));
        out.high = std::max(out.high, *std::ranges::max_element(first_lead));
    }
    const float room = 0.12F * std::max(out.high - out.low, 1e-6F);
    return {out.low - room, out.high + room};
}

QPainterPath shapePath(std::span<const float> shape, const QRectF& area, const ShapeRange& range) {
    QPainterPath path;
    const double per_column = area.width() / (static_cast<double>(shape.size()) - 1);
    const double per_unit = area.height() / static_cast<double>(range.high - range.low);
    for (std::size_t i = 0; i < shape.size(); ++i) {
        const double y = area.bottom() - static_cast<double>(shape[i] - range.low) * per_unit;
        const QPointF at(area.left() + static_cast<double>(i) * per_column,
                         std::clamp(y, area.top() - area.height(), area.bottom() + area.height()));
        i == 0 ? path.moveTo(at) : path.lineTo(at);
    }
    return path;
}

ShapeGrid::ShapeGrid(ViewState& state, QWidget* parent)
    : Pane(state, parent), rows_(new QScrollBar(Qt::Vertical, this)) {
    setObjectName(QStringLiteral("shape_grid"));
    setAccessibleName(tr("Shapes"));
    setAttribute(Qt::WA_OpaquePaintEvent);
    rows_->setAccessibleName(tr("Tiles in view"));
    rows_->hide();
    connect(rows_, &QScrollBar::valueChanged, this, [this] { update(); });
    connect(&state_.shapes(), &ShapeState::changed, this, [this] {
        marked_.clear();
        renew();
        setWorking(state_.shapes().isWorking());
        Q_EMIT markedChanged();
    });
    connect(&state_.shapes(), &ShapeState::chosenChanged, this, [this] {
        const auto chosen = state_.shapes().chosen();
        marked_.clear();
        if (chosen) marked_.insert(*chosen);
        Q_EMIT markedChanged();
        update();
        if (chosen && state_.shapes().tiles()) {
            const auto& members = state_.shapes().tiles()->tiles[*chosen].beats;
            state_.review().choose({members.begin(), members.end()}, ChosenBy::cluster, tr("tile %1").arg(*chosen + 1));
        }
    });
    // One selection: what is chosen elsewhere, or let go, is no tile any more.
    connect(&state_.review(), &ReviewState::chosenChanged, this, [this] {
        if (state_.review().chosenBy() != ChosenBy::cluster) state_.shapes().choose(std::nullopt);
    });
    onAny(this, &ShapeGrid::follow, std::pair(&state_.beats(), &BeatState::beatsChanged),
          std::pair(&state_.record(), &RecordState::gapsChanged));
    connect(&state_.beats(), &BeatState::beatChanged, this, [this](std::size_t beat) {
        const auto& tiles = state_.shapes().tiles();
        if (!tiles || beat >= tiles->tile_of.size()) return;
        facts_.erase(tiles->tile_of[beat]);
        pictures_.erase(tiles->tile_of[beat]);
        update();
    });
    connect(&state_.display(), &DisplayState::displayChanged, this, [this] {
        pictures_.clear();
        update();
    });
    onAny(
        this, [this] { update(); }, std::pair(&state_.beats(), &BeatState::selectedBeatChanged));
}

void ShapeGrid::renew() {
    pictures_.clear();
    facts_.clear();
    updateScrollBar();
    update();
}

void ShapeGrid::follow() {
    const auto& tiles = state_.shapes().tiles();
    for (auto& [tile, said] : facts_) {
        if (!tiles || tile >= tiles->tiles.size()) continue;
        const TileFacts now = factsOf(*tiles, tile, state_.beats());
        if (now == said) continue;
        said = now;
        pictures_.erase(tile);
    }
    update();
}

int ShapeGrid::columns() const {
    const int width_px = width() - (rows_->isHidden() ? 0 : rows_->sizeHint().width());
    return std::max(1, static_cast<int>((width_px - kGap_px) / (kLeastTile_px + kGap_px)));
}

QSizeF ShapeGrid::tileSize() const {
    const int width_px = width() - (rows_->isHidden() ? 0 : rows_->sizeHint().width());
    return {(width_px - kGap_px) / columns() - kGap_px, kTileHeight_px};
}

QRectF ShapeGrid::tileRect(std::size_t tile) const {
    const QSizeF size = tileSize();
    const auto row = static_cast<double>(tile / static_cast<std::size_t>(columns()));
    const auto column = static_cast<double>(tile % static_cast<std::size_t>(columns()));
    return {kGap_px + column * (size.width() + kGap_px), kGap_px + row * (size.height() + kGap_px) - rows_->value(),
            size.width(), size.height()};
}

std::optional<std::size_t> ShapeGrid::tileAt(const QPointF& position) const {
    const auto& tiles = state_.shapes().tiles();
    for (std::size_t tile = 0; tiles && tile < tiles->tiles.size(); ++tile) {
        if (tileRect(tile).contains(position)) return tile;
    }
    return std::nullopt;
}

void ShapeGrid::updateScrollBar() {
    const auto& tiles = state_.shapes().tiles();
    const std::size_t count = tiles ? tiles->tiles.size() : 0;
    for (const bool shown : {false, true}) {
        rows_->setVisible(shown);
        const auto rows =
            static_cast<int>((count + static_cast<std::size_t>(columns()) - 1) / static_cast<std::size_t>(columns()));
        const int needed = static_cast<int>(rows * (kTileHeight_px + kGap_px) + kGap_px);
        rows_->setRange(0, std::max(0, needed - height()));
        rows_->setPageStep(std::max(1, height()));
        rows_->setSingleStep(static_cast<int>(kTileHeight_px / 3));
        if (needed <= height()) break;
    }
    const int bar = rows_->sizeHint().width();
    rows_->setGeometry(width() - bar, 0, bar, height());
}

void ShapeGrid::resizeEvent(QResizeEvent*) {
    renew();
}

const TileFacts& ShapeGrid::facts(std::size_t tile) {
    const auto found = facts_.find(tile);
    if (found != facts_.end()) return found->second;
    return facts_[tile] = factsOf(*state_.shapes().tiles(), tile, state_.beats());
}

void ShapeGrid::paintTile(QPainter& painter, std::size_t tile) {
    const pipeline::ShapeTiles& all = *state_.shapes().tiles();
    const pipeline::ShapeTile& of = all.tiles[tile];
    const QRectF whole(QPointF(0, 0), tileSize());
    const TileFacts& said = facts(tile);
    const Theme theme = state_.display().theme();
    painter.fillRect(whole, colours().paper);
    const QFontMetricsF metrics(labelFont());
    const double line = metrics.height();
    const QRectF area = whole.adjusted(6, line + 4, -6, -line - 4);
    const ShapeRange range = rangeOf(all);
    painter.setRenderHint(QPainter::Antialiasing, true);
    painter.save();
    painter.setClipRect(whole.adjusted(1, line + 2, -1, -line - 2));
    QColor faint = labelColour(said.code, theme);
    faint.setAlpha(static_cast<int>(std::clamp(700.0 / static_cast<double>(of.beats.size() + 10), 26.0, 90.0)));
    painter.setPen(QPen(faint, 1));
    const std::size_t drawn = std::min(kSuperimposed, of.beats.size());
    for (std::size_t i = 0; i < drawn; ++i) {
        const std::size_t at = drawn < 2 ? 0 : i * (of.beats.size() - 1) / (drawn - 1);
        painter.drawPath(shapePath(pipeline::shapeOf(all, of.beats[at]), area, range));
    }
    painter.setPen(QPen(colours().trace, 1.4));
    painter.drawPath(shapePath(std::span(of.mean).first(beats::kShapeLength), area, range));
    painter.restore();
    painter.setFont(labelFont());
    painter.setPen(colours().muted_text);
    painter.drawText(whole.adjusted(6, 2, -6, 0), Qt::AlignLeft | Qt::AlignTop,
                     QStringLiteral("%1 · %2").arg(groupedNumber(said.count), percent(said.share)));
    if (said.rr_s) {
        painter.drawText(whole.adjusted(6, 0, -6, -2), Qt::AlignLeft | Qt::AlignBottom,
                         tr("RR %1 ms").arg(std::lround(*said.rr_s * 1000)));
    }
    QFont bold = labelFont();
    bold.setBold(true);
    painter.setFont(bold);
    painter.setPen(said.code == 0 ? colours().muted_text : labelInk(said.code, theme));
    painter.drawText(whole.adjusted(6, 2, -6, 0), Qt::AlignRight | Qt::AlignTop, letterText(said.code));
    if (said.code_share < 0.995) {
        painter.setFont(labelFont());
        painter.setPen(colours().muted_text);
        painter.drawText(whole.adjusted(6, 0, -6, -2), Qt::AlignRight | Qt::AlignBottom, percent(said.code_share));
    }
}

const QPixmap& ShapeGrid::picture(std::size_t tile) {
    const auto found = pictures_.find(tile);
    if (found != pictures_.end()) return found->second;
    const double ratio = devicePixelRatioF();
    QPixmap made((tileSize() * ratio).toSize());
    made.setDevicePixelRatio(ratio);
    QPainter painter(&made);
    paintTile(painter, tile);
    painter.end();
    return pictures_[tile] = made;
}

void ShapeGrid::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.fillRect(rect(), colours().window);
    const auto& tiles = state_.shapes().tiles();
    if (tiles) {
        const auto selected = state_.beats().selected();
        const bool is_known = selected && *selected < tiles->tile_of.size();
        const std::size_t own = is_known ? tiles->tile_of[*selected] : tiles->tiles.size();
        for (std::size_t tile = 0; tile < tiles->tiles.size(); ++tile) {
            const QRectF at = tileRect(tile);
            if (!at.intersects(rect())) continue;
            painter.drawPixmap(at.topLeft(), picture(tile));
            const bool is_marked = marked_.contains(tile);
            painter.setRenderHint(QPainter::Antialiasing, false);
            painter.setBrush(Qt::NoBrush);
            painter.setPen(QPen(is_marked     ? colours().accent
                                : own == tile ? colours().muted_text
                                              : colours().border,
                                is_marked ? 2 : 1));
            painter.drawRect(at.adjusted(0, 0, -1, -1));
        }
    }
    paintVeil(painter, rect());
}

void ShapeGrid::chooseTile(std::size_t tile) {
    const auto& members = state_.shapes().tiles()->tiles[tile].beats;
    state_.review().letGo();
    if (!members.empty()) state_.selectBeat(members.front());
    if (state_.shapes().chosen() == tile) {
        state_.review().choose({members.begin(), members.end()}, ChosenBy::cluster, tr("tile %1").arg(tile + 1));
    }
    state_.shapes().choose(tile);
}

void ShapeGrid::mousePressEvent(QMouseEvent* event) {
    const auto tile = tileAt(event->position());
    if (event->button() != Qt::LeftButton || !tile) return event->ignore();
    if (event->modifiers().testFlag(Qt::ControlModifier) && state_.shapes().chosen()) {
        if (!marked_.erase(*tile)) marked_.insert(*tile);
        marked_.insert(*state_.shapes().chosen());
        Q_EMIT markedChanged();
        update();
        return;
    }
    chooseTile(*tile);
}

void ShapeGrid::mergeMarked() {
    const auto chosen = state_.shapes().chosen();
    const std::vector<std::size_t> all(marked_.begin(), marked_.end());
    if (!chosen || all.size() < 2) return;
    // From behind, so that those before keep their numbers.
    std::size_t into = *chosen;
    for (auto other = all.rbegin(); other != all.rend(); ++other) {
        if (*other == *chosen) continue;
        state_.shapes().askToMerge(into, *other);
        if (*other < into) --into;
    }
}

void ShapeGrid::wheelEvent(QWheelEvent* event) {
    rows_->setValue(rows_->value() - static_cast<int>(event->angleDelta().y() / kWheelNotch * kTileHeight_px / 2));
    event->accept();
}

bool ShapeGrid::event(QEvent* event) {
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        const auto tile = tileAt(help->pos());
        if (!tile) {
            QToolTip::hideText();
            return true;
        }
        const TileFacts& said = facts(*tile);
        QToolTip::showText(
            help->globalPos(),
            tr("Tile %1: %2 beats, %3 of all; %4 of them labelled %5.")
                .arg(*tile + 1)
                .arg(groupedNumber(said.count), percent(said.share), percent(said.code_share), letterText(said.code)),
            this);
        return true;
    }
    return Pane::event(event);
}

}  // namespace triptych::ui
