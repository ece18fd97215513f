#include "ui/panes/triptych_view.h"

#include <QDataStream>
#include <QEvent>
#include <QIODevice>
#include <QSplitter>
#include <QVBoxLayout>

#include <algorithm>
#include <numeric>
#include <utility>

namespace triptych::ui {
namespace {

constexpr quint32 kStateMagic = 0x54523031;  // "TR01"
constexpr int kHandle_px = 5;

QSplitter* splitter(Qt::Orientation orientation, QWidget* parent) {
    auto* made = new QSplitter(orientation, parent);
    made->setChildrenCollapsible(false);
    made->setHandleWidth(kHandle_px);
    return made;
}

// Sizes that a stored state may hold: as many as there are members, none negative or huge, not all nothing.
bool usable(const QList<int>& sizes, qsizetype members) {
    constexpr int kLargest = 1'000'000;
    qint64 sum = 0;
    for (const int size : sizes) {
        if (size < 0 || size > kLargest) return false;
        sum += size;
    }
    return sizes.size() == members && sum > 0;
}

}  // namespace

TriptychView::TriptychView(std::vector<Pane*> panes, QWidget* parent) : QWidget(parent), panes_(std::move(panes)) {
    Q_ASSERT(panes_.size() >= 2);
    setAccessibleName(tr("Triptych: trace, scalogram and spectrum"));
    const auto count = static_cast<qsizetype>(panes_.size());
    side_by_side_.fill(1000, count);
    stacked_columns_.fill(1000, count - 1);
    stacked_columns_[0] = 2000;
    rows_ = splitter(Qt::Vertical, this);
    upper_row_ = splitter(Qt::Horizontal, rows_);
    lower_row_ = splitter(Qt::Horizontal, rows_);
    corner_ = new QWidget(upper_row_);
    rows_->addWidget(upper_row_);
    rows_->addWidget(lower_row_);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->addWidget(rows_);
    for (Pane* pane : panes_) {
        pane->installEventFilter(this);
        connect(pane, &Pane::idle, this, [this] {
            if (!isBusy()) Q_EMIT idle();
        });
    }
    connect(upper_row_, &QSplitter::splitterMoved, this, &TriptychView::lowerFollowsUpper);
    connect(lower_row_, &QSplitter::splitterMoved, this, &TriptychView::upperFollowsLower);
    arrange();
}

bool TriptychView::isBusy() const {
    return std::any_of(panes_.begin(), panes_.end(), [](const Pane* pane) { return pane->isBusy(); });
}

void TriptychView::upperFollowsLower() {
    if (mode_ != TriptychMode::stacked || enlarged_) return;
    const int first = panes_[1]->width();
    upper_row_->setSizes({first, std::max(0, upper_row_->width() - kHandle_px - first)});
}

// What the first column takes, the second gives; those beyond keep their place.
void TriptychView::lowerFollowsUpper() {
    if (mode_ != TriptychMode::stacked || enlarged_) return;
    QList<int> columns = lower_row_->sizes();
    const int moved = upper_row_->sizes()[0] - columns[0];
    columns[0] += moved;
    columns[1] -= moved;
    lower_row_->setSizes(columns);
}

void TriptychView::remember() {
    if (enlarged_ || width() <= 0) return;
    const auto keep = [](QList<int>& kept, const QList<int>& now) {
        if (usable(now, kept.size())) kept = now;
    };
    if (mode_ == TriptychMode::side_by_side) {
        keep(side_by_side_, lower_row_->sizes());
    } else {
        keep(stacked_columns_, lower_row_->sizes());
        keep(stacked_rows_, rows_->sizes());
    }
}

void TriptychView::arrange() {
    const bool stacked = mode_ == TriptychMode::stacked;
    // insertWidget() moves a widget that has another parent.
    if (stacked) upper_row_->insertWidget(0, panes_[0]);
    for (std::size_t i = stacked ? 1 : 0; i < panes_.size(); ++i) {
        lower_row_->insertWidget(static_cast<int>(stacked ? i - 1 : i), panes_[i]);
    }
    for (std::size_t i = 0; i < panes_.size(); ++i) panes_[i]->setVisible(!enlarged_ || *enlarged_ == i);
    corner_->setVisible(stacked && !enlarged_);
    upper_row_->setVisible(stacked && (!enlarged_ || *enlarged_ == 0));
    lower_row_->setVisible(!stacked || !enlarged_ || *enlarged_ > 0);
    if (enlarged_) return;
    if (stacked) {
        rows_->setSizes(stacked_rows_);
        const int others = std::accumulate(stacked_columns_.begin() + 1, stacked_columns_.end(), 0);
        upper_row_->setSizes({stacked_columns_[0], others});
        lower_row_->setSizes(stacked_columns_);
    } else {
        lower_row_->setSizes(side_by_side_);
    }
}

void TriptychView::setMode(TriptychMode mode) {
    if (mode == mode_) return;
    remember();
    mode_ = mode;
    arrange();
    Q_EMIT modeChanged();
}

void TriptychView::setEnlarged(std::optional<std::size_t> pane) {
    if (pane == enlarged_ || (pane && *pane >= panes_.size())) return;
    remember();
    enlarged_ = pane;
    arrange();
    Q_EMIT modeChanged();
}

void TriptychView::toggleEnlarged() {
    setEnlarged(enlarged_ ? std::nullopt : std::optional(pointed_));
}

bool TriptychView::eventFilter(QObject* watched, QEvent* event) {
    // Rows of two and of more columns share out a new width differently.
    if (event->type() == QEvent::Resize && watched == panes_[1]) upperFollowsLower();
    if (event->type() == QEvent::Enter) {
        const auto entered = std::find(panes_.begin(), panes_.end(), watched);
        if (entered != panes_.end()) pointed_ = static_cast<std::size_t>(entered - panes_.begin());
    }
    return QWidget::eventFilter(watched, event);
}

QByteArray TriptychView::saveState() {
    remember();
    QByteArray bytes;
    QDataStream out(&bytes, QIODevice::WriteOnly);
    out.setVersion(QDataStream::Qt_6_4);
    out << kStateMagic << static_cast<qint32>(mode_)
        << static_cast<qint32>(enlarged_ ? static_cast<int>(*enlarged_) : -1) << side_by_side_ << stacked_columns_
        << stacked_rows_;
    return bytes;
}

bool TriptychView::restoreState(const QByteArray& state) {
    QDataStream in(state);
    in.setVersion(QDataStream::Qt_6_4);
    quint32 magic = 0;
    qint32 mode = 0, large = -1;
    in >> magic;
    if (magic != kStateMagic) return false;  // before any length in the bytes is believed
    QList<int> side_by_side, columns, rows;
    in >> mode >> large >> side_by_side >> columns >> rows;
    const auto count = static_cast<qsizetype>(panes_.size());
    const bool sound = in.status() == QDataStream::Ok && mode >= 0 && mode <= 1 && large >= -1 && large < count &&
                       usable(side_by_side, count) && usable(columns, count - 1) && usable(rows, 2);
    if (!sound) return false;
    mode_ = static_cast<TriptychMode>(mode);
    enlarged_ = large < 0 ? std::nullopt : std::optional(static_cast<std::size_t>(large));
    side_by_side_ = side_by_side;
    stacked_columns_ = columns;
    stacked_rows_ = rows;
    arrange();
    Q_EMIT modeChanged();
    return true;
}

}  // namespace triptych::ui
