#include "core/explain/forest.h"

#include "core/statistics/random.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace triptych::explain {
namespace {

constexpr std::size_t kBins = 128;

double sumOf(const std::vector<double>& values) {
    return std::accumulate(values.begin(), values.end(), 0.0);
}

}  // namespace

class Grower {
public:
    Grower(std::span<const float> points, std::span<const std::size_t> labels, std::span<const double> weights,
           std::size_t features, std::size_t classes, const ForestOptions& options)
        : labels_(labels.begin(), labels.end()),
          weight_(weights.begin(), weights.end()),
          features_(features),
          classes_(classes),
          options_(options) {
        weight_.resize(labels_.size(), 1);
        std::vector<double> of_class(classes, 0);
        for (std::size_t i = 0; i < labels_.size(); ++i) of_class[labels_[i]] += weight_[i];
        const double all = sumOf(of_class);
        for (std::size_t i = 0; i < labels_.size(); ++i)
            weight_[i] *= std::pow(all / of_class[labels_[i]], options.class_balance);
        for (std::size_t feature = 0; feature < features; ++feature) bin(points, feature);
    }

    Forest::Tree tree(std::uint64_t seed) {
        random_ = Random(seed);
        tree_.clear();
        std::vector<std::size_t> drawn(labels_.size());
        for (std::size_t& i : drawn) i = random_.below(labels_.size());
        grow(std::move(drawn), 0);
        return std::move(tree_);
    }

private:
    struct Split {
        double impurity = 0;
        std::size_t feature = 0, bin = 0;
        bool found = false;
    };

    // Edges of a feature between its quantiles, and where each point lies: bin b holds what is at most edge b.
    void bin(std::span<const float> points, std::size_t feature) {
        std::vector<float> values;
        for (std::size_t i = 0; i < labels_.size(); ++i) values.push_back(points[i * features_ + feature]);
        auto sorted = values;
        std::ranges::sort(sorted);
        std::vector<float> edges;
        for (std::size_t b = 1; b < kBins; ++b) {
            const std::size_t at = b * sorted.size() / kBins;
            if (at == 0 || sorted[at - 1] == sorted[at]) continue;
            const float edge = (sorted[at - 1] + sorted[at]) / 2;
            if (edges.empty() || edge > edges.back()) edges.push_back(edge);
        }
        for (const float value : values)
            bins_.push_back(static_cast<std::uint8_t>(std::ranges::lower_bound(edges, value) - edges.begin()));
        edges_.push_back(std::move(edges));
    }
    [[nodiscard]] std::size_t binOf(std::size_t point, std::size_t feature) const {
        return bins_[feature * labels_.size() + point];
    }
    [[nodiscard]] std::vector<double> weights(const std::vector<std::size_t>& of) const {
        std::vector<double> out(classes_, 0);
        for (const std::size_t i : of) out[labels_[i]] += weight_[i];
        return out;
    }
    // Gini's impurity times the weight that it is of.
    static double impurity(const std::vector<double>& weights, double sum) {
        double square = 0;
        for (const double weight : weights) square += weight * weight;
        return sum > 0 ? sum - square / sum : 0;
    }

    Split best(const std::vector<std::size_t>& of) {
        const auto all = weights(of);
        const double sum = sumOf(all), whole = impurity(all, sum);
        Split out{whole - 1e-9 * sum, 0, 0, false};
        const auto asked =
            static_cast<std::size_t>(std::max(1.0, std::round(std::sqrt(static_cast<double>(features_)))));
        std::vector<double> heaps(kBins * classes_);
        std::vector<std::size_t> counts(kBins);
        for (std::size_t draw = 0; draw < asked; ++draw) {
            const std::size_t feature = random_.below(features_), edges = edges_[feature].size();
            std::fill(heaps.begin(), heaps.end(), 0);
            std::fill(counts.begin(), counts.end(), 0);
            for (const std::size_t i : of) {
                const std::size_t at = binOf(i, feature);
                heaps[at * classes_ + labels_[i]] += weight_[i];
                ++counts[at];
            }
            std::vector<double> left(classes_, 0), right = all;
            std::size_t before = 0;
            for (std::size_t b = 0; b < edges; ++b) {
                before += counts[b];
                for (std::size_t k = 0; k < classes_; ++k) {
                    left[k] += heaps[b * classes_ + k];
                    right[k] -= heaps[b * classes_ + k];
                }
                if (counts[b] == 0 || before < options_.fewest || of.size() - before < options_.fewest) continue;
                const double left_sum = sumOf(left);
                const double mixed = impurity(left, left_sum) + impurity(right, sum - left_sum);
                if (mixed < out.impurity) out = {mixed, feature, b, true};
            }
        }
        return out;
    }

    std::size_t grow(std::vector<std::size_t> of, std::size_t depth) {
        const std::size_t place = tree_.size();
        tree_.emplace_back();
        const Split split = depth < options_.deepest ? best(of) : Split{};
        if (!split.found) {
            auto share = weights(of);
            const double sum = sumOf(share);
            for (double& of_class : share) of_class /= sum > 0 ? sum : 1;
            tree_[place].share = std::move(share);
            return place;
        }
        const auto past =
            std::partition(of.begin(), of.end(), [&](std::size_t i) { return binOf(i, split.feature) <= split.bin; });
        std::vector<std::size_t> right(past, of.end());
        of.erase(past, of.end());
        const std::size_t left_at = grow(std::move(of), depth + 1);
        const std::size_t right_at = grow(std::move(right), depth + 1);
        tree_[place].feature = split.feature;
        tree_[place].at_most = edges_[split.feature][split.bin];
        tree_[place].left = left_at;
        tree_[place].right = right_at;
        return place;
    }

    std::vector<std::size_t> labels_;
    std::vector<double> weight_;
    std::size_t features_, classes_;
    ForestOptions options_;
    std::vector<std::uint8_t> bins_;         // [features × n]
    std::vector<std::vector<float>> edges_;  // by feature, rising
    Random random_{1};
    Forest::Tree tree_;
};

Forest Forest::grown(std::span<const float> points, std::span<const std::size_t> labels,
                     std::span<const double> weights, std::size_t features, std::size_t classes,
                     const ForestOptions& options) {
    Forest out;
    out.classes_ = classes;
    Grower grower(points, labels, weights, features, classes, options);
    for (std::size_t i = 0; i < options.trees; ++i) out.trees_.push_back(grower.tree(streamSeed(options.seed, i)));
    return out;
}

std::vector<double> Forest::answer(std::span<const float> point) const {
    std::vector<double> out(classes_, 0);
    for (const Tree& tree : trees_) {
        std::size_t at = 0;
        while (tree[at].left != 0) at = point[tree[at].feature] <= tree[at].at_most ? tree[at].left : tree[at].right;
        for (std::size_t k = 0; k < classes_; ++k) out[k] += tree[at].share[k] / static_cast<double>(trees_.size());
    }
    return out;
}

}  // namespace triptych::explain
