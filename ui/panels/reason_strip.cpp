#include "ui/panels/reason_strip.h"

#include "ui/panes/fitting_text.h"
#include "ui/panes/theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QScrollArea>
#include <QToolButton>

#include <algorithm>
#include <utility>

namespace triptych::ui {
namespace {

constexpr int kWord_px = 420;     // a path has no place where it could be wrapped
constexpr int kTallest_px = 132;  // from here on the notices scroll, or many of them would push the traces away

QString mark(Gravity gravity) {
    switch (gravity) {
        case Gravity::error:
            return QStringLiteral("✗");
        case Gravity::warning:
            return QStringLiteral("⚠");
        case Gravity::information:
            break;
    }
    return QStringLiteral("ℹ");
}

std::vector<Reason> without(const std::vector<Reason>& reasons, const std::vector<Reason>& put_away) {
    std::vector<Reason> shown;
    std::copy_if(reasons.begin(), reasons.end(), std::back_inserter(shown), [&](const Reason& reason) {
        return std::find(put_away.begin(), put_away.end(), reason) == put_away.end();
    });
    return shown;
}

}  // namespace

ReasonStrip::ReasonStrip(const DisplayState& display, QWidget* parent)
    : QFrame(parent),
      display_(display),
      scroll_(new QScrollArea),
      text_(new QLabel),
      more_(new QToolButton),
      close_(new QToolButton) {
    setObjectName(QStringLiteral("reason_strip"));
    setAccessibleName(tr("Notices"));
    text_->setWordWrap(true);
    text_->setTextFormat(Qt::PlainText);
    text_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    text_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Minimum);
    text_->setAlignment(Qt::AlignLeft | Qt::AlignTop);
    scroll_->setWidget(text_);
    scroll_->setWidgetResizable(true);
    scroll_->setFrameShape(QFrame::NoFrame);
    scroll_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll_->setFocusPolicy(Qt::NoFocus);
    more_->setAutoRaise(true);
    more_->setToolTip(tr("Show all notices, or the gravest alone"));
    more_->setAccessibleName(tr("Show all notices, or the gravest alone"));
    close_->setAutoRaise(true);
    close_->setText(QStringLiteral("×"));
    close_->setToolTip(tr("Put these notices away"));
    close_->setAccessibleName(tr("Put these notices away"));
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(10, 3, 6, 3);
    layout->addWidget(scroll_, 1);
    layout->addWidget(more_, 0, Qt::AlignTop);
    layout->addWidget(close_, 0, Qt::AlignTop);
    connect(more_, &QToolButton::clicked, this, [this] {
        unfolded_ = !unfolded_;
        rebuild();
    });
    connect(close_, &QToolButton::clicked, this, &ReasonStrip::putAway);
    connect(&display_, &DisplayState::displayChanged, this, &ReasonStrip::rebuild);
    rebuild();
}

void ReasonStrip::setReasons(const QString& source, std::vector<Reason> reasons) {
    std::vector<Reason> all = reasons_;
    std::erase_if(all, [&](const Reason& reason) { return reason.source == source; });
    for (Reason& reason : reasons) {
        reason.source = source;
        const bool said =
            std::any_of(all.begin(), all.end(), [&](const Reason& other) { return other.sentence == reason.sentence; });
        if (!said && !reason.sentence.isEmpty()) all.push_back(std::move(reason));
    }
    std::stable_sort(all.begin(), all.end(), [](const Reason& a, const Reason& b) { return a.gravity > b.gravity; });
    if (all == reasons_) return;
    reasons_ = std::move(all);
    std::erase_if(put_away_, [this](const Reason& reason) {
        return std::find(reasons_.begin(), reasons_.end(), reason) == reasons_.end();
    });
    rebuild();
}

void ReasonStrip::clear() {
    reasons_.clear();
    put_away_.clear();
    unfolded_ = false;
    rebuild();
}

void ReasonStrip::putAway() {
    put_away_ = reasons_;
    unfolded_ = false;
    rebuild();
}

void ReasonStrip::rebuild() {
    const std::vector<Reason> shown = without(reasons_, put_away_);
    setVisible(!shown.empty());
    if (shown.empty()) return;

    QStringList lines, whole;
    for (const Reason& reason : shown) {
        const QString sentence = withShortWords(reason.sentence, text_->fontMetrics(), kWord_px);
        lines << mark(reason.gravity) + QStringLiteral("  ") + sentence;
        if (sentence != reason.sentence) whole << reason.sentence;
        if (!unfolded_) break;
    }
    text_->setText(lines.join('\n'));
    text_->setToolTip(plainTip(whole.join('\n')));
    text_->setWordWrap(unfolded_);
    fit();

    const Palette& colours = ui::palette(display_.theme());
    const bool calm = shown.front().gravity == Gravity::information;
    const QColor ground = calm ? colours.alternate_base : colours.warning_ground;
    const QColor ink = calm ? colours.text : colours.warning;
    // Hovered and pressed are named, too: left out, a style paints them in colours of its own.
    QColor raised = ink;
    raised.setAlpha(36);
    setStyleSheet(
        QStringLiteral("#reason_strip { background:%1; border-bottom:1px solid %3; }"
                       "#reason_strip QLabel, #reason_strip QScrollArea { color:%2; background:transparent; }"
                       "#reason_strip QToolButton { color:%2; background:transparent; border:none; padding:1px 6px; }"
                       "#reason_strip QToolButton:hover, #reason_strip QToolButton:pressed,"
                       "#reason_strip QToolButton:focus { color:%2; background:%4; border-radius:3px; }")
            .arg(ground.name(), ink.name(), colours.border.name(), raised.name(QColor::HexArgb)));
}

void ReasonStrip::resizeEvent(QResizeEvent* event) {
    QFrame::resizeEvent(event);
    fit();
}

// Folded, one line, the rest of a long one in the tip; unfolded as tall as the words need at this width, up to a bound.
void ReasonStrip::fit() {
    const std::vector<Reason> shown = without(reasons_, put_away_);
    if (scroll_->width() <= 0 || shown.empty()) return;
    const QString whole = mark(shown.front().gravity) + QStringLiteral("  ") + shown.front().sentence;
    const auto isCut = [&] { return text_->fontMetrics().horizontalAdvance(whole) > scroll_->width(); };
    // The button takes room of the line, which may be what makes it too long: it comes first.
    more_->setText(unfolded_ ? tr("fewer") : shown.size() > 1 ? tr("%1 more").arg(shown.size() - 1) : tr("more"));
    more_->setAccessibleName(more_->text());
    more_->setVisible(shown.size() > 1 || unfolded_ || isCut());
    layout()->activate();
    if (!unfolded_ && isVisible()) {
        text_->setText(text_->fontMetrics().elidedText(whole, Qt::ElideRight, scroll_->width()));
        text_->setToolTip(isCut() ? plainTip(shown.front().sentence) : QString());
    }
    const int wanted = std::max(text_->heightForWidth(scroll_->width()), text_->fontMetrics().height());
    // Not as needed: while the strip is laid out, a bar would come and stay.
    scroll_->setVerticalScrollBarPolicy(wanted > kTallest_px ? Qt::ScrollBarAlwaysOn : Qt::ScrollBarAlwaysOff);
    scroll_->setFixedHeight(std::min(wanted, kTallest_px));
}

}  // namespace triptych::ui
