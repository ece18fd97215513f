#include "ui/panels/label_palette.h"

#include "core/domain/annotation.h"
#include "core/domain/own_labels.h"
#include "ui/panels/readable.h"
#include "ui/panes/label_colours.h"

#include <QGridLayout>
#include <QKeyEvent>
#include <QKeySequence>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>
#include <vector>

namespace triptych::ui {
namespace {

constexpr int kColumns = 2;

}  // namespace

LabelPalette::LabelPalette(Theme theme, QWidget* parent) : QDialog(parent) {
    setWindowTitle(tr("Label the beat"));
    auto* grid = new QGridLayout;
    grid->setHorizontalSpacing(16);
    grid->setVerticalSpacing(2);
    int place = 0;
    for (std::uint8_t code = 1; code < kAnnotationCodes; ++code) {
        if (isBeat(code)) labels_.push_back(code);
    }
    const auto own = offeredOwnLabels();
    labels_.insert(labels_.end(), own.begin(), own.end());
    const int rows = (static_cast<int>(labels_.size()) + kColumns - 1) / kColumns;
    for (const std::uint8_t label : labels_) {
        QString meaning = labelMeaning(label);
        auto* button = new QPushButton(labelText(label) + QStringLiteral("   ") +
                                       meaning.replace(QLatin1Char('&'), QStringLiteral("&&")));
        button->setFlat(true);
        button->setAutoDefault(false);
        button->setAccessibleName(labelMeaning(label));
        button->setStyleSheet(QStringLiteral("QPushButton { text-align:left; padding:3px 8px; color:%1; }")
                                  .arg(labelInk(label, theme, ui::palette(theme).window).name()));
        connect(button, &QPushButton::clicked, this, [this, label] { choose(label); });
        grid->addWidget(button, place % rows, place / rows);
        ++place;
    }
    hint_ = new QLabel;
    hint_->setWordWrap(true);
    follow({});
    auto* layout = new QVBoxLayout(this);
    layout->addLayout(grid);
    layout->addWidget(hint_);
}

void LabelPalette::choose(std::uint8_t code) {
    chosen_ = code;
    accept();
}

void LabelPalette::follow(const QString& typed) {
    std::optional<std::uint8_t> whole;
    QStringList longer;
    for (const std::uint8_t label : labels_) {
        const QString letter = labelText(label);
        if (!letter.startsWith(typed)) continue;
        if (letter == typed) {
            whole = label;
        } else {
            longer << letter;
        }
    }
    if (whole && longer.isEmpty()) return choose(*whole);
    typed_ = whole || !longer.isEmpty() ? typed : QString();
    const auto keyOf = [](QKeySequence::StandardKey key) {
        return QKeySequence(key).toString(QKeySequence::NativeText);
    };
    const QString enter = QKeySequence(Qt::Key_Return).toString(QKeySequence::NativeText);
    if (typed_.isEmpty()) {
        hint_->setText(tr("Type a letter (capital and small ones differ), or press %1 to leave the label as it is.")
                           .arg(keyOf(QKeySequence::Cancel)));
    } else if (whole) {
        hint_->setText(tr("%1: go on for %2, or press %3 for %1 alone.").arg(typed_, longer.join(tr(", ")), enter));
    } else {
        hint_->setText(tr("%1: go on for %2.").arg(typed_, longer.join(tr(", "))));
    }
}

void LabelPalette::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) {
        const auto alone = std::ranges::find(labels_, typed_, labelText);
        if (alone != labels_.end()) choose(*alone);
        return;
    }
    if (event->key() == Qt::Key_Backspace) return follow(typed_.chopped(typed_.isEmpty() ? 0 : 1));
    const QString text = event->text();
    if (text.isEmpty() || !text.at(0).isPrint()) return QDialog::keyPressEvent(event);
    follow(typed_ + text);
}

}  // namespace triptych::ui
