#include "ui/window/side_panels.h"

#include <QEvent>
#include <QScrollArea>
#include <QStyle>

#include <algorithm>

namespace triptych::ui {
namespace {

constexpr double kListShare = 0.22;  // of the column that those below keep, however tall the panel is
constexpr int kLeastList_px = 120;

}  // namespace

SidePanels::SidePanels(QWidget* panel, const QList<QWidget*>& below)
    : QSplitter(Qt::Vertical), panel_(panel), scroll_(new QScrollArea) {
    setChildrenCollapsible(false);
    setHandleWidth(5);
    scroll_->setWidget(panel);  // a low window scrolls the panel instead of squeezing it
    scroll_->setWidgetResizable(true);
    scroll_->setFrameShape(QFrame::NoFrame);
    scroll_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll_->setFocusPolicy(Qt::NoFocus);
    scroll_->setMinimumHeight(60);
    addWidget(scroll_);
    setStretchFactor(0, 0);
    for (QWidget* other : below) {
        addWidget(other);
        setStretchFactor(indexOf(other), 1);
    }
    panel_->installEventFilter(this);
    connect(this, &QSplitter::splitterMoved, this, [this] { drawn_by_reader_ = true; });
}

QByteArray SidePanels::saveBorder() const {
    return drawn_by_reader_ ? saveState() : QByteArray();
}

void SidePanels::restoreBorder(const QByteArray& state) {
    drawn_by_reader_ = !state.isEmpty() && restoreState(state);
    fit();
}

bool SidePanels::eventFilter(QObject* watched, QEvent* event) {
    if (watched == panel_ && event->type() == QEvent::LayoutRequest) fit();
    return QSplitter::eventFilter(watched, event);
}

void SidePanels::resizeEvent(QResizeEvent* event) {
    QSplitter::resizeEvent(event);
    fit();
}

void SidePanels::fit() {
    // It scrolls downwards alone: narrower, its right edge would be out of reach.
    scroll_->setMinimumWidth(panel_->minimumSizeHint().width() + style()->pixelMetric(QStyle::PM_ScrollBarExtent));
    if (drawn_by_reader_ || height() <= 0) return;
    const int others = count() - 1;
    const int whole = height() - others * handleWidth();
    const int list = std::max(kLeastList_px, static_cast<int>(whole * kListShare));
    const int wanted = panel_->hasHeightForWidth() ? panel_->heightForWidth(std::max(1, scroll_->viewport()->width()))
                                                   : panel_->sizeHint().height();
    const int panel = std::clamp(wanted, 60, std::max(60, whole - list));
    if (sizes().value(0) == panel) return;
    QList<int> heights(count(), std::max(0, whole - panel) / others);
    heights[0] = panel;
    setSizes(heights);
}

}  // namespace triptych::ui
