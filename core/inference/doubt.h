// How likely a model's answer is wrong, judged from what its branches said: a small logistic regression fitted on beats
// that no branch was trained on. It ranks the beats that deserve a second look.
#pragma once

#include "core/domain/prediction.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace triptych::inference {

// What doubt looks at, for K classes: which class was answered (K); ln(1 − p) of the best class and ln of its lead over
// the second, in the fused probabilities and in the mean of the branches; the branches' Jensen-Shannon divergence, and
// whether they name different classes. Few and plain, so that what is learnt on some patients holds for others.
[[nodiscard]] constexpr std::size_t doubtFeatures(std::size_t classes) {
    return classes + 6;
}

// doubtFeatures(classes) weights; empty where a model has none.
using DoubtWeights = std::vector<float>;

// Of one beat: `fused` [K], `branches` [M × K]. Probability of a wrong answer, 0..1. `weights` must fit K.
[[nodiscard]] float doubtOf(const DoubtWeights& weights, std::span<const float> fused, std::span<const float> branches);

// Fills `set` and `doubt` of predictions whose probabilities stand, anew where they were filled; leaves empty what the
// model has no constants for.
void addDoubts(const ModelInfo& model, const DoubtWeights& weights, Predictions& predictions);

// Maximum likelihood with a ridge of `ridge` beats, by Newton's method (iteratively reweighted least squares). `fused`
// [n × K], `branches` [n × M × K], `truth` [n]; `rows`: the beats to fit on. Empty where no answer or every answer of
// these is wrong.
enum class DoubtKind {
    full,  // all features
    plain  // ln(1 − p) of the best fused class alone: beats keep the order of their top probability
};
[[nodiscard]] DoubtWeights fitDoubt(std::span<const float> fused, std::span<const float> branches,
                                    std::span<const std::uint8_t> truth, std::size_t classes,
                                    std::span<const std::size_t> rows, DoubtKind kind = DoubtKind::full,
                                    double ridge = 100);

}  // namespace triptych::inference
