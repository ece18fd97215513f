// The trends of the recording with their choice: at which point behind J the level of ST is read.
#pragma once

#include "ui/state/view_state.h"

#include <QWidget>

class QComboBox;

namespace triptych::ui {

class TrendView;

// GUI thread.
class TrendPanel : public QWidget {
    Q_OBJECT
public:
    explicit TrendPanel(ViewState& state, QWidget* parent = nullptr);

    [[nodiscard]] TrendView& view() const { return *view_; }
    // What a copy takes along.
    [[nodiscard]] QString asText() const;

private:
    QComboBox* point_;
    TrendView* view_;
};

}  // namespace triptych::ui
