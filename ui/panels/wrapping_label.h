// Sentences that wrap, and are read to their end: as high as the lines that they take at the width there is. A QLabel
// asks for the height of its own idea of a width, and in a narrower column, or in a box, its last lines are cut.
#pragma once

#include <QLabel>

namespace triptych::ui {

// GUI thread. Plain text, as wide as it is given.
class WrappingLabel : public QLabel {
    Q_OBJECT
public:
    explicit WrappingLabel(QWidget* parent = nullptr);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void resizeEvent(QResizeEvent* event) override;
};

}  // namespace triptych::ui
