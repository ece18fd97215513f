// All keys on one page, made from the actions themselves, so that it cannot be wrong.
#pragma once

#include <QDialog>
#include <QList>
#include <QString>

#include <utility>

class QAction;

namespace triptych::ui {

using ActionGroupList = QList<std::pair<QString, QList<QAction*>>>;  // title of the menu, its actions

// GUI thread.
class KeysHelp : public QDialog {
    Q_OBJECT
public:
    KeysHelp(const ActionGroupList& groups, QWidget* parent);
};

}  // namespace triptych::ui
