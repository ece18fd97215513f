// The window's actions, made from the table: menus, keys, tooltips with keys, exclusive groups.
#pragma once

#include "ui/panels/keys_help.h"

#include <QAction>
#include <QHash>
#include <QList>
#include <QObject>
#include <QString>

class QActionGroup;
class QMainWindow;
class QMenu;

namespace triptych::ui {

// GUI thread. Owns the actions; the menu bar is the window's.
class Actions : public QObject {
    Q_OBJECT
public:
    // Fills the menu bar of `window` and adds every action to it.
    explicit Actions(QMainWindow& window);

    // The action of that id; every id of the table is there.
    [[nodiscard]] QAction& operator[](const char* id) const;
    [[nodiscard]] QMenu& menu(const char* path) const;  // "&View>&Gain"
    [[nodiscard]] const QList<QAction*>& all() const { return all_; }
    // By top menu, for the page of keys.
    [[nodiscard]] ActionGroupList byMenu() const;
    // Calls `function` when the reader triggers the action.
    template <class Function>
    void on(const char* id, Function function) {
        connect(&(*this)[id], &QAction::triggered, this, [function](bool) { function(); });
    }

private:
    QMenu* menuAt(const QString& path);

    QMainWindow& window_;
    QHash<QString, QAction*> by_id_;
    QHash<QString, QMenu*> menus_;
    QHash<QString, QActionGroup*> groups_;
    QList<QAction*> all_;
};

// Fits the keys of an action to its tooltip: "Save the labels (Ctrl+S)".
[[nodiscard]] QString tooltipOf(const QString& tip, const QAction& action);

}  // namespace triptych::ui
