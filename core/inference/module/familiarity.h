// How like the training beats a beat is to the networks that read it: class-conditional Mahalanobis distance between
// what their last convolutions answer with (Lee et al. 2018), in the directions in which training beats vary most.
#pragma once

#include <torch/types.h>

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace triptych::inference {

// Constants of a model; undefined tensors where it has none.
struct Familiarity {
    torch::Tensor mean;        // [D] of the features over the training beats
    torch::Tensor projection;  // [D × R] onto principal directions, scaled to unit spread within a class
    torch::Tensor centres;     // [K × R]
    torch::Tensor limit;       // [1] the distance that 1 % of the training beats pass
    [[nodiscard]] bool defined() const { return mean.defined(); }
};

// One row of features a beat from the tapped activations [B × C × ...] of all branches: means over the map, side by
// side; a branch that shows none is passed over. Undefined where all do.
[[nodiscard]] torch::Tensor tappedFeatures(const std::vector<torch::Tensor>& taps);

// `features` [n × D], `labels` [n] below `classes`.
[[nodiscard]] Familiarity fitFamiliarity(const torch::Tensor& features, const torch::Tensor& labels,
                                         std::int64_t classes);
// Distance to the nearest class over the limit, [B]: above 1, the beat is unlike the training beats.
[[nodiscard]] torch::Tensor strangeness(const Familiarity& familiarity, const torch::Tensor& features);

// As tensors "familiarity.*" of a weights file; takes them out of `tensors` again. False when they do not fit each
// other or `classes`.
void store(const Familiarity& familiarity, std::map<std::string, torch::Tensor>& tensors);
[[nodiscard]] bool restore(Familiarity& familiarity, std::map<std::string, torch::Tensor>& tensors,
                           std::int64_t classes);

}  // namespace triptych::inference
