// Named bars to the right and left of zero: what each rhythm feature did for and against the explained score.
#pragma once

#include "ui/state/display_state.h"

#include <QString>
#include <QWidget>

#include <vector>

namespace triptych::ui {

struct SignedBar {
    QString name;
    double value = 0;
    QString seen;  // what the model saw there, in words for the tooltip
};

// GUI thread. All bars share one scale, that of the largest.
class SignedBars : public QWidget {
    Q_OBJECT
public:
    explicit SignedBars(const DisplayState& display, QWidget* parent = nullptr);

    void setBars(std::vector<SignedBar> bars);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    [[nodiscard]] int rowHeight() const;

    const DisplayState& display_;
    std::vector<SignedBar> bars_;
};

}  // namespace triptych::ui
