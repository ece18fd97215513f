// The tool bar: what is set stands in the buttons' texts, so that lead, speed, gain, filter and model are always in
// view.
#pragma once

#include "ui/state/viewport_state.h"

#include <QToolBar>

#include <optional>

class QProgressBar;
class QToolButton;

namespace triptych::ui {

class Actions;

// GUI thread. Buttons open the same menus that the menu bar has.
class ToolBar : public QToolBar {
    Q_OBJECT
public:
    ToolBar(const RecordState& record, const ViewportState& view, const DisplayState& display, const Actions& actions,
            QMenu& leads, QMenu& models, QWidget* parent = nullptr);

    // Who reads, how ("blinded", "reads first"; empty: nothing to say), and that in a sentence.
    void setReading(const QString& reader, const QString& mode, const QString& says);
    void setModel(const QString& title, const QString& tip);
    // What the gain in force was fitted from, which its tip says; nullopt: it is as chosen.
    void setWishedGain(std::optional<double> mm_per_mv);
    // Speed and gain are the paper's, and rest where there is none.
    void setPaperShown(bool shown);
    // Below 0: nothing runs.
    void setProgress(double fraction, const QString& stage);

private:
    QToolButton* chooser(const QString& name, QMenu& menu);
    void showState();
    [[nodiscard]] QString named(const QString& name) const;

    const RecordState& record_;
    const ViewportState& view_;
    const DisplayState& display_;
    QToolButton* lead_;
    QToolButton* speed_;
    QToolButton* gain_;
    std::optional<double> wished_gain_;
    QToolButton* filter_;
    QToolButton* mains_;
    QToolButton* model_;
    QToolButton* reader_;
    QProgressBar* progress_;
    QAction* progress_action_;
};

// Words of a setting: "monitor 0.5–40 Hz", "mains 50 Hz".
[[nodiscard]] QString filterText(DisplayFilter filter);
[[nodiscard]] QString mainsText(MainsFilter mains);

}  // namespace triptych::ui
