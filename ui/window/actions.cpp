#include "ui/window/actions.h"

#include "ui/panels/action_finder.h"
#include "ui/window/action_keys.h"
#include "ui/window/action_table.h"

#include <QActionGroup>
#include <QMainWindow>
#include <QMenu>
#include <QMenuBar>

namespace triptych::ui {
namespace {

QList<QKeySequence> keysOf(const ActionSpec& spec) {
    QList<QKeySequence> keys;
    for (const QString& key : QString::fromUtf8(spec.keys).split(QStringLiteral(" | "), Qt::SkipEmptyParts)) {
        keys << QKeySequence::fromString(key, QKeySequence::PortableText);
    }
    return keys;
}

}  // namespace

QString tooltipOf(const QString& tip, const QAction& action) {
    const QString keys = keysText(action);
    return keys.isEmpty() ? tip : QStringLiteral("%1 (%2)").arg(tip, keys);
}

Actions::Actions(QMainWindow& window) : QObject(&window), window_(window) {
    for (const ActionSpec& spec : actionTable()) {
        QMenu* menu = menuAt(QString::fromUtf8(spec.menu));
        if (qstrcmp(spec.id, "-") == 0) {
            menu->addSeparator();
            continue;
        }
        auto* action = new QAction(tr(spec.text), this);
        action->setObjectName(QString::fromUtf8(spec.id));
        action->setShortcuts(keysOf(spec));
        // "25 mm/s" says enough in its submenu; elsewhere it is "Paper speed: 25 mm/s".
        const QString path = QString::fromUtf8(spec.menu);
        if (path.contains('>')) action->setProperty(kSubmenuProperty, menu->title().remove('&'));
        action->setToolTip(tooltipOf(withKeys(tr(spec.tip)), *action));
        action->setStatusTip(action->toolTip());
        const QString group = QString::fromUtf8(spec.group);
        if (!group.isEmpty()) {
            action->setCheckable(true);
            if (group != QLatin1String("alone")) {
                QActionGroup*& actions = groups_[group];
                if (actions == nullptr) actions = new QActionGroup(this);
                actions->addAction(action);
            }
        }
        menu->addAction(action);
        window_.addAction(action);
        by_id_.insert(action->objectName(), action);
        all_ << action;
    }
}

QMenu* Actions::menuAt(const QString& path) {
    QMenu*& menu = menus_[path];
    if (menu != nullptr) return menu;
    const qsizetype at = path.lastIndexOf('>');
    QMenu* made = at < 0 ? window_.menuBar()->addMenu(tr(path.toUtf8().constData()))
                         : menuAt(path.left(at))->addMenu(tr(path.mid(at + 1).toUtf8().constData()));
    made->setToolTipsVisible(true);
    menus_[path] = made;  // the reference may have moved while the parent was made
    return made;
}

QAction& Actions::operator[](const char* id) const {
    QAction* action = by_id_.value(QString::fromUtf8(id));
    Q_ASSERT_X(action != nullptr, "Actions", id);
    return *action;
}

QMenu& Actions::menu(const char* path) const {
    QMenu* menu = menus_.value(QString::fromUtf8(path));
    Q_ASSERT_X(menu != nullptr, "Actions", path);
    return *menu;
}

ActionGroupList Actions::byMenu() const {
    ActionGroupList groups;
    for (const ActionSpec& spec : actionTable()) {
        if (qstrcmp(spec.id, "-") == 0) continue;
        QString title = tr(QString::fromUtf8(spec.menu).section('>', 0, 0).toUtf8().constData());
        title.remove('&');
        if (groups.isEmpty() || groups.back().first != title) groups << std::pair(title, QList<QAction*>());
        groups.back().second << &(*this)[spec.id];
    }
    return groups;
}

}  // namespace triptych::ui
