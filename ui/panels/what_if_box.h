// What if: the switch that turns drags into masks, what stands in for what is masked, and every probability before and
// after.
#pragma once

#include "ui/state/display_state.h"
#include "ui/state/why_state.h"

#include <QWidget>

class QComboBox;
class QLabel;
class QToolButton;

namespace triptych::ui {

class WrappingLabel;

// GUI thread.
class WhatIfBox : public QWidget {
    Q_OBJECT
public:
    WhatIfBox(WhyState& why, const DisplayState& display, QWidget* parent = nullptr);

    void setKey(const QString& key);  // that does the same, for the tip: panels know no actions

private:
    void showState();

    WhyState& why_;
    const DisplayState& display_;
    QToolButton* masking_;
    QComboBox* filler_;
    QToolButton* clear_;
    WrappingLabel* hint_;
    QLabel* table_;
};

}  // namespace triptych::ui
