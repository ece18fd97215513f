// Boosted decision trees, asked and grown: a few hundred small questions that tell classes apart by figures of any
// scale, where some may be missing. No library: what is needed of one is two hundred lines.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace triptych::rhythm {

struct TreeNode {
    std::int16_t feature = -1;  // -1: a leaf
    std::uint16_t below = 0;    // node to go to where the figure is below `threshold`
    std::uint16_t other = 0;    // and where it is not, or is missing (NaN)
    float threshold = 0;
    float value = 0;  // of a leaf
};
using Tree = std::vector<TreeNode>;  // the first is the root

// Scores add up over the trees; probability is their softmax.
struct BoostedTrees {
    std::size_t classes = 0;
    std::vector<float> start;  // [classes]
    std::vector<Tree> trees;   // tree i is of class i % classes

    // [classes], summing to 1. `figures` holds every feature that a node names.
    [[nodiscard]] std::vector<double> probabilities(std::span<const float> figures) const;
};

struct GrowthPlan {
    std::size_t rounds = 150;
    std::size_t depth = 3;
    double rate = 0.05;
    double rows = 0.7, columns = 0.4;  // shares drawn anew for each tree
    double least_weight = 8;           // of a leaf (sum of second derivatives, in examples)
    double shrinkage = 3;              // L2 on a leaf's value
    std::uint64_t seed = 1;
};

struct Examples {
    std::size_t features = 0;
    std::vector<float> figures;         // [examples × features]
    std::vector<std::uint8_t> classes;  // [examples]
    std::vector<double> weights;        // [examples], mean about 1
    [[nodiscard]] std::size_t size() const { return classes.size(); }
    [[nodiscard]] std::span<const float> row(std::size_t example) const {
        return std::span(figures).subspan(example * features, features);
    }
};

// Gradient boosting of the logistic loss with second-order leaves (Friedman 2001; Chen & Guestrin 2016), splits at 32
// quantiles of each figure. The same examples, plan and seed give the same trees everywhere.
[[nodiscard]] BoostedTrees growTrees(const Examples& examples, std::size_t classes, const GrowthPlan& plan);

}  // namespace triptych::rhythm
