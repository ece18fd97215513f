#include "ui/panels/batch_bar.h"

#include "ui/panels/readable.h"
#include "ui/panes/fitting_text.h"
#include "ui/state/on_any.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QSignalBlocker>
#include <QSlider>
#include <QStyle>
#include <QToolButton>

#include <algorithm>
#include <array>
#include <utility>

namespace triptych::ui {
namespace {

constexpr std::array<std::uint8_t, 5> kLetters = {kNormal, kSupraventricularPremature, kPvc, kFusion, kUnknownBeat};
constexpr std::size_t kNamed = 5;  // labels that are counted by name; the rest is "others"
constexpr int kSlider_px = 130;

QString letterText(std::uint8_t code) {
    const std::string_view symbol = symbolOf(code);
    return QString::fromLatin1(symbol.data(), static_cast<qsizetype>(symbol.size()));
}

}  // namespace

QString labelsInWords(std::span<const LabelledBeat> rows, std::span<const std::size_t> beats) {
    std::array<std::size_t, 256> counts{};
    for (const std::size_t beat : beats) {
        if (beat < rows.size()) ++counts[rows[beat].code];
    }
    std::vector<std::pair<std::size_t, std::uint8_t>> named;
    for (std::size_t code = 1; code < counts.size(); ++code) {
        if (counts[code] > 0) named.emplace_back(counts[code], static_cast<std::uint8_t>(code));
    }
    std::ranges::stable_sort(named, [](const auto& a, const auto& b) { return a.first > b.first; });
    QStringList parts;
    std::size_t others = 0;
    for (std::size_t i = 0; i < named.size(); ++i) {
        if (i < kNamed) {
            parts << QStringLiteral("%1 %2").arg(groupedNumber(named[i].first), letterText(named[i].second));
        } else {
            others += named[i].first;
        }
    }
    if (others > 0) parts << BatchBar::tr("%1 others").arg(groupedNumber(others));
    if (counts[0] > 0) parts << BatchBar::tr("%1 without a label").arg(groupedNumber(counts[0]));
    return parts.join(QStringLiteral(", "));
}

BatchBar::BatchBar(const BeatState& beats, const ReviewState& review, WouldChange would_change, QWidget* parent)
    : QWidget(parent), beats_(beats), review_(review), would_change_(std::move(would_change)), text_(new QLabel) {
    setObjectName(QStringLiteral("batch_bar"));
    setAccessibleName(tr("Chosen beats"));
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(8, 3, 4, 3);
    layout->setSpacing(4);
    text_->setObjectName(QStringLiteral("batch_text"));
    text_->setTextFormat(Qt::PlainText);
    text_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    layout->addWidget(text_, 1);
    likeness_ = new QSlider(Qt::Horizontal);
    likeness_->setObjectName(QStringLiteral("likeness"));
    likeness_->setRange(0, kLikenessSteps);
    likeness_->setFixedWidth(kSlider_px);
    likeness_->setFocusPolicy(Qt::TabFocus);
    likeness_->setAccessibleName(tr("How alike"));
    likeness_->setToolTip(tr("Left: only beats of the very same shape; right: others, too"));
    layout->addWidget(likeness_);
    connect(likeness_, &QSlider::valueChanged, this, &BatchBar::likenessChanged);
    for (const std::uint8_t code : kLetters) {
        QPushButton* button = made(letterText(code));
        letters_.push_back({code, button});
        connect(button, &QPushButton::clicked, this, [this, code] { Q_EMIT labelWanted(code); });
    }
    other_ = made(tr("Other…"));
    other_->setToolTip(tr("Choose from all beat letters of WFDB"));
    connect(other_, &QPushButton::clicked, this, &BatchBar::otherWanted);
    clear_ = made(tr("Take away"));
    connect(clear_, &QPushButton::clicked, this, &BatchBar::clearWanted);
    auto* close = new QToolButton;
    close->setIcon(style()->standardIcon(QStyle::SP_TitleBarCloseButton));
    close->setAutoRaise(true);
    close->setFocusPolicy(Qt::TabFocus);
    close->setToolTip(tr("Let these beats go (Esc)"));
    close->setAccessibleName(tr("Let these beats go"));
    connect(close, &QToolButton::clicked, this, &BatchBar::letGoWanted);
    layout->addWidget(close);
    due_.setSingleShot(true);
    due_.setInterval(0);
    connect(&due_, &QTimer::timeout, this, &BatchBar::follow);
    connect(&review_, &ReviewState::chosenChanged, this, &BatchBar::follow);
    onAny(&due_, qOverload<>(&QTimer::start), std::pair(&beats_, &BeatState::beatsChanged),
          std::pair(&beats_, &BeatState::beatChanged));
    follow();
}

QPushButton* BatchBar::made(const QString& name) {
    auto* button = new QPushButton(name);
    button->setFocusPolicy(Qt::TabFocus);
    static_cast<QHBoxLayout*>(layout())->addWidget(button);
    return button;
}

QString BatchBar::text() const {
    return text_->text();
}

void BatchBar::setLikeness(int step) {
    const QSignalBlocker quiet(likeness_);
    likeness_->setValue(step);
}

void BatchBar::follow() {
    due_.stop();
    const auto& chosen = review_.chosen();
    setVisible(!chosen.empty());
    if (chosen.empty()) return;
    const QString what = labelsInWords(beats_.all(), chosen);
    const QString from = review_.chosenFrom();
    const QString count = chosen.size() == 1 ? tr("One beat") : tr("%1 beats").arg(groupedNumber(chosen.size()));
    text_->setText(tr("%1 of %2: %3. A letter labels all, Esc lets them go.").arg(count, from, what));
    text_->setToolTip(plainTip(text_->text()));
    for (const auto& [code, button] : letters_) {
        const std::size_t changes = would_change_(chosen, code);
        button->setText(QStringLiteral("%1  %2").arg(letterText(code), groupedNumber(changes)));
        button->setEnabled(changes > 0);
        button->setToolTip(tr("Label these beats %1: %2 of them change").arg(letterText(code), groupedNumber(changes)));
        button->setAccessibleName(button->toolTip());
    }
    const std::size_t own = would_change_(chosen, std::nullopt);
    clear_->setText(tr("Take away  %1").arg(groupedNumber(own)));
    clear_->setEnabled(own > 0);
    clear_->setToolTip(tr("Take your own labels of these beats away: %1 of them").arg(groupedNumber(own)));
    likeness_->setVisible(review_.chosenBy() == ChosenBy::likeness);
}

}  // namespace triptych::ui
