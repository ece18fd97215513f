#include "ui/panels/signed_bars.h"

#include "ui/panels/readable.h"
#include "ui/panes/theme.h"

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

}  // namespace

SignedBars::SignedBars(const DisplayState& display, QWidget* parent) : QWidget(parent), display_(display) {
    setFont(labelFont());
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setAccessibleName(tr("Attribution of the rhythm features"));
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
        name_px = std::max(name_px, metrics.horizontalAdvance(bar.name));
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
        painter.setPen(colours.text);
        painter.drawText(QRectF(0, top, name_px + 2, rowHeight()), Qt::AlignLeft | Qt::AlignVCenter,
                         metrics.elidedText(bar.name, Qt::ElideRight, name_px + 2));
        const double length = std::isfinite(bar.value) ? bar.value / largest * bars_px / 2 : 0;
        painter.setPen(Qt::NoPen);
        painter.setBrush(bar.value < 0 ? kAgainst : kFor);
        painter.drawRect(QRectF(std::min(zero, zero + length), top + 3, std::abs(length), rowHeight() - 6));
        painter.setPen(colours.muted_text);
        painter.drawText(QRectF(width() - number_px - 2, top, number_px + 2, rowHeight()),
                         Qt::AlignRight | Qt::AlignVCenter, signedText(bar.value, decimals));
    }
    painter.setPen(QPen(colours.muted_text, 1));
    painter.drawLine(QPointF(zero, 1), QPointF(zero, height() - 1));
}

}  // namespace triptych::ui
