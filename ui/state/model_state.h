// What the model says, and how much of it the reader wants to see.
#pragma once

#include "core/domain/explanation.h"
#include "core/domain/prediction.h"
#include "core/pipeline/review_queue.h"
#include "ui/state/beat_state.h"

#include <QObject>

#include <memory>
#include <utility>

namespace triptych::ui {

// GUI thread.
class ModelState : public QObject {
    Q_OBJECT
public:
    // `beats` must outlive it.
    explicit ModelState(const BeatState& beats) : beats_(beats) {}

    [[nodiscard]] const std::shared_ptr<const Classification>& classification() const { return classification_; }
    void setClassification(std::shared_ptr<const Classification> classification);
    // The beats that are worth a look, of what the model has said so far; null before it has said anything.
    [[nodiscard]] const std::shared_ptr<const pipeline::ReviewQueue>& queue() const { return queue_; }
    void setQueue(std::shared_ptr<const pipeline::ReviewQueue> queue) { queue_ = std::move(queue); }
    [[nodiscard]] const pipeline::ReviewBudget& budget() const { return budget_; }
    void setBudget(const pipeline::ReviewBudget& budget);
    [[nodiscard]] const std::shared_ptr<const Explanation>& explanation() const { return explanation_; }
    void setExplanation(std::shared_ptr<const Explanation> explanation);  // of the selected beat, or null
    // The layer over the whole recording: marks, lists, what leads from beat to beat.
    [[nodiscard]] bool aiVisible() const { return layer_ == AiLayer::shown; }
    void setAiVisible(bool visible);  // true ends reading first, too
    // Reading first (docs/methods.md): the layer is hidden, and the model is heard in silence; what it says of the
    // selected beat is shown once the reader has labelled it.
    [[nodiscard]] bool readsFirst() const { return layer_ == AiLayer::once_labelled; }
    void setReadsFirst(bool reads_first);  // false, after true: the layer is shown
    // From a reader who is blinded to the model: it is heard in silence, and nothing of it is shown whatever is asked
    // for. False, after true: the layer is shown.
    void setWithheld(bool withheld);
    [[nodiscard]] bool isWithheld() const { return layer_ == AiLayer::withheld; }
    [[nodiscard]] bool aiAsked() const { return layer_ != AiLayer::hidden; }
    // What the model says of the selected beat, in its panel and over its panes.
    [[nodiscard]] bool beatAiVisible() const;
    [[nodiscard]] double overlayOpacity() const { return overlay_opacity_; }
    void setOverlayOpacity(double opacity);

Q_SIGNALS:
    void classificationChanged();
    void explanationChanged();
    void budgetChanged();
    void aiLayerChanged();  // visibility of the layer or of the selected beat's part, opacity

private:
    friend class ViewState;
    enum class AiLayer { hidden, shown, once_labelled, withheld };

    void setLayer(AiLayer layer);
    void emitBeatAiIfChanged();

    const BeatState& beats_;
    std::shared_ptr<const Classification> classification_;
    std::shared_ptr<const Explanation> explanation_;
    std::shared_ptr<const pipeline::ReviewQueue> queue_;
    pipeline::ReviewBudget budget_;
    AiLayer layer_ = AiLayer::shown;
    bool last_beat_ai_ = true;  // what aiLayerChanged() last announced of the selected beat
    double overlay_opacity_ = 0.6;
};

}  // namespace triptych::ui
