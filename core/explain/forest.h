// A random forest (Breiman 2001), small: the check of clusters, whether their shares in a beat say what the network
// answers.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace triptych::explain {

struct ForestOptions {
    std::size_t trees = 100;
    std::size_t deepest = 20;
    std::size_t fewest = 2;    // points in a leaf
    double class_balance = 1;  // 0: every point weighs what it weighs; 1: every class weighs the same
    std::uint64_t seed = 1;
};

class Forest {
public:
    // `points` [n × features], `labels` [n] below `classes`, `weights` [n] or empty; each tree on drawn points, each
    // split of √features drawn features by Gini's impurity, at one of 128 quantiles of the feature.
    [[nodiscard]] static Forest grown(std::span<const float> points, std::span<const std::size_t> labels,
                                      std::span<const double> weights, std::size_t features, std::size_t classes,
                                      const ForestOptions& options = {});
    // [classes] mean over the trees of the leaves' shares.
    [[nodiscard]] std::vector<double> answer(std::span<const float> point) const;

private:
    struct Node {
        std::size_t feature = 0;
        float at_most = 0;
        std::size_t left = 0, right = 0;  // 0: a leaf
        std::vector<double> share;        // of a leaf
    };
    using Tree = std::vector<Node>;
    friend class Grower;
    std::vector<Tree> trees_;
    std::size_t classes_ = 0;
};

}  // namespace triptych::explain
