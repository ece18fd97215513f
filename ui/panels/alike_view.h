// What the model takes for alike: how good its clusters are and what the beat is among its neighbours, and the beats of
// the reader's own data that are nearest to it.
#pragma once

#include "ui/state/alike_state.h"

#include <QString>
#include <QWidget>

namespace triptych::ui {

class WrappingLabel;

// GUI thread. Nothing of it is seen while the reader does not want it.
class AlikeView : public QWidget {
    Q_OBJECT
public:
    explicit AlikeView(const AlikeState& alike, QWidget* parent = nullptr);

    // What the texts say, as read.
    [[nodiscard]] QString clustersText() const;
    [[nodiscard]] QString nearestText() const;

private:
    void showAlike();

    const AlikeState& alike_;
    WrappingLabel* clusters_;
    WrappingLabel* nearest_title_;
    WrappingLabel* nearest_;
};

}  // namespace triptych::ui
