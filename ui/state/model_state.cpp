#include "ui/state/model_state.h"

#include "ui/state/change.h"

#include <algorithm>
#include <cmath>

namespace triptych::ui {

void ModelState::setClassification(std::shared_ptr<const Classification> classification) {
    if (change(classification_, std::move(classification))) Q_EMIT classificationChanged();
}

void ModelState::setExplanation(std::shared_ptr<const Explanation> explanation) {
    if (change(explanation_, std::move(explanation))) Q_EMIT explanationChanged();
}

void ModelState::setBudget(const pipeline::ReviewBudget& budget) {
    if (change(budget_, budget)) Q_EMIT budgetChanged();
}

void ModelState::setAiVisible(bool visible) {
    if (!isWithheld()) setLayer(visible ? AiLayer::shown : AiLayer::hidden);
}

void ModelState::setReadsFirst(bool reads_first) {
    if (isWithheld()) return;
    if (reads_first != readsFirst()) setLayer(reads_first ? AiLayer::once_labelled : AiLayer::shown);
}

void ModelState::setWithheld(bool withheld) {
    if (withheld != isWithheld()) setLayer(withheld ? AiLayer::withheld : AiLayer::shown);
}

void ModelState::setLayer(AiLayer layer) {
    if (!change(layer_, layer)) return;
    last_beat_ai_ = beatAiVisible();
    Q_EMIT aiLayerChanged();
}

bool ModelState::beatAiVisible() const {
    const auto selected = beats_.selected();
    return aiVisible() || (readsFirst() && selected && beats_.all()[*selected].relabelled);
}

void ModelState::emitBeatAiIfChanged() {
    if (change(last_beat_ai_, beatAiVisible())) Q_EMIT aiLayerChanged();
}

void ModelState::setOverlayOpacity(double opacity) {
    if (std::isnan(opacity)) return;
    if (change(overlay_opacity_, std::clamp(opacity, 0.0, 1.0))) Q_EMIT aiLayerChanged();
}

}  // namespace triptych::ui
