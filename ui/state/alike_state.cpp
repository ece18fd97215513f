#include "ui/state/alike_state.h"

#include "ui/state/change.h"

#include <utility>

namespace triptych::ui {

void AlikeState::setWanted(bool wanted) {
    if (!change(wanted_, wanted)) return;
    if (!wanted) forget();
    Q_EMIT wantedChanged();
}

void AlikeState::setClusters(BeatClustersPtr clusters, const QString& trouble) {
    lookAt(std::nullopt);
    const bool is_new = change(clusters_, std::move(clusters));
    if (change(clusters_trouble_, trouble) || is_new) Q_EMIT changed();
}

void AlikeState::setNearest(NearBeatsPtr nearest, const QString& trouble) {
    const bool is_new = change(nearest_, std::move(nearest));
    if (change(nearest_trouble_, trouble) || is_new) Q_EMIT changed();
}

void AlikeState::forget() {
    setClusters(nullptr);
    setNearest(nullptr);
}

void AlikeState::lookAt(std::optional<std::size_t> cluster) {
    if (cluster && (!clusters_ || *cluster >= clusters_->clusters.size())) cluster.reset();
    if (change(looked_, cluster)) Q_EMIT lookedChanged();
}

}  // namespace triptych::ui
