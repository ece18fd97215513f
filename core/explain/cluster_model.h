// The clusters of one model as they ship beside its card, and what they say of a beat.
#pragma once

#include "core/domain/error.h"
#include "core/domain/time_clusters.h"
#include "core/explain/time_clusters.h"
#include "core/inference/cluster_checks.h"
#include "core/inference/model_inputs.h"
#include "core/inference/module/bundle.h"

#include <torch/types.h>

#include <memory>
#include <string>
#include <vector>

namespace triptych::explain {

struct ClusterModel {
    ClusterFit along, row;           // of moments of a beat, and of the beat in its row; `row` may be undefined
    torch::Tensor wave;              // [k × L] the mean trace around the moments of each cluster
    torch::Tensor along_share;       // [k × classes] mean share in beats answered so
    torch::Tensor row_share;         // [k' × classes] likewise
    torch::Tensor covers;            // [k × 4] share on P, QRS, T and none; undefined: not known
    std::vector<std::string> names;  // of the row's clusters
    ClusterChecks checks;
};

// Nothing where the folder has none. Errors: those of readSafetensors(); model_mismatch (made for other weights),
// malformed (what does not fit together, or `classes`).
[[nodiscard]] Result<std::shared_ptr<const ClusterModel>> loadClusters(const std::string& model_folder,
                                                                       const std::string& hash, std::size_t classes);
// The same of a model in memory. Errors: also model_mismatch where its networks answer no moments of such a size.
[[nodiscard]] Result<std::shared_ptr<const ClusterModel>> loadFittingClusters(const std::string& model_folder,
                                                                              const inference::Bundle& bundle);
// Errors: io_failed.
[[nodiscard]] Result<void> saveClusters(const std::string& folder, const std::string& hash, const ClusterModel& model);

// What many beats showed of the clusters along the beat, and of those of the row.
[[nodiscard]] std::vector<BeatCluster> clustersAlong(const ClusterModel& model);
[[nodiscard]] std::vector<BeatCluster> clustersOfRow(const ClusterModel& model);

// Errors: unsupported (no clusters were learnt; a beat without a whole window), model_mismatch (they are of other
// networks).
[[nodiscard]] Result<BeatClusters> clustersOf(const inference::Bundle& bundle, const ClusterModel* model,
                                              const inference::BeatInputs& inputs, std::size_t beat);

}  // namespace triptych::explain
