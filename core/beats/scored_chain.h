// The best chain of candidates, each node knowing the best chain that ends at it: what the searches on one lead and on
// all of them share.
#pragma once

#include <algorithm>
#include <cstddef>
#include <limits>
#include <vector>

namespace triptych::beats {

inline constexpr std::size_t kNoNode = std::numeric_limits<std::size_t>::max();

struct ChainNode {
    std::size_t candidate;
    double time_s;
    double score;
    std::size_t previous;     // node; kNoNode where the chain begins
    std::size_t best_so_far;  // node up to this one whose chain scores most
};

// A node that a chain may begin with, to be put behind `nodes`.
[[nodiscard]] inline ChainNode beginsAt(std::size_t candidate, double time_s, double score,
                                        const std::vector<ChainNode>& nodes) {
    return {candidate, time_s, score, kNoNode, nodes.size()};
}

inline void append(ChainNode node, std::vector<ChainNode>& nodes) {
    if (!nodes.empty() && nodes[nodes.back().best_so_far].score >= node.score) {
        node.best_so_far = nodes.back().best_so_far;
    }
    nodes.push_back(node);
}

// Candidates of the chain that scores most, ascending; none where none scores more than nothing.
[[nodiscard]] inline std::vector<std::size_t> bestOf(const std::vector<ChainNode>& nodes) {
    std::vector<std::size_t> chain;
    if (nodes.empty() || nodes[nodes.back().best_so_far].score <= 0) return chain;
    for (std::size_t at = nodes.back().best_so_far; at != kNoNode; at = nodes[at].previous) {
        chain.push_back(nodes[at].candidate);
    }
    std::ranges::reverse(chain);
    return chain;
}

}  // namespace triptych::beats
