// Two maps side by side: the one in view, and beside it that of another method, class, beat or model, the mean over all
// beats of a class, or one that was kept.
#pragma once

#include "ui/state/compare_state.h"
#include "ui/state/view_state.h"

#include <QImage>
#include <QWidget>

class QComboBox;
class QLabel;
class QPushButton;

namespace triptych::ui {

// GUI thread. Paints what the state holds; who makes it is asked by the state's choice.
class ComparePane : public QWidget {
    Q_OBJECT
public:
    explicit ComparePane(ViewState& state, QWidget* parent = nullptr);

    // The keys that do the same, for the tips.
    void setKeys(const QString& keep, const QString& save);

    [[nodiscard]] QSize sizeHint() const override { return {860, 320}; }
    [[nodiscard]] QSize minimumSizeHint() const override { return {420, 150}; }

Q_SIGNALS:
    void keepWanted();
    void saveWanted();

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    class Canvas;

    void offerWhich();
    void choose();
    void showWorking();

    ViewState& state_;
    CompareState& compare_;
    QComboBox* with_;
    QComboBox* which_;
    QPushButton* keep_;
    QPushButton* save_;
    QLabel* working_;
    Canvas* canvas_;
};

}  // namespace triptych::ui
