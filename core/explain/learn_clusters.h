// Fits the time-localised clusters of a model (cluster_model.h), names them and checks them as their authors did.
#pragma once

#include "core/domain/error.h"
#include "core/domain/job.h"
#include "core/inference/cluster_study.h"

namespace triptych::explain {

// As Laboratory::learnClusters() says. May throw what LibTorch throws.
[[nodiscard]] Result<inference::LearntClusters> learnClusters(const inference::LearnClustersRequest& request,
                                                              const Job& job);

}  // namespace triptych::explain
