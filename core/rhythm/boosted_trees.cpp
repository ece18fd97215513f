#include "core/rhythm/boosted_trees.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace triptych::rhythm {
namespace {

constexpr std::size_t kBins = 32;

// SplitMix64: shuffles must not hang on a library's distribution.
class Draw {
public:
    explicit Draw(std::uint64_t seed) : state_(seed) {}
    std::uint64_t next() {
        std::uint64_t z = state_ += 0x9e3779b97f4a7c15U;
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9U;
        z = (z ^ (z >> 27)) * 0x94d049bb133111ebU;
        return z ^ (z >> 31);
    }
    bool chance(double share) { return static_cast<double>(next() >> 11) * 0x1p-53 < share; }

private:
    std::uint64_t state_;
};

// Every figure as the number of cuts that it is not below; a missing one lies above them all.
struct Binned {
    std::vector<std::vector<float>> cuts;  // [features], ascending
    std::vector<std::uint8_t> bins;        // [examples × features]
};

Binned binned(const Examples& examples) {
    Binned out;
    out.cuts.resize(examples.features);
    out.bins.resize(examples.figures.size());
    for (std::size_t f = 0; f < examples.features; ++f) {
        std::vector<float> values;
        for (std::size_t i = 0; i < examples.size(); ++i) {
            const float value = examples.row(i)[f];
            if (std::isfinite(value)) values.push_back(value);
        }
        std::ranges::sort(values);
        auto& cuts = out.cuts[f];
        for (std::size_t k = 1; k < kBins && !values.empty(); ++k) {
            const float cut = values[k * values.size() / kBins];
            if (cut > values.front() && (cuts.empty() || cut > cuts.back())) cuts.push_back(cut);
        }
        // Whether it is missing can be asked, too.
        if (!values.empty()) cuts.push_back(std::nextafter(values.back(), HUGE_VALF));
        for (std::size_t i = 0; i < examples.size(); ++i) {
            const float value = examples.row(i)[f];
            const auto bin = std::isnan(value) ? cuts.end() : std::upper_bound(cuts.begin(), cuts.end(), value);
            out.bins[i * examples.features + f] = static_cast<std::uint8_t>(bin - cuts.begin());
        }
    }
    return out;
}

struct Slope {
    double first = 0, second = 0;
    Slope& operator+=(const Slope& other) {
        first += other.first;
        second += other.second;
        return *this;
    }
};

struct Grower {
    const Examples& examples;
    const Binned& bins;
    const GrowthPlan& plan;
    std::span<const Slope> slopes;  // [examples]
    std::span<const std::size_t> columns;
    Tree tree;

    [[nodiscard]] double worth(const Slope& sum) const { return sum.first * sum.first / (sum.second + plan.shrinkage); }

