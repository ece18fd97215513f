// The side of the review: how far the reader has come in the queue, and the list of beats to walk through.
#pragma once

#include "ui/panels/beat_list_panel.h"
#include "ui/state/view_state.h"

#include <QTimer>
#include <QWidget>

class QLabel;
class QProgressBar;

namespace triptych::ui {

// GUI thread.
class ReviewPanel : public QWidget {
    Q_OBJECT
public:
    explicit ReviewPanel(ViewState& state, QWidget* parent = nullptr);

    [[nodiscard]] BeatListPanel& list() { return *list_; }

private:
    void follow();

    ViewState& state_;
    QLabel* text_;
    QProgressBar* bar_;
    BeatListPanel* list_;
    bool had_queue_ = false;
    QTimer due_;  // once, however many labels changed
};

}  // namespace triptych::ui
