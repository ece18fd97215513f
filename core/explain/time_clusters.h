// Clusters of what networks answer moment by moment (Boubekki et al. 2025): fitted by k-means++, and how much of each a
// moment is.
#pragma once

#include "core/domain/error.h"
#include "core/domain/job.h"

#include <torch/types.h>

#include <cstddef>
#include <cstdint>
#include <vector>

namespace triptych::explain {

struct ClusterFit {
    torch::Tensor mean, deviation;  // [D] by which points are standardised
    torch::Tensor directions;       // [D × P] principal directions of standardised points, in which they are clustered
    torch::Tensor centres;          // [k × P]
    double spread = 1;              // σ²
    double stability = 0;           // mean adjusted Rand index of fits to drawn halves
    [[nodiscard]] bool defined() const { return centres.defined(); }
};
// k-means++ with `restarts` starts on points [n × P]. Deterministic for a seed.
[[nodiscard]] torch::Tensor kMeans(const torch::Tensor& points, std::size_t clusters, std::size_t restarts,
                                   std::uint64_t seed);
// [n] of points by their nearest centre.
[[nodiscard]] std::vector<std::int64_t> nearestCentre(const torch::Tensor& points, const torch::Tensor& centres);
// [n × P] of [n × D], as the fit sees them.
[[nodiscard]] torch::Tensor seenBy(const ClusterFit& fit, const torch::Tensor& points);

struct ClusterOptions {
    std::size_t fewest = 4, most = 16;  // the largest k whose fits to halves agree to `stable`
    double stable = 0.8;
    std::int64_t directions = 24;
    double spread_share = 1;  // σ² in mean squared distances of a point to its centre
    std::uint64_t seed = 1;
};
// The largest k whose fits to drawn halves agree with an adjusted Rand index of 0.8; the most stable one where none
// does. `points` [n × D]. Errors: cancelled.
[[nodiscard]] Result<ClusterFit> fitClusters(const torch::Tensor& points, const ClusterOptions& options,
                                             const Job& job);

// [n × k] q_j ∝ exp(−‖h − μ_j‖² / 2σ²) of points [n × D], and [n] −Σ q ln q / ln k.
[[nodiscard]] torch::Tensor softAssignment(const ClusterFit& fit, const torch::Tensor& points);
[[nodiscard]] torch::Tensor uncertaintyOf(const torch::Tensor& shares);

// Hubert & Arabie 1985; 1: the same, 0: as chance has it.
[[nodiscard]] double adjustedRand(const std::vector<std::int64_t>& a, const std::vector<std::int64_t>& b);

}  // namespace triptych::explain
