#include "ui/panes/triptych_view.h"

#include <QDataStream>
#include <QEvent>
#include <QIODevice>
#include <QSplitter>
#include <QVBoxLayout>

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

TriptychView::TriptychView(ViewState& state, QWidget* parent)
    : QWidget(parent),
      trace_(new BeatTracePane(state, this)),
      scalogram_(new ScalogramPane(state, this)),
      spectrum_(new SpectrumPane(state, this)) {
    setAccessibleName(tr("Triptych: trace, scalogram and spectrum"));
    rows_ = splitter(Qt::Vertical, this);
    upper_row_ = splitter(Qt::Horizontal, rows_);
    lower_row_ = splitter(Qt::Horizontal, rows_);
    corner_ = new QWidget(upper_row_);
    rows_->addWidget(upper_row_);
    rows_->addWidget(lower_row_);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->addWidget(rows_);
    for (Pane* pane : {static_cast<Pane*>(trace_), static_cast<Pane*>(scalogram_), static_cast<Pane*>(spectrum_)}) {
        pane->installEventFilter(this);
        connect(pane, &Pane::idle, this, [this] {
            if (!isBusy()) Q_EMIT idle();
        });
    }
    connect(upper_row_, &QSplitter::splitterMoved, this, [this] { followColumns(*upper_row_, *lower_row_); });
    connect(lower_row_, &QSplitter::splitterMoved, this, [this] { followColumns(*lower_row_, *upper_row_); });
    arrange();
}

bool TriptychView::isBusy() const {
    return trace_->isBusy() || scalogram_->isBusy() || spectrum_->isBusy();
}

void TriptychView::followColumns(const QSplitter& moved, QSplitter& follower) {
    if (mode_ == TriptychMode::stacked && !enlarged_) follower.setSizes(moved.sizes());
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
    if (stacked) {
        upper_row_->insertWidget(0, trace_);
    } else {
        lower_row_->insertWidget(0, trace_);
    }
    lower_row_->insertWidget(stacked ? 0 : 1, scalogram_);
    lower_row_->insertWidget(stacked ? 1 : 2, spectrum_);
    const auto shown = [this](TriptychMember member) { return !enlarged_ || *enlarged_ == member; };
    trace_->setVisible(shown(TriptychMember::trace));
    scalogram_->setVisible(shown(TriptychMember::scalogram));
    spectrum_->setVisible(shown(TriptychMember::spectrum));
    corner_->setVisible(stacked && !enlarged_);
    upper_row_->setVisible(stacked && shown(TriptychMember::trace));
    lower_row_->setVisible(!stacked || shown(TriptychMember::scalogram) || shown(TriptychMember::spectrum));
    if (enlarged_) return;
    if (stacked) {
        rows_->setSizes(stacked_rows_);
        upper_row_->setSizes(stacked_columns_);
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

void TriptychView::setEnlarged(std::optional<TriptychMember> member) {
    if (member == enlarged_) return;
    remember();
    enlarged_ = member;
    arrange();
    Q_EMIT modeChanged();
}

void TriptychView::toggleEnlarged() {
    setEnlarged(enlarged_ ? std::nullopt : std::optional(pointed_));
}

bool TriptychView::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::Enter) {
        if (watched == trace_) pointed_ = TriptychMember::trace;
        if (watched == scalogram_) pointed_ = TriptychMember::scalogram;
        if (watched == spectrum_) pointed_ = TriptychMember::spectrum;
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
    const bool sound = in.status() == QDataStream::Ok && mode >= 0 && mode <= 1 && large >= -1 && large <= 2 &&
                       usable(side_by_side, 3) && usable(columns, 2) && usable(rows, 2);
    if (!sound) return false;
    mode_ = static_cast<TriptychMode>(mode);
    enlarged_ = large < 0 ? std::nullopt : std::optional(static_cast<TriptychMember>(large));
    side_by_side_ = side_by_side;
    stacked_columns_ = columns;
    stacked_rows_ = rows;
    arrange();
    Q_EMIT modeChanged();
    return true;
}

}  // namespace triptych::ui
