// The reasons for a beat's class as one sentence whose clauses can be looked at: a click outlines where each was seen
// and which features it rests on.
#pragma once

#include "ui/state/view_state.h"

#include <QWidget>

#include <cstddef>

namespace triptych::ui {

class WrappingLabel;

// GUI thread. As wide as it is given; nothing of it is seen while there are no reasons.
class WhyView : public QWidget {
    Q_OBJECT
public:
    explicit WhyView(ViewState& state, QWidget* parent = nullptr);

    // What the sentence says, as read.
    [[nodiscard]] QString sentence() const;

private:
    void showReasons();
    [[nodiscard]] QString clauseTip(std::size_t clause) const;

    ViewState& state_;
    WrappingLabel* sentence_;
    WrappingLabel* notes_;
};

}  // namespace triptych::ui
