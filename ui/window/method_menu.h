// "Explain by": one entry for every method of the table, the one in force checked.
#pragma once

#include <QMenu>

namespace triptych::ui {

class ExplanationPanel;

// GUI thread. Follows the panel, and the panel it.
class MethodMenu : public QMenu {
    Q_OBJECT
public:
    explicit MethodMenu(ExplanationPanel& panel, QWidget* parent = nullptr);
};

}  // namespace triptych::ui
