// All that is known of the selected beat: when it came, how it is labelled and by whom, what the model says, branch by
// branch, and why.
#pragma once

#include "ui/state/view_state.h"

#include <QString>
#include <QWidget>

#include <functional>

class QLabel;

namespace triptych::ui {

class AttentionCharts;
class ExplanationPanel;
class FittingLabel;
class ProbabilityTable;
class WhyView;

// GUI thread.
class BeatPanel : public QWidget {
    Q_OBJECT
public:
    // `provenance_of` tells who gave a beat's label; empty text: not a reader.
    BeatPanel(ViewState& state, std::function<QString(std::size_t)> provenance_of, QWidget* parent = nullptr);

    [[nodiscard]] ExplanationPanel& explanation() { return *explanation_; }
    // While a classification runs, a beat without an answer waits for one instead of having none.
    void setClassifying(bool classifying);

private:
    void showBeat();
    void showHeader();
    void showModel();

    ViewState& state_;
    std::function<QString(std::size_t)> provenance_of_;
    QLabel* title_;
    QLabel* letter_;
    FittingLabel* facts_;
    FittingLabel* meaning_;
    QLabel* verdict_;
    QWidget* model_part_;
    ProbabilityTable* table_;
    AttentionCharts* charts_;
    QLabel* joint_;  // in the charts' place, of a model without branches
    WhyView* why_;
    ExplanationPanel* explanation_;
    bool classifying_ = false;
};

}  // namespace triptych::ui