    std::uint16_t grow(std::vector<std::size_t> rows, std::size_t depth) {
        const auto index = static_cast<std::uint16_t>(tree.size());
        tree.emplace_back();
        Slope all;
        for (const std::size_t row : rows) all += slopes[row];
        tree[index].value = static_cast<float>(-plan.rate * all.first / (all.second + plan.shrinkage));
        if (depth == 0) return index;
        double best = 1e-6;
        std::size_t best_feature = 0, best_bin = 0;
        bool found = false;
        for (const std::size_t f : columns) {
            std::array<Slope, kBins + 2> sums{};
            for (const std::size_t row : rows) sums[bins.bins[row * examples.features + f]] += slopes[row];
            Slope below;
            for (std::size_t b = 0; b < bins.cuts[f].size(); ++b) {
                below += sums[b];
                const Slope above{all.first - below.first, all.second - below.second};
                if (below.second < plan.least_weight || above.second < plan.least_weight) continue;
                const double gain = worth(below) + worth(above) - worth(all);
                if (gain <= best) continue;
                best = gain;
                best_feature = f;
                best_bin = b;
                found = true;
            }
        }
        if (!found) return index;
        std::vector<std::size_t> below, other;
        for (const std::size_t row : rows) {
            (bins.bins[row * examples.features + best_feature] <= best_bin ? below : other).push_back(row);
        }
        rows.clear();
        const std::uint16_t to_below = grow(std::move(below), depth - 1);
        const std::uint16_t to_other = grow(std::move(other), depth - 1);
        tree[index].feature = static_cast<std::int16_t>(best_feature);
        tree[index].threshold = bins.cuts[best_feature][best_bin];
        tree[index].below = to_below;
        tree[index].other = to_other;
        tree[index].value = 0;
        return index;
    }
};

float leafOf(const Tree& tree, std::span<const float> figures) {
    std::size_t node = 0;
    while (tree[node].feature >= 0) {
        const float value = figures[static_cast<std::size_t>(tree[node].feature)];
        node = value < tree[node].threshold ? tree[node].below : tree[node].other;
    }
    return tree[node].value;
}

void softmax(std::span<double> scores) {
    const double largest = *std::ranges::max_element(scores);
    double sum = 0;
    for (double& score : scores) sum += score = std::exp(score - largest);
    for (double& score : scores) score /= sum;
}

}  // namespace

std::vector<double> BoostedTrees::probabilities(std::span<const float> figures) const {
    std::vector<double> scores(start.begin(), start.end());
    for (std::size_t i = 0; i < trees.size(); ++i) {
        scores[i % classes] += static_cast<double>(leafOf(trees[i], figures));
    }
    if (!scores.empty()) softmax(scores);
    return scores;
}

BoostedTrees growTrees(const Examples& examples, std::size_t classes, const GrowthPlan& plan) {
    BoostedTrees out;
    out.classes = classes;
    std::vector<double> shares(classes, 1e-3);
    for (std::size_t i = 0; i < examples.size(); ++i) shares[examples.classes[i]] += examples.weights[i];
    const double all = std::accumulate(shares.begin(), shares.end(), 0.0);
    for (const double share : shares) out.start.push_back(static_cast<float>(std::log(share / all)));
    const Binned bins = binned(examples);
    std::vector<double> scores(examples.size() * classes);
    for (std::size_t i = 0; i < scores.size(); ++i) scores[i] = static_cast<double>(out.start[i % classes]);
    Draw draw(plan.seed);
    std::vector<Slope> slopes(examples.size() * classes);
    for (std::size_t round = 0; round < plan.rounds; ++round) {
        for (std::size_t i = 0; i < examples.size(); ++i) {
            std::vector<double> p(scores.begin() + static_cast<std::ptrdiff_t>(i * classes),
                                  scores.begin() + static_cast<std::ptrdiff_t>((i + 1) * classes));
            softmax(p);
            for (std::size_t c = 0; c < classes; ++c) {
                const double truth = examples.classes[i] == c ? 1 : 0;
                slopes[c * examples.size() + i] = {examples.weights[i] * (p[c] - truth),
                                                   examples.weights[i] * std::max(p[c] * (1 - p[c]), 1e-6)};
            }
        }
        for (std::size_t c = 0; c < classes; ++c) {
            std::vector<std::size_t> rows, columns;
            for (std::size_t i = 0; i < examples.size(); ++i) {
                if (draw.chance(plan.rows)) rows.push_back(i);
            }
            for (std::size_t f = 0; f < examples.features; ++f) {
                if (draw.chance(plan.columns)) columns.push_back(f);
            }
            Grower grower{examples, bins, plan, std::span(slopes).subspan(c * examples.size(), examples.size()),
                          columns,  {}};
            grower.grow(std::move(rows), plan.depth);
            out.trees.push_back(std::move(grower.tree));
            for (std::size_t i = 0; i < examples.size(); ++i) {
                scores[i * classes + c] += static_cast<double>(leafOf(out.trees.back(), examples.row(i)));
            }
        }
    }
    return out;
}

}  // namespace triptych::rhythm
