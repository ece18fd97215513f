// What every pane is: a widget that shows the shared view state, may compute in the background, and says when it has
// nothing left to do.
#pragma once

#include "ui/panes/theme.h"
#include "ui/panes/ticks.h"
#include "ui/state/view_state.h"

#include <QTimer>
#include <QWidget>

namespace triptych::ui {

class Pane : public QWidget {
    Q_OBJECT
public:
    // `state` must outlive the pane. GUI thread, as everything here.
    Pane(ViewState& state, QWidget* parent);

    // True while a result that the pane waits for is being computed; idle() follows.
    [[nodiscard]] virtual bool isBusy() const { return false; }

Q_SIGNALS:
    void idle();

protected:
    [[nodiscard]] const Palette& colours() const { return ui::palette(state_.display().theme()); }
    // Told whenever background work starts or ends: after 100 ms the old picture is veiled; at the end idle() is
    // emitted.
    void setWorking(bool working);
    // The veil and its thin moving line over `area`, when the pane has worked for longer than 100 ms.
    void paintVeil(QPainter& painter, const QRect& area) const;

    ViewState& state_;

private:
    bool working_ = false;
    bool veiled_ = false;
    double line_phase_ = 0;  // 0..1: where the moving line stands
    QTimer patience_;
    QTimer line_;
};

// Of the recording in view.
[[nodiscard]] TimeAxis timeAxis(const RecordState& record);

}  // namespace triptych::ui
