// What the model takes for alike: the clusters along the selected beat, and the beats of the reader's own data that are
// nearest to it.
#pragma once

#include "core/domain/near_beats.h"
#include "core/domain/time_clusters.h"

#include <QObject>
#include <QString>

#include <cstddef>
#include <memory>
#include <optional>

namespace triptych::ui {

using BeatClustersPtr = std::shared_ptr<const BeatClusters>;
using NearBeatsPtr = std::shared_ptr<const NearBeats>;

// GUI thread; computes nothing. Goes with the explanation of the beat that it is of.
class AlikeState : public QObject {
    Q_OBJECT
public:
    explicit AlikeState(QObject* parent = nullptr) : QObject(parent) {}

    // Does the reader want to see it? Nothing is asked of the model before.
    [[nodiscard]] bool wanted() const { return wanted_; }
    void setWanted(bool wanted);

    [[nodiscard]] const BeatClustersPtr& clusters() const { return clusters_; }  // null: there are none (yet)
    [[nodiscard]] const NearBeatsPtr& nearest() const { return nearest_; }
    // Why there is none, in a sentence.
    [[nodiscard]] const QString& clustersTrouble() const { return clusters_trouble_; }
    [[nodiscard]] const QString& nearestTrouble() const { return nearest_trouble_; }
    void setClusters(BeatClustersPtr clusters, const QString& trouble = {});
    void setNearest(NearBeatsPtr nearest, const QString& trouble = {});
    void forget();

    // The cluster that the pointer is over.
    [[nodiscard]] std::optional<std::size_t> looked() const { return looked_; }
    void lookAt(std::optional<std::size_t> cluster);

Q_SIGNALS:
    void wantedChanged();
    void changed();  // clusters or near beats
    void lookedChanged();

private:
    bool wanted_ = false;
    BeatClustersPtr clusters_;
    NearBeatsPtr nearest_;
    QString clusters_trouble_, nearest_trouble_;
    std::optional<std::size_t> looked_;
};

}  // namespace triptych::ui
