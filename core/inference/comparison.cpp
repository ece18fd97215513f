#include "core/inference/comparison.h"

#include "core/inference/metrics.h"
#include "core/text/said.h"

#include <algorithm>
#include <functional>
#include <map>
#include <utility>

namespace triptych::inference {
namespace {

using statistics::Counts;

// A beat that both models answered.
struct Pair {
    std::string record;
    std::uint8_t truth = 0, first = 0, second = 0;
};

Result<std::vector<Pair>> pairsOf(const Answers& first, const Answers& second) {
    const std::string where = text::say("{1} and {2}", first.model.name, second.model.name);
    if (first.model.classes != second.model.classes) {
        return fail(ErrorCode::model_mismatch, "the two models name other classes", where,
                    "compare models of one configuration's classes");
    }
    const auto recordOf = [](const Answers& of, std::size_t i) {
        return of.records.empty() ? std::string() : of.records[of.record[i]];
    };
    std::map<std::pair<std::string, std::uint32_t>, std::size_t> place;
    for (std::size_t i = 0; i < first.truth.size(); ++i) place[{recordOf(first, i), first.beat[i]}] = i;
    std::vector<Pair> out;
    for (std::size_t i = 0; i < second.truth.size(); ++i) {
        const auto found = place.find({recordOf(second, i), second.beat[i]});
        if (found == place.end()) continue;
        if (first.truth[found->second] != second.truth[i]) {
            return fail(ErrorCode::model_mismatch, "the two models were asked about other truths", where,
                        "compare them on the same data");
        }
        out.push_back({found->first.first, second.truth[i], first.predicted[found->second], second.predicted[i]});
    }
    if (out.empty()) {
        return fail(ErrorCode::model_mismatch, "the two models' test sets have no beat in common", where,
                    "compare models of one split, or tested on the same records");
    }
    return out;
}

ScoreTable tableOf(std::span<const std::int64_t> confusion, const ModelInfo& model) {
    return scoreOf({}, confusion, model.classes, macroClasses(model));
}

struct Measure {
    const char* name;
    double (*of)(const ScoreTable& table);
};
constexpr Measure kMeasures[] = {{"MCC", [](const ScoreTable& table) { return table.mcc; }},
                                 {"macro-F1", [](const ScoreTable& table) { return table.macro_f1; }},
                                 {"accuracy", [](const ScoreTable& table) { return table.accuracy; }}};

}  // namespace

Result<Comparison> compareAnswers(const Answers& first, const Answers& second, std::uint64_t seed, int resamples) {
    const auto pairs = pairsOf(first, second);
    if (!pairs) return std::unexpected(pairs.error());
    const ModelInfo& model = first.model;
    const std::size_t classes = model.classes.size();
    Comparison out;
    out.beats = pairs->size();
    std::map<std::string, std::size_t> number;
    std::vector<Counts> of_first;  // a confusion matrix for each record
    std::vector<Counts> of_second;
    Counts joint(classes * classes * classes, 0);
    for (const Pair& pair : *pairs) {
        const auto [place, is_new] = number.emplace(pair.record, number.size());
        if (is_new) {
            out.records.push_back(pair.record);
            of_first.emplace_back(classes * classes, 0);
            of_second.emplace_back(classes * classes, 0);
        }
        ++of_first[place->second][pair.truth * classes + pair.first];
        ++of_second[place->second][pair.truth * classes + pair.second];
        ++joint[(pair.truth * classes + pair.first) * classes + pair.second];
        const bool first_right = pair.first == pair.truth;
        const bool second_right = pair.second == pair.truth;
        if (first_right && !second_right) ++out.only_first_right;
        if (second_right && !first_right) ++out.only_second_right;
    }
    out.first_better = statistics::probabilityFirstBetter(out.only_first_right, out.only_second_right);
    const auto sum = [&](const std::vector<Counts>& parts) {
        Counts all(classes * classes, 0);
        for (const Counts& part : parts)
            std::transform(all.begin(), all.end(), part.begin(), all.begin(), std::plus<>());
        return all;
    };
    const ScoreTable all_first = tableOf(sum(of_first), model);
    const ScoreTable all_second = tableOf(sum(of_second), model);
    const bool by_record = out.records.size() > 1;  // one file of beats of unknown patients is no set of records
    if (!by_record) out.records.clear();
    for (const Measure& measure : kMeasures) {
        const statistics::Statistic statistic = [&](std::span<const std::int64_t> confusion) {
            return measure.of(tableOf(confusion, model));
        };
        out.differences.push_back(
            {measure.name, measure.of(all_first), measure.of(all_second),
             by_record ? statistics::pairedBootstrapByRecord(of_first, of_second, statistic, seed, resamples)
                       : statistics::pairedBootstrapByBeat(joint, classes, statistic, seed, resamples)});
    }
    return out;
}

}  // namespace triptych::inference
