// What a model of whole recordings says: its labels with their probabilities, how they came about, and which of them is
// explained over the traces.
#pragma once

#include "core/domain/recording_answer.h"
#include "ui/state/view_state.h"

#include <QWidget>

#include <memory>
#include <string>

class QLabel;
class QTreeWidget;

namespace triptych::ui {

class SegmentView;

// GUI thread. Hidden while there is no such answer, and with the model's layer.
class RecordingPanel : public QWidget {
    Q_OBJECT
public:
    explicit RecordingPanel(ViewState& state, QWidget* parent = nullptr);

    // Null: no model of whole recordings has spoken.
    void setAnswer(std::shared_ptr<const RecordingAnswer> answer);
    // In place of what is said of the explanation: why there is none.
    void setTrouble(const QString& sentence);
    // The label whose explanation the reader wants; empty: the likeliest.
    [[nodiscard]] std::string chosenLabel() const { return chosen_; }

Q_SIGNALS:
    void labelChosen();

private:
    void showAnswer();
    void showExplanation();
    void choose();

    ViewState& state_;
    const ModelState& model_;
    std::shared_ptr<const RecordingAnswer> answer_;
    std::string chosen_;
    QLabel* title_;
    QTreeWidget* labels_;
    QLabel* remarks_;
    QLabel* explained_;
    SegmentView* segments_;
};

}  // namespace triptych::ui
