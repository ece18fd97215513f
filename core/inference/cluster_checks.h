// How good the clusters are that ship beside a model's card, for lists of models: read without LibTorch.
#pragma once

#include "core/domain/time_clusters.h"

#include <optional>
#include <span>
#include <string>

namespace triptych::inference {

inline constexpr const char* kClustersFile = "clusters.safetensors";

// As the clusters' file holds them, the first eight of ClusterChecks; nothing where they are none.
[[nodiscard]] std::optional<ClusterChecks> checksOf(std::span<const float> figures);

// Of the model of that card; nothing where it came without clusters, or they cannot be read or are another model's: who
// loads the model says so.
[[nodiscard]] std::optional<ClusterChecks> clusterChecks(const std::string& model_folder,
                                                         const std::string& model_hash);

}  // namespace triptych::inference
