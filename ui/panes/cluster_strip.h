// What the model tells apart along the selected beat, as a strip under the trace: a colour and a name for each cluster,
// how unsure it is beneath, and, where the pointer is, what such moments look like and which answers they are of.
#pragma once

#include "core/domain/time_clusters.h"
#include "ui/panes/theme.h"
#include "ui/state/viewport.h"

#include <QColor>
#include <QPointF>
#include <QRectF>
#include <QString>

#include <cstddef>
#include <optional>

class QPainter;

namespace triptych::ui {

struct ClusterScene {
    const BeatClusters* clusters = nullptr;  // null: nothing is painted
    QRectF plot;                             // of the trace; the strip lies along its lower edge
    Viewport viewport;
    std::optional<std::size_t> looked;  // the cluster that the pointer is over
    Theme theme = Theme::light;
};

inline constexpr double kClusterStrip_px = 24;
[[nodiscard]] QRectF clusterStrip(const ClusterScene& scene);
// As many as there are, as far apart in hue as they can be; never those of classes alone.
[[nodiscard]] QColor clusterColour(std::size_t cluster, std::size_t of, Theme theme);
// "QRS", or "cluster 4" for one that covers nothing in particular.
[[nodiscard]] QString clusterName(const BeatClusters& clusters, std::size_t cluster);

// The moment of the strip under a point of the widget.
[[nodiscard]] std::optional<std::size_t> clusterMomentAt(const ClusterScene& scene, const QPointF& at);
// What is known of the moment's cluster, in plain words.
[[nodiscard]] QString clusterTip(const BeatClusters& clusters, std::size_t moment);

// The strip; and, where a cluster is looked at, a card in the plot's upper right with its mean trace and its share in
// the beats of every answer.
void paintClusterStrip(QPainter& painter, const ClusterScene& scene);

}  // namespace triptych::ui
