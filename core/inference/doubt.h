// How likely a model's answer is wrong, judged from what its branches said: a small logistic regression fitted on beats
// that no branch was trained on. It ranks the beats that deserve a second look.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace triptych::inference {

// What doubt looks at, for K classes: which class was answered (K), the logarithm of each fused probability (K) and of
// each mean probability of the branches (K), the branches' Jensen-Shannon divergence and whether they name different
// classes.
[[nodiscard]] constexpr std::size_t doubtFeatures(std::size_t classes) {
    return 3 * classes + 2;
}

// doubtFeatures(classes) weights; empty where a model has none.
using DoubtWeights = std::vector<float>;

// Of one beat: `fused` [K], `branches` [M × K]. Probability of a wrong answer, 0..1. `weights` must fit K.
[[nodiscard]] float doubtOf(const DoubtWeights& weights, std::span<const float> fused, std::span<const float> branches);

// Maximum likelihood with a ridge of `ridge` beats, by Newton's method (iteratively reweighted least squares). `fused`
// [n × K], `branches` [n × M × K], `truth` [n]; `rows`: the beats to fit on. Empty where no answer or every answer of
// these is wrong.
[[nodiscard]] DoubtWeights fitDoubt(std::span<const float> fused, std::span<const float> branches,
                                    std::span<const std::uint8_t> truth, std::size_t classes,
                                    std::span<const std::size_t> rows, double ridge = 10);

}  // namespace triptych::inference
