#include "core/explain/time_clusters.h"

#include "core/statistics/random.h"
#include "core/text/said.h"

#include <torch/types.h>
#include <torch/utils.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

namespace triptych::explain {
namespace {

constexpr std::size_t kRestarts = 10;
constexpr std::size_t kStabilityFits = 3;
constexpr std::size_t kStabilityPoints = 8000;
constexpr std::size_t kFittedPoints = 40'000;
constexpr int kIterations = 40;

// [n × k] squared distances.
torch::Tensor distances(const torch::Tensor& points, const torch::Tensor& centres) {
    return (points.pow(2).sum(1, true) - 2 * torch::matmul(points, centres.t()) + centres.pow(2).sum(1).unsqueeze(0))
        .clamp_min(0);
}

torch::Tensor firstCentres(const torch::Tensor& points, std::size_t clusters, Random& random) {
    std::vector<torch::Tensor> out;
    out.push_back(points[static_cast<std::int64_t>(random.below(static_cast<std::size_t>(points.size(0))))]);
    auto nearest = distances(points, out.back().unsqueeze(0)).squeeze(1);
    while (out.size() < clusters) {  // the next one by its squared distance to those that there are
        const auto sums = nearest.to(torch::kDouble).cumsum(0);
        const double drawn = random.uniform() * sums[-1].item<double>();
        const auto next =
            std::min<std::int64_t>(torch::searchsorted(sums, drawn).item<std::int64_t>(), points.size(0) - 1);
        out.push_back(points[next]);
        nearest = torch::minimum(nearest, distances(points, out.back().unsqueeze(0)).squeeze(1));
    }
    return torch::stack(out);
}

// `most` drawn ones of `count` points.
torch::Tensor part(const torch::Tensor& points, std::size_t count, std::size_t most, Random random) {
    std::vector<std::int64_t> order(count);
    std::iota(order.begin(), order.end(), 0);
    random.shuffle(order);
    order.resize(std::min(count, most));
    return points.index_select(0, torch::tensor(order, torch::kLong));
}

}  // namespace

torch::Tensor kMeans(const torch::Tensor& points, std::size_t clusters, std::size_t restarts, std::uint64_t seed) {
    torch::Tensor best;
    double least = 0;
    for (std::size_t restart = 0; restart < restarts; ++restart) {
        Random random(streamSeed(seed, restart));
        auto centres = firstCentres(points, clusters, random);
        double before = 0;
        for (int i = 0; i < kIterations; ++i) {
            const auto [nearest, which] = distances(points, centres).min(1);
            auto sums = torch::zeros_like(centres).index_add_(0, which, points);
            const auto counts = torch::bincount(which, {}, centres.size(0)).to(points.dtype()).unsqueeze(1);
            centres = torch::where(counts > 0, sums / counts.clamp_min(1), centres);
            const double cost = nearest.sum().item<double>();
            if (i > 0 && before - cost < 1e-4 * before) break;
            before = cost;
        }
        const double cost = std::get<0>(distances(points, centres).min(1)).sum().item<double>();
        if (best.defined() && cost >= least) continue;
        best = centres;
        least = cost;
    }
    return best;
}

std::vector<std::int64_t> nearestCentre(const torch::Tensor& points, const torch::Tensor& centres) {
    const auto nearest = distances(points, centres).argmin(1).contiguous();
    return {nearest.data_ptr<std::int64_t>(), nearest.data_ptr<std::int64_t>() + nearest.numel()};
}

torch::Tensor seenBy(const ClusterFit& fit, const torch::Tensor& points) {
    return ((points - fit.mean) / fit.deviation).matmul(fit.directions);
}

Result<ClusterFit> fitClusters(const torch::Tensor& points, const ClusterOptions& options, const Job& job) {
    const torch::NoGradGuard guard;
    ClusterFit out;
    out.mean = points.mean(0);
    out.deviation = points.std(0, false).clamp_min(1e-6);
    {
        const auto standard = ((points - out.mean) / out.deviation).to(torch::kDouble);
        const auto covariance = standard.t().mm(standard) / static_cast<double>(points.size(0));
        const auto vectors = std::get<1>(torch::linalg_eigh(covariance, "L"));
        const auto kept = std::min(options.directions, points.size(1));
        out.directions = vectors.narrow(1, points.size(1) - kept, kept).to(torch::kFloat).contiguous();
    }
    const auto all = seenBy(out, points);
    const auto some = part(all, static_cast<std::size_t>(all.size(0)), kStabilityPoints, Random(options.seed));
    std::size_t chosen = 0;
    double most_stable = -1;
    bool is_stable = false;
    for (std::size_t clusters = options.most; clusters >= options.fewest && !is_stable; --clusters) {
        if (job.stopRequested()) return fail(ErrorCode::cancelled, "the clustering was stopped");
        double sum = 0;
        for (std::size_t fit = 0; fit < kStabilityFits; ++fit) {
            Random random(streamSeed(options.seed, 100 * clusters + fit));
            const auto count = static_cast<std::size_t>(some.size(0));
            const auto one =
                kMeans(part(some, count, count / 2, Random(random.next())), clusters, kRestarts, random.next());
            const auto other =
                kMeans(part(some, count, count / 2, Random(random.next())), clusters, kRestarts, random.next());
            sum += adjustedRand(nearestCentre(some, one), nearestCentre(some, other)) / kStabilityFits;
        }
        is_stable = sum >= options.stable;
        if (sum <= most_stable) continue;
        most_stable = sum;
        chosen = clusters;
    }
    out.stability = most_stable;
    out.centres = kMeans(part(all, static_cast<std::size_t>(all.size(0)), kFittedPoints, Random(options.seed)), chosen,
                         kRestarts, options.seed);
    out.spread = options.spread_share * std::get<0>(distances(all, out.centres).min(1)).mean().item<double>();
    return out;
}

torch::Tensor softAssignment(const ClusterFit& fit, const torch::Tensor& points) {
    return torch::softmax(-distances(seenBy(fit, points), fit.centres) / (2 * fit.spread), 1);
}

torch::Tensor uncertaintyOf(const torch::Tensor& shares) {
    return -(shares * shares.clamp_min(1e-12).log()).sum(-1) / std::log(static_cast<double>(shares.size(-1)));
}

double adjustedRand(const std::vector<std::int64_t>& a, const std::vector<std::int64_t>& b) {
    std::map<std::pair<std::int64_t, std::int64_t>, double> both;
    std::map<std::int64_t, double> of_a, of_b;
    for (std::size_t i = 0; i < a.size(); ++i) {
        ++both[{a[i], b[i]}];
        ++of_a[a[i]];
        ++of_b[b[i]];
    }
    const auto pairs = [](const auto& counts) {
        double sum = 0;
        for (const auto& [key, n] : counts) sum += n * (n - 1) / 2;
        return sum;
    };
    const auto n = static_cast<double>(a.size());
    const double chance = pairs(of_a) * pairs(of_b) / (n * (n - 1) / 2);
    const double most = (pairs(of_a) + pairs(of_b)) / 2;
    return most == chance ? 1 : (pairs(both) - chance) / (most - chance);
}

}  // namespace triptych::explain
