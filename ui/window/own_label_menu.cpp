#include "ui/window/own_label_menu.h"

#include "core/domain/own_labels.h"
#include "ui/panels/action_finder.h"
#include "ui/panels/readable.h"
#include "ui/window/actions.h"

#include <QKeySequence>
#include <QMainWindow>
#include <QMenu>

#include <algorithm>

namespace triptych::ui {
namespace {

QList<QKeySequence> keysOf(const QString& letter, bool has_twin) {
    if (letter.size() != 1) return {};
    const auto key = static_cast<Qt::Key>(letter.toUpper().at(0).unicode());  // Qt's keys of letters are these
    const QKeyCombination first(Qt::ShiftModifier, Qt::Key_L);
    const bool is_capital = letter.at(0).isUpper();
    QList<QKeySequence> keys;
    if (!is_capital || !has_twin) keys << QKeySequence(first, QKeyCombination(key));
    if (is_capital) keys << QKeySequence(first, QKeyCombination(Qt::ShiftModifier, key));
    return keys;
}

}  // namespace

OwnLabelMenu::OwnLabelMenu(QMenu& menu, QMainWindow& window) : QObject(&window), menu_(menu), window_(window) {
    line_ = menu_.insertSeparator(menu_.actions().isEmpty() ? nullptr : menu_.actions().constFirst());
    fill();
}

void OwnLabelMenu::fill() {
    qDeleteAll(entries_);
    entries_.clear();
    const auto offered = offeredOwnLabels();
    QStringList letters;
    for (const std::uint8_t code : offered) letters << labelText(code);
    for (const std::uint8_t code : offered) {
        const QString letter = labelText(code);
        const bool has_twin = std::ranges::any_of(letters, [&](const QString& other) {
            return other != letter && other.compare(letter, Qt::CaseInsensitive) == 0;
        });
        QString title = tr("%1 – %2").arg(letter, labelMeaning(code));
        auto* entry = new QAction(title.replace(QLatin1Char('&'), QStringLiteral("&&")), this);
        entry->setObjectName(QStringLiteral("own_label_") + letter);
        entry->setShortcuts(keysOf(letter, has_twin));
        entry->setProperty(kSubmenuProperty, menu_.title().remove(QLatin1Char('&')));
        entry->setToolTip(tooltipOf(tr("Label the beat %1, and go on").arg(letter), *entry));
        entry->setStatusTip(entry->toolTip());
        entry->setEnabled(enabled_);
        connect(entry, &QAction::triggered, this, [this, code] { Q_EMIT chosen(code); });
        menu_.insertAction(line_, entry);
        window_.addAction(entry);
        entries_ << entry;
    }
    line_->setVisible(!entries_.isEmpty());
}

void OwnLabelMenu::setEnabled(bool enabled) {
    enabled_ = enabled;
    for (QAction* entry : entries_) entry->setEnabled(enabled);
}

}  // namespace triptych::ui
