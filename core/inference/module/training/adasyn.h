// ADASYN (He, Bai, Garcia & Li 2008): beats of rare classes made up between real ones, most where other classes stand
// near. For the training part of a fold alone, never before splitting (docs/methods.md §4).
#pragma once

#include "core/inference/module/training/dataset.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace triptych::inference::training {

inline constexpr std::size_t kAdasynNeighbours = 5;

// How many beats each row of a rare class calls for: r_i = (neighbours of another class) / K of its K nearest of all
// rows, and g_i = r_i / Σ r · (largest class − own class), rounded. `rows` [n × size]; 0 for rows of the largest class,
// and for all rows of a class that no other class comes near.
[[nodiscard]] std::vector<std::size_t> adasynCounts(std::span<const float> rows, std::size_t size,
                                                    std::span<const std::uint8_t> labels, std::size_t classes);

// Rows to be made up, in the order in which they are: each `share` of the way from row `a` to row `b`, one of its K
// nearest of the same class. `seed` decides which.
struct Between {
    std::size_t a = 0, b = 0;
    float share = 0;
};
[[nodiscard]] std::vector<Between> adasynPairs(std::span<const float> rows, std::size_t size,
                                               std::span<const std::uint8_t> labels, std::size_t classes,
                                               std::uint64_t seed);

// Appends to `dataset` the beats that `train` calls for, each between a beat and one of its K nearest of the same class
// (samples and RR features alike), and returns `train` with their indices. `seed` decides which.
[[nodiscard]] std::vector<std::size_t> addAdasynBeats(BeatDataset& dataset, std::span<const std::size_t> train,
                                                      std::uint64_t seed);

}  // namespace triptych::inference::training
