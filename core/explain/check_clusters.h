// What clusters are worth: whether how much of each there is in a beat, and where, says what the networks answer.
#pragma once

#include "core/domain/time_clusters.h"

#include <torch/types.h>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace triptych::explain {

// [B × F] of soft assignments [B × T × k] along beats and [B × k'] of their rows, which may be undefined: the share of
// each cluster in the beat's early, middle and late part and its largest, and those of the row.
[[nodiscard]] torch::Tensor occupancy(const torch::Tensor& along, const torch::Tensor& row);

struct ForestBeats {
    torch::Tensor features;                         // [B × F]
    std::vector<std::size_t> answer;                // of the networks
    std::vector<std::optional<std::size_t>> label;  // of the annotator
    std::vector<double> weight;                     // how many beats of the record one stands for
    std::vector<std::size_t> record;
};
// Asks a forest of each fifth of the records what it learnt from the others, and fills fidelity, macro_f1 and
// forest_auroc.
void checkForest(const ForestBeats& beats, std::size_t classes, std::uint64_t seed, ClusterChecks& into);
// The same by folds of records: those of each are asked of a forest of all others. A record without one only teaches.
void checkForest(const ForestBeats& beats, const std::vector<std::optional<std::size_t>>& fold, std::size_t classes,
                 std::uint64_t seed, ClusterChecks& into);

// The mean over the classes that are there of the area under one class against the others: `told` [n × classes].
[[nodiscard]] double meanAuroc(const std::vector<std::vector<double>>& told,
                               const std::vector<std::optional<std::size_t>>& label, const std::vector<double>& weight);

}  // namespace triptych::explain
