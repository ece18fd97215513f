// The window's actions, made from the table: menus, keys, tooltips with keys, exclusive groups.
#pragma once

#include "ui/panels/keys_help.h"
#include "ui/window/action_table.h"

#include <QAction>
#include <QHash>
#include <QList>
#include <QObject>
#include <QString>

#include <array>
#include <bitset>
#include <cstddef>
#include <variant>

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

    [[nodiscard]] QAction& operator[](ActionId id) const { return *by_id_[static_cast<std::size_t>(id)]; }
    [[nodiscard]] QMenu& menu(Menu menu) const;
    [[nodiscard]] const QList<QAction*>& all() const { return all_; }
    // By top menu, for the page of keys.
    [[nodiscard]] ActionGroupList byMenu() const;
    // Calls `function` when the reader triggers the action.
    template <class Function>
    void on(ActionId id, Function function) {
        answered_.set(static_cast<std::size_t>(id));
        connect(&(*this)[id], &QAction::triggered, this, [this, function](bool) {
            function();
            Q_EMIT done();
        });
    }
    // Calls `take` with the choice that the reader makes, of all actions that are a choice of this kind.
    template <class Kind, class Take>
    void onChoice(Take take) {
        for (const ActionSpec& spec : actionTable()) {
            const auto* choice = std::get_if<Kind>(&spec.choice);
            if (choice != nullptr) on(*spec.id, [take, choice] { take(*choice); });
        }
    }
    // Somebody said what it does.
    [[nodiscard]] bool isAnswered(ActionId id) const { return answered_.test(static_cast<std::size_t>(id)); }
    // Lets every action be, and ticks it, as the table says.
    void follow(const WindowFacts& facts);

Q_SIGNALS:
    // What an action stands for was done, or refused: the tick that Qt gave it may be wrong.
    void done();

private:
    [[nodiscard]] QActionGroup& groupOf(const Choice& choice);

    QMainWindow& window_;
    std::array<QAction*, kActions> by_id_{};
    QHash<Menu, QMenu*> menus_;
    std::array<QActionGroup*, std::variant_size_v<Choice>> groups_{};
    QList<QAction*> all_;
    std::bitset<kActions> answered_;
};

// Fits the keys of an action to its tooltip: "Save the labels (Ctrl+S)".
[[nodiscard]] QString tooltipOf(const QString& tip, const QAction& action);

}  // namespace triptych::ui
