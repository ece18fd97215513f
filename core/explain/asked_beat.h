// A beat as the forest that checks clusters sees it, and what the networks answer to it.
#pragma once

#include "core/explain/check_clusters.h"
#include "core/explain/cluster_model.h"
#include "core/inference/module/fused_forward.h"
#include "core/inference/module/studied_record.h"

#include <torch/types.h>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

namespace triptych::explain {

struct AskedBeat {
    inference::BatchInputs inputs;  // of one beat
    torch::Tensor shares;           // [T × k] of its moments
    torch::Tensor row;              // [1 × k'] of the beat in its row; undefined: no network reads one
    torch::Tensor features;         // [F] (occupancy())
    std::vector<double> network;    // [classes] probabilities
};
[[nodiscard]] AskedBeat askedBeat(const inference::Bundle& bundle, const ClusterModel& model,
                                  const inference::StudiedRecord& record, std::size_t beat);

// Calls for up to 120 beats of each class that the networks answered, evenly over the record: the beat, its class, how
// many beats of the record it stands for, and its place among those of its class, of how many.
void forAskedBeats(const std::vector<std::optional<std::size_t>>& answers, std::size_t classes,
                   const std::function<void(std::size_t beat, std::size_t answer, double weight, std::size_t place,
                                            std::size_t of)>& call);

}  // namespace triptych::explain
