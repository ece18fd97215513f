// Every action by name: type some letters of what is wanted, press Enter. For readers who do not remember keys.
#pragma once

#include <QDialog>
#include <QList>

class QAction;
class QLineEdit;
class QTreeWidget;

namespace triptych::ui {

// GUI thread. Lives for one search; the chosen action is triggered after the dialog has closed.
class ActionFinder : public QDialog {
    Q_OBJECT
public:
    ActionFinder(const QList<QAction*>& actions, QWidget* parent);

    // The chosen action, or null.
    [[nodiscard]] QAction* chosen() const { return chosen_; }

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void search(const QString& words);
    void choose();

    QList<QAction*> actions_;
    QLineEdit* line_;
    QTreeWidget* list_;
    QAction* chosen_ = nullptr;
};

// Names the submenu that an action stands in, where it has one.
inline constexpr const char* kSubmenuProperty = "submenu";
// "&Open…" as a reader sees it: "Open"; with its submenu in front: "Paper speed: 25 mm/s".
[[nodiscard]] QString plainText(const QAction& action);
// All keys of an action: "Ctrl+Z", "N or Shift+N".
[[nodiscard]] QString keysText(const QAction& action);

}  // namespace triptych::ui
