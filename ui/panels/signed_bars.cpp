#include "ui/panels/signed_bars.h"

#include "ui/panels/readable.h"
#include "ui/panes/theme.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>

#include <algorithm>
#include <cmath>
#include <utility>

namespace triptych::ui {
namespace {

constexpr int kUsualBars = 4;
// The diverging scale of the overlays: blue speaks against, orange for.
const QColor kAgainst(0x3B, 0x82, 0xC4);
const QColor kFor(0xE0, 0x82, 0x14);

constexpr int kIndent_px = 14;

int indentOf(const SignedBar& bar) {
    return bar.depth * kIndent_px;
}

QString worded(const SignedBar& bar) {
    switch (bar.fold) {
        case SignedBar::Fold::closed:
            return QStringLiteral("▸ ") + bar.name;
        case SignedBar::Fold::open:
            return QStringLiteral("▾ ") + bar.name;
        case SignedBar::Fold::none:
            break;
    }
    return bar.name;
}

}  // namespace

SignedBars::SignedBars(const DisplayState& display, QWidget* parent) : QWidget(parent), display_(display) {
    setFont(labelFont());
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setAccessibleName(tr("Attribution of the rhythm features"));
    setFocusPolicy(Qt::TabFocus);
    connect(&display_, &DisplayState::displayChanged, this, qOverload<>(&QWidget::update));
}

void SignedBars::setBars(std::vector<SignedBar> bars) {
    const bool resized = bars.size() != bars_.size();
    bars_ = std::move(bars);
    QStringList spoken, seen;
    for (const SignedBar& bar : bars_) {
        spoken << bar.name + ' ' + signedText(bar.value, 3);
        if (!bar.seen.isEmpty()) seen << bar.name + QStringLiteral(": ") + bar.seen;
    }
    setAccessibleDescription(spoken.join(QStringLiteral("; ")));
    setToolTip(seen.join('\n'));
    if (resized) updateGeometry();
    update();
}

void SignedBars::mouseReleaseEvent(QMouseEvent* event) {
    const double row = std::floor(event->position().y() / rowHeight());
    if (event->button() != Qt::LeftButton || !(row >= 0) || row >= static_cast<double>(bars_.size()))
        return event->ignore();
    const SignedBar bar = bars_[static_cast<std::size_t>(row)];  // the answer may set others
    if (!bar.id.empty()) Q_EMIT clicked(bar);
}

void SignedBars::keyPressEvent(QKeyEvent* event) {
    if (bars_.empty()) return event->ignore();
    chosen_ = std::min(chosen_, bars_.size() - 1);
    if (event->key() == Qt::Key_Down && chosen_ + 1 < bars_.size()) {
        ++chosen_;
    } else if (event->key() == Qt::Key_Up && chosen_ > 0) {
        --chosen_;
    } else if (event->key() == Qt::Key_Space) {
        const SignedBar bar = bars_[chosen_];
        if (!bar.id.empty()) Q_EMIT clicked(bar);
    } else {
        return event->ignore();
    }
    update();
}

void SignedBars::focusInEvent(QFocusEvent* event) {
    QWidget::focusInEvent(event);
    update();
}

void SignedBars::focusOutEvent(QFocusEvent* event) {
    QWidget::focusOutEvent(event);
    update();
}

int SignedBars::rowHeight() const {
    return fontMetrics().height() + 2;
}

QSize SignedBars::sizeHint() const {
    const int bars = bars_.empty() ? kUsualBars : static_cast<int>(bars_.size());
    return {240, bars * rowHeight()};
}

void SignedBars::paintEvent(QPaintEvent*) {
    if (bars_.empty()) return;
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const Palette& colours = ui::palette(display_.theme());
    const QFontMetrics metrics = fontMetrics();
    int name_px = 0;
    double largest = 1e-12;
    for (const SignedBar& bar : bars_) {
        name_px = std::max(name_px, metrics.horizontalAdvance(worded(bar)) + indentOf(bar));
        if (std::isfinite(bar.value)) largest = std::max(largest, std::abs(bar.value));
    }
    name_px = std::min(name_px, width() * 11 / 20);
    // Two digits of the largest, so that bars which can be seen never all read zero.
    const int decimals = std::clamp(1 - static_cast<int>(std::floor(std::log10(largest))), 3, 6);
    int number_px = 0;
    for (const SignedBar& bar : bars_)
        number_px = std::max(number_px, metrics.horizontalAdvance(signedText(bar.value, decimals)));
    const double left = name_px + 8;
    const double bars_px = std::max(20.0, width() - left - number_px - 8);
    const double zero = left + bars_px / 2;
    for (std::size_t i = 0; i < bars_.size(); ++i) {
        const SignedBar& bar = bars_[i];
        const double top = static_cast<double>(i) * rowHeight();
        if (bar.marked) {
            QColor ground = colours.accent;
            ground.setAlpha(46);
            painter.fillRect(QRectF(0, top, width(), rowHeight()), ground);
        }
        QFont name_font = font();
        name_font.setStrikeOut(bar.masked);
        name_font.setItalic(bar.is_total);
        painter.setFont(name_font);
        painter.setPen(bar.masked || bar.is_total || bar.depth > 0 ? colours.muted_text : colours.text);
        const int indent_px = indentOf(bar);
        painter.drawText(QRectF(indent_px, top, name_px + 2 - indent_px, rowHeight()), Qt::AlignLeft | Qt::AlignVCenter,
                         metrics.elidedText(worded(bar), Qt::ElideRight, name_px + 2 - indent_px));
        painter.setFont(font());
        if (hasFocus() && i == std::min(chosen_, bars_.size() - 1)) {
            painter.setPen(QPen(colours.accent, 1));
            painter.setBrush(Qt::NoBrush);
            painter.drawRect(QRectF(0.5, top + 0.5, width() - 1, rowHeight() - 1));
        }
        const double length = std::isfinite(bar.value) ? bar.value / largest * bars_px / 2 : 0;
        painter.setPen(Qt::NoPen);
        QColor ink = bar.is_total ? colours.muted_text : bar.value < 0 ? kAgainst : kFor;
        if (bar.masked || bar.depth > 0) ink.setAlpha(bar.masked ? 70 : 170);
        painter.setBrush(ink);
        painter.drawRect(QRectF(std::min(zero, zero + length), top + 3, std::abs(length), rowHeight() - 6));
        painter.setPen(colours.muted_text);
        painter.drawText(QRectF(width() - number_px - 2, top, number_px + 2, rowHeight()),
                         Qt::AlignRight | Qt::AlignVCenter, signedText(bar.value, decimals));
    }
    painter.setPen(QPen(colours.muted_text, 1));
    painter.drawLine(QPointF(zero, 1), QPointF(zero, height() - 1));
}

}  // namespace triptych::ui
