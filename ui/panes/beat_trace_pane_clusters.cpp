// What the pane of the trace shows of the model's clusters.
#include "ui/panes/beat_trace_pane.h"

#include "ui/state/alike_state.h"
#include "ui/state/on_any.h"
#include "ui/state/why_state.h"

namespace triptych::ui {

ClusterScene BeatTracePane::clusterScene() const {
    const bool shown = state_.model().beatAiVisible();
    return {.clusters = shown ? state_.why().alike().clusters().get() : nullptr,
            .plot = QRectF(frame().plot),
            .viewport = viewportNow(),
            .looked = state_.why().alike().looked(),
            .theme = state_.display().theme()};
}

void BeatTracePane::followClusters() {
    // The curve makes room for the strip.
    connect(&state_.why().alike(), &AlikeState::changed, this, &BeatTracePane::repaintAll);
    connect(&state_.why().alike(), &AlikeState::lookedChanged, this, [this] { update(); });
}

void BeatTracePane::lookAtClusters(const QPointF& at) {
    const ClusterScene scene = clusterScene();
    const auto moment = clusterMomentAt(scene, at);
    state_.why().alike().lookAt(moment ? std::optional(scene.clusters->clusterAt(*moment)) : std::nullopt);
}

QString BeatTracePane::clusterTipAt(const QPointF& at) const {
    const ClusterScene scene = clusterScene();
    const auto moment = clusterMomentAt(scene, at);
    return moment ? clusterTip(*scene.clusters, *moment) : QString();
}

void BeatTracePane::leaveEvent(QEvent* event) {
    state_.why().alike().lookAt(std::nullopt);
    TriptychPane::leaveEvent(event);
}

}  // namespace triptych::ui
