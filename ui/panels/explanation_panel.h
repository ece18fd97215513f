// The controls of the "why": method, explained class, opacity, whether the explanation adds up, and what the rhythm
// features did, which have no place on a picture.
#pragma once

#include "core/inference/explanation_methods.h"
#include "ui/state/display_state.h"
#include "ui/state/model_state.h"

#include <QStringList>
#include <QWidget>

#include <string>

class QComboBox;
class QLabel;
class QSlider;

namespace triptych::ui {

class FittingLabel;
class SignedBars;

// GUI thread.
class ExplanationPanel : public QWidget {
    Q_OBJECT
public:
    ExplanationPanel(ModelState& model, const DisplayState& display, QWidget* parent = nullptr);

    // The keys that do the same, for the tips: panels know no actions.
    void setKeys(const QString& next_method, const QString& less_opacity, const QString& more_opacity);
    // An id of core/inference/explanation_methods.h; one that is not there changes nothing.
    [[nodiscard]] std::string method() const;
    void setMethod(const std::string& method);
    void cycleMethod();
    // The class that the reader wants explained; empty: whatever the model predicts.
    [[nodiscard]] std::string chosenClass() const;
    void setModel(const ModelInfo* model);
    void setBusy(bool busy);
    // In place of the badge: why there is no explanation.
    void setTrouble(const QString& sentence);

Q_SIGNALS:
    void requestChanged();  // another method or class

private:
    void showExplanation();
    void showBadge();

    ModelState& model_;
    const DisplayState& display_;
    QComboBox* method_;
    QComboBox* class_;
    QSlider* opacity_;
    QLabel* badge_;
    FittingLabel* bars_title_;
    SignedBars* bars_;
    QStringList classes_;
    QString trouble_;
    bool busy_ = false;
};

}  // namespace triptych::ui
