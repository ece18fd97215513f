// A line of words that takes the room it gets and asks for none: the fullest of several wordings that fits, so that
// what is said never widens the window.
#pragma once

#include <QLabel>
#include <QStringList>

namespace triptych::ui {

// GUI thread. Plain text, one line.
class FittingLabel : public QLabel {
    Q_OBJECT
public:
    explicit FittingLabel(QWidget* parent = nullptr);

    // The fullest first. Where not even the last fits, it is shortened in its middle: end with words, not with a
    // number.
    void setWordings(const QStringList& wordings);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;
    // What is written in that room.
    [[nodiscard]] virtual QString textFor(int room_px);
    void fit();

private:
    QStringList wordings_;
};

}  // namespace triptych::ui
