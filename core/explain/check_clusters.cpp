#include "core/explain/check_clusters.h"

#include "core/explain/forest.h"
#include "core/statistics/random.h"

#include <torch/types.h>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace triptych::explain {
namespace {

constexpr std::size_t kFolds = 5;
constexpr std::size_t kTrees = 150;
constexpr double kBalance = 0.5;
// The parts of a product beat's window, in shares of it: before P ends, about the QRS, behind it.
constexpr double kEarly = 0.45, kLate = 0.57;

}  // namespace

torch::Tensor occupancy(const torch::Tensor& along, const torch::Tensor& row) {
    const std::int64_t moments = along.size(1);
    const auto edge = [&](double share) {
        return std::clamp<std::int64_t>(std::llround(share * static_cast<double>(moments)), 1, moments - 1);
    };
    const std::int64_t first = edge(kEarly), second = std::max(first + 1, edge(kLate));
    std::vector<torch::Tensor> parts{along.narrow(1, 0, first).mean(1), along.narrow(1, first, second - first).mean(1),
                                     along.narrow(1, second, moments - second).mean(1), along.amax(1)};
    if (row.defined()) parts.push_back(row);
    return torch::cat(parts, 1).contiguous();
}

double meanAuroc(const std::vector<std::vector<double>>& told, const std::vector<std::optional<std::size_t>>& label,
                 const std::vector<double>& weight) {
    double sum = 0, classes = 0;
    for (std::size_t k = 0; !told.empty() && k < told.front().size(); ++k) {
        std::vector<std::size_t> order;
        for (std::size_t i = 0; i < told.size(); ++i)
            if (label[i]) order.push_back(i);
        std::ranges::sort(order, {}, [&](std::size_t i) { return told[i][k]; });
        double below = 0, of_class = 0, others = 0, area = 0;
        for (std::size_t first = 0; first < order.size();) {
            double own = 0, other = 0;
            std::size_t past = first;
            for (; past < order.size() && told[order[past]][k] == told[order[first]][k]; ++past)
                (label[order[past]] == k ? own : other) += weight[order[past]];
            area += own * (below + other / 2);  // equal ones count half
            below += other;
            of_class += own;
            others += other;
            first = past;
        }
        if (of_class == 0 || others == 0) continue;
        sum += area / (of_class * others);
        ++classes;
    }
    return classes > 0 ? sum / classes : std::nan("");
}

void checkForest(const ForestBeats& beats, std::size_t classes, std::uint64_t seed, ClusterChecks& into) {
    const std::size_t records = 1 + *std::ranges::max_element(beats.record);
    std::vector<std::size_t> order(records);
    std::iota(order.begin(), order.end(), 0);
    Random random(seed);
    random.shuffle(order);
    std::vector<std::optional<std::size_t>> fold(records);
    for (std::size_t i = 0; i < records; ++i) fold[order[i]] = i % kFolds;
    checkForest(beats, fold, classes, seed, into);
}

void checkForest(const ForestBeats& beats, const std::vector<std::optional<std::size_t>>& fold, std::size_t classes,
                 std::uint64_t seed, ClusterChecks& into) {
    const auto features = static_cast<std::size_t>(beats.features.size(1));
    const auto rowOf = [&](std::size_t beat) {
        return std::span(beats.features.data_ptr<float>() + beat * features, features);
    };
    std::vector<std::vector<double>> told(beats.answer.size());
    for (std::size_t held_out = 0; held_out < kFolds; ++held_out) {
        if (std::ranges::find(fold, std::optional(held_out)) == fold.end()) continue;
        std::vector<float> points;
        std::vector<std::size_t> labels;
        std::vector<double> weights;
        for (std::size_t beat = 0; beat < beats.answer.size(); ++beat) {
            if (fold[beats.record[beat]] == held_out) continue;
            const auto row = rowOf(beat);
            points.insert(points.end(), row.begin(), row.end());
            labels.push_back(beats.answer[beat]);
            weights.push_back(beats.weight[beat]);
        }
        if (labels.empty()) return;
        const Forest forest = Forest::grown(points, labels, weights, features, classes,
                                            {.trees = kTrees, .class_balance = kBalance, .seed = seed});
        for (std::size_t beat = 0; beat < beats.answer.size(); ++beat)
            if (fold[beats.record[beat]] == held_out) told[beat] = forest.answer(rowOf(beat));
    }
    std::vector<std::vector<double>> confusion(classes, std::vector<double>(classes, 0)), asked;
    std::vector<std::optional<std::size_t>> label;
    std::vector<double> weight;
    for (std::size_t beat = 0; beat < told.size(); ++beat) {
        if (told[beat].empty()) continue;
        const auto said = static_cast<std::size_t>(std::ranges::max_element(told[beat]) - told[beat].begin());
        confusion[beats.answer[beat]][said] += beats.weight[beat];
        label.push_back(beats.label[beat]);
        weight.push_back(beats.weight[beat]);
        asked.push_back(std::move(told[beat]));
    }
    double right = 0, all = 0, f1 = 0, counted = 0;
    for (std::size_t k = 0; k < classes; ++k) {
        double of_class = 0, said = 0;
        for (std::size_t j = 0; j < classes; ++j) {
            of_class += confusion[k][j];
            said += confusion[j][k];
        }
        right += confusion[k][k];
        all += of_class;
        if (of_class == 0) continue;
        f1 += 2 * confusion[k][k] / (of_class + said);
        ++counted;
    }
    into.fidelity = right / all;
    into.macro_f1 = f1 / counted;
    into.forest_auroc = meanAuroc(asked, label, weight);
}

}  // namespace triptych::explain
