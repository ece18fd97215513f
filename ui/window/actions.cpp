#include "ui/window/actions.h"

#include "ui/panels/action_finder.h"
#include "ui/window/action_keys.h"

#include <QActionGroup>
#include <QMainWindow>
#include <QMenu>
#include <QMenuBar>

#include <algorithm>

namespace triptych::ui {
namespace {

QList<QKeySequence> keysOf(const ActionSpec& spec) {
    QList<QKeySequence> keys;
    for (const QString& key : QString::fromUtf8(spec.keys).split(QStringLiteral(" | "), Qt::SkipEmptyParts)) {
        keys << QKeySequence::fromString(key, QKeySequence::PortableText);
    }
    return keys;
}

const MenuSpec& specOf(Menu menu) {
    const auto menus = menuTable();
    return *std::find_if(menus.begin(), menus.end(), [menu](const MenuSpec& spec) { return spec.menu == menu; });
}

Menu topOf(Menu menu) {
    return specOf(menu).within.value_or(menu);
}

}  // namespace

QString tooltipOf(const QString& tip, const QAction& action) {
    const QString keys = keysText(action);
    return keys.isEmpty() ? tip : QStringLiteral("%1 (%2)").arg(tip, keys);
}

Actions::Actions(QMainWindow& window) : QObject(&window), window_(window) {
    for (const MenuSpec& spec : menuTable()) {
        const QString title = tr(spec.title);
        QMenu* made = spec.within ? menus_[*spec.within]->addMenu(title) : window_.menuBar()->addMenu(title);
        made->setToolTipsVisible(true);
        menus_.insert(spec.menu, made);
    }
    const auto names = QMetaEnum::fromType<ActionId>();
    for (const ActionSpec& spec : actionTable()) {
        QMenu* menu = menus_[spec.menu];
        if (!spec.id) {
            menu->addSeparator();
            continue;
        }
        auto* action = new QAction(tr(spec.text), this);
        action->setObjectName(QLatin1String(names.valueToKey(static_cast<int>(*spec.id))));
        action->setShortcuts(keysOf(spec));
        // "25 mm/s" says enough in its submenu; elsewhere it is "Paper speed: 25 mm/s".
        if (topOf(spec.menu) != spec.menu) action->setProperty(kSubmenuProperty, menu->title().remove('&'));
        action->setToolTip(tooltipOf(withKeys(tr(spec.tip)), *action));
        action->setStatusTip(action->toolTip());
        const bool is_choice = !std::holds_alternative<std::monostate>(spec.choice);
        action->setCheckable(is_choice || spec.ticked_when != kNever);
        if (is_choice) groupOf(spec.choice).addAction(action);
        menu->addAction(action);
        window_.addAction(action);
        by_id_[static_cast<std::size_t>(*spec.id)] = action;
        all_ << action;
    }
}

QActionGroup& Actions::groupOf(const Choice& choice) {
    QActionGroup*& group = groups_[choice.index()];
    if (group == nullptr) group = new QActionGroup(this);
    return *group;
}

QMenu& Actions::menu(Menu menu) const {
    return *menus_.value(menu);
}

ActionGroupList Actions::byMenu() const {
    ActionGroupList groups;
    for (const ActionSpec& spec : actionTable()) {
        if (!spec.id) continue;
        const QString title = menu(topOf(spec.menu)).title().remove('&');
        if (groups.isEmpty() || groups.back().first != title) groups << std::pair(title, QList<QAction*>());
        groups.back().second << &(*this)[*spec.id];
    }
    return groups;
}

void Actions::follow(const WindowFacts& facts) {
    for (const ActionSpec& spec : actionTable()) {
        if (!spec.id) continue;
        QAction& action = (*this)[*spec.id];
        action.setEnabled(spec.enabled_when == kAlways || facts.*spec.enabled_when);
        if (action.isCheckable()) {
            action.setChecked(spec.ticked_when != kNever ? facts.*spec.ticked_when : isSet(spec.choice, facts));
        }
    }
}

}  // namespace triptych::ui
