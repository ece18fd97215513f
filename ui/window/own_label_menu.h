// "Labels of your own": an entry for every label of the vocabulary in force, above what the table of actions has there.
#pragma once

#include <QObject>

#include <QAction>
#include <QList>

#include <cstdint>

class QMainWindow;
class QMenu;

namespace triptych::ui {

// GUI thread. A letter of one character has a key: Shift+L, then the letter; of two that differ in case alone, the
// capital one's is held with Shift.
class OwnLabelMenu : public QObject {
    Q_OBJECT
public:
    OwnLabelMenu(QMenu& menu, QMainWindow& window);

    // As the vocabulary is now (core/domain/own_labels.h).
    void fill();
    [[nodiscard]] const QList<QAction*>& entries() const { return entries_; }
    // Is there a beat to be labelled?
    void setEnabled(bool enabled);

Q_SIGNALS:
    void chosen(std::uint8_t code);

private:
    QMenu& menu_;
    QMainWindow& window_;
    QAction* line_ = nullptr;
    QList<QAction*> entries_;
    bool enabled_ = false;
};

}  // namespace triptych::ui
