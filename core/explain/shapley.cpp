#include "core/explain/shapley.h"

#include "core/explain/ask.h"
#include "core/explain/regions.h"
#include "core/statistics/random.h"
#include "core/text/said.h"

#include <torch/types.h>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace triptych::explain {
namespace {

constexpr std::size_t kPairs = 24;

// Orders of arrival, each followed by its reverse.
std::vector<std::vector<std::size_t>> drawnOrders(std::size_t parts, std::uint64_t seed) {
    Random random(seed);
    std::vector<std::size_t> order(parts);
    std::iota(order.begin(), order.end(), 0U);
    std::vector<std::vector<std::size_t>> out;
    for (std::size_t pair = 0; pair < kPairs; ++pair) {
        random.shuffle(order);
        out.push_back(order);
        out.emplace_back(order.rbegin(), order.rend());
    }
    return out;
}

std::vector<torch::Tensor> stacked(const std::vector<std::vector<torch::Tensor>>& variants) {
    std::vector<torch::Tensor> out;
    for (std::size_t i = 0; i < variants.front().size(); ++i) {
        std::vector<torch::Tensor> rows;
        for (const auto& variant : variants) rows.push_back(variant[i]);
        out.push_back(torch::cat(rows));
    }
    return out;
}

}  // namespace

Result<Explanation> shapley(const Subject& subject, const inference::ExplainRequest& request, const Job& job) {
    const auto parts = namedParts(subject, request.stretches);
    const auto orders = drawnOrders(parts.size(), request.seed);
    Explanation out = withoutSum(subject);
    out.baseline_score = subject.scoreOf(subject.baselines());
    out.baseline = subject.baselineName();
    if (request.stretches.empty() && subject.mark_s())
        out.remarks.push_back(text::say("the parts of the beat are told by the clock around its mark"));
    const auto by_clock =
        std::ranges::count_if(parts, [](const Region& part) { return part.name.ends_with(kByClock); });
    if (by_clock > 0) {
        out.remarks.push_back(
            text::say("the parts of the beat are its waves as they were marked; what cannot be marked "
                      "surely is told by the clock around its mark, and is called so"));
    }

    // Between the first part's arrival and the last one's: both ends are known.
    const std::size_t between = parts.size() - 1;
    const auto make = [&](std::size_t first, std::size_t past) {
        std::vector<std::vector<torch::Tensor>> variants;
        for (std::size_t at = first; at < past; ++at) {
            const auto& order = orders[at / between];
            std::vector<bool> taken(parts.size(), true);
            for (std::size_t i = 0; i <= at % between; ++i) taken[order[i]] = false;
            variants.push_back(without(subject, parts, taken));
        }
        return stacked(variants);
    };
    const auto scores = between == 0 ? Result<std::vector<double>>(std::vector<double>())
                                     : scoresOf(subject, orders.size() * between, make, job);
    if (!scores) return std::unexpected(scores.error());

    std::vector<double> sum(parts.size(), 0), square(parts.size(), 0), of_pair(parts.size(), 0);
    for (std::size_t o = 0; o < orders.size(); ++o) {
        double before = out.baseline_score;
        for (std::size_t i = 0; i < parts.size(); ++i) {
            const double after = i < between ? (*scores)[o * between + i] : out.score;
            of_pair[orders[o][i]] += (after - before) / 2;
            before = after;
        }
        if (o % 2 == 0) continue;
        for (std::size_t p = 0; p < parts.size(); ++p) {
            sum[p] += of_pair[p];
            square[p] += of_pair[p] * of_pair[p];
            of_pair[p] = 0;
        }
    }

    std::vector<torch::Tensor> values;
    for (const SubjectInput& input : subject.inputs()) values.push_back(torch::zeros_like(input.value[0]));
    double total = 0;
    for (std::size_t p = 0; p < parts.size(); ++p) {
        const double value = sum[p] / kPairs;
        const double variance = std::max(0.0, square[p] / kPairs - value * value);
        const Region& part = parts[p];
        out.parts.push_back({part.name, subject.inputs()[part.input].name, part.from, part.to, value,
                             std::sqrt(variance / (kPairs - 1))});
        values[part.input].masked_fill_(part.mask, value / static_cast<double>(part.mask.sum().item<std::int64_t>()));
        total += value;
    }
    addInputs(subject, values, out);
    sayCompleteness(total, out);
    out.steps = static_cast<int>(orders.size());
    return out;
}

}  // namespace triptych::explain
