// Asks the clusters that ship with a model of records that neither they nor its networks learnt from.
#pragma once

#include "core/domain/error.h"
#include "core/domain/job.h"
#include "core/inference/cluster_study.h"

namespace triptych::explain {

// As Laboratory::askClusters() says. May throw what LibTorch throws.
[[nodiscard]] Result<ClusterChecks> askClusters(const inference::AskClustersRequest& request, const Job& job);

}  // namespace triptych::explain
