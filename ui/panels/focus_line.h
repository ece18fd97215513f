// Which beat or stretch the panes below it show, and, where the paper shows another moment, that it is out of view,
// with the way back.
#pragma once

#include "ui/state/view_state.h"

#include <QWidget>

class QToolButton;

namespace triptych::ui {

class FittingLabel;

// GUI thread. The state must outlive it.
class FocusLine : public QWidget {
    Q_OBJECT
public:
    explicit FocusLine(ViewState& state, QWidget* parent = nullptr);

private:
    void follow();

    ViewState& state_;
    FittingLabel* text_ = nullptr;
    QToolButton* back_ = nullptr;
};

// The paper shows none of what the panes show.
[[nodiscard]] bool focusIsOutOfView(const ViewState& state);
// The paper goes to it.
void showFocus(ViewState& state);
// "Beat 1 204, 10:03.42"; then with less. Empty without a recording.
[[nodiscard]] QStringList focusWordings(const ViewState& state);

}  // namespace triptych::ui
