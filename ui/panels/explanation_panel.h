// The controls of the "why": method, explained class, opacity, whether the explanation adds up, and what the rhythm
// features did, which have no place on a picture.
#pragma once

#include "core/inference/explanation_methods.h"
#include "ui/state/view_state.h"

#include <QStringList>
#include <QWidget>

#include <set>
#include <string>

class QCheckBox;
class QComboBox;
class QLabel;
class QSlider;

namespace triptych::ui {

class FittingLabel;
class SegmentView;
class SignedBars;
class WhatIfBox;
struct SignedBar;

// GUI thread.
class ExplanationPanel : public QWidget {
    Q_OBJECT
public:
    explicit ExplanationPanel(ViewState& state, QWidget* parent = nullptr);

    // The keys that do the same, for the tips: panels know no actions.
    void setKeys(const QString& next_method, const QString& less_opacity, const QString& more_opacity,
                 const QString& what_if);
    // An id of core/inference/explanation_methods.h; one that is not there changes nothing.
    [[nodiscard]] std::string method() const;
    void setMethod(const std::string& method);
    void cycleMethod();
    // The class that the reader wants explained; empty: whatever the model predicts.
    [[nodiscard]] std::string chosenClass() const;
    // The class that it is to be told from ("why V and not S"); empty: none.
    [[nodiscard]] std::string chosenAgainst() const;
    void setModel(const ModelInfo* model);
    void setBusy(bool busy);
    // In place of the badge: why there is no explanation.
    void setTrouble(const QString& sentence);

Q_SIGNALS:
    void requestChanged();  // another method or class

private:
    void showExplanation();
    void showBadge();
    void showBars();
    void barClicked(const SignedBar& bar);

    ModelState& model_;
    const DisplayState& display_;
    WhyState& why_;
    std::set<std::string> open_;  // groups whose members are shown
    QComboBox* method_;
    QComboBox* class_;
    QComboBox* against_;
    QSlider* opacity_;
    QCheckBox* absolute_;
    QLabel* badge_;
    FittingLabel* bars_title_;
    SignedBars* bars_;
    QLabel* segments_title_;
    SegmentView* segments_;
    WhatIfBox* what_if_;
    QStringList classes_;
    QString trouble_;
    bool busy_ = false;
};

}  // namespace triptych::ui
