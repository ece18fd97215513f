#include "ui/state/compare_state.h"

#include "ui/state/change.h"

#include <utility>

namespace triptych::ui {

void CompareState::setChoice(const CompareChoice& choice) {
    if (change(choice_, choice)) Q_EMIT choiceChanged();
}

void CompareState::setWanted(bool wanted) {
    if (change(wanted_, wanted)) Q_EMIT wantedChanged();
}

void CompareState::setOffer(const QStringList& classes, const QStringList& models, bool keeps_one) {
    const bool of_classes = change(classes_, classes), of_models = change(models_, models);
    if (change(keeps_one_, keeps_one) || of_classes || of_models) Q_EMIT offerChanged();
}

void CompareState::setFigure(std::shared_ptr<const pages::FigureRequest> figure) {
    if (change(figure_, std::move(figure))) Q_EMIT figureChanged();
}

void CompareState::setWorking(const QString& words) {
    if (change(working_, words)) Q_EMIT workingChanged();
}

}  // namespace triptych::ui
