#include "app/cli/study/faithfulness_table.h"

#include "app/cli/console/numbers.h"
#include "core/domain/faithfulness.h"
#include "core/inference/explanation_methods.h"
#include "core/statistics/order.h"
#include "core/statistics/random.h"
#include "core/text/said.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

namespace triptych::cli {
namespace {

using inference::StudiedBeat;
using inference::StudiedMap;

constexpr int kResamples = 10'000;

double medianOf(std::vector<double> values) {
    std::erase_if(values, [](double value) { return std::isnan(value); });
    return statistics::median(std::move(values));
}

// 95 % of the means of records drawn again.
void interval(const std::map<std::string, std::vector<double>>& by_record, MethodRow& row) {
    std::vector<std::pair<double, double>> sums;  // of a record, and how many
    for (const auto& [record, gains] : by_record)
        sums.emplace_back(std::accumulate(gains.begin(), gains.end(), 0.0), static_cast<double>(gains.size()));
    std::vector<double> means;
    Random random(1);
    for (int i = 0; i < kResamples; ++i) {
        double sum = 0, count = 0;
        for (std::size_t draw = 0; draw < sums.size(); ++draw) {
            const auto& [of, n] = sums[random.below(sums.size())];
            sum += of;
            count += n;
        }
        means.push_back(sum / count);
    }
    std::ranges::sort(means);
    row.low = means[static_cast<std::size_t>(0.025 * kResamples)];
    row.high = means[static_cast<std::size_t>(0.975 * kResamples)];
}

MethodRow rowOf(const std::string& method, const std::string& answer, const std::vector<StudiedBeat>& beats) {
    MethodRow row{method, answer};
    std::map<std::string, std::vector<double>> by_record;
    std::vector<double> randomised, agreement;
    for (const StudiedBeat& beat : beats) {
        if (beat.answer != answer) continue;
        const auto map = std::ranges::find(beat.maps, method, &StudiedMap::method);
        if (map == beat.maps.end()) continue;
        ++row.beats;
        row.gain += map->deletion_gain;
        row.insertion += map->insertion_gain;
        row.faithful += map->beaten >= Faithfulness::kEnough && map->deletion_gain > 0 ? 1 : 0;
        by_record[beat.record].push_back(map->deletion_gain);
        randomised.push_back(map->randomised_rho);
        agreement.push_back(map->agreement);
    }
    if (row.beats == 0) return row;
    const auto n = static_cast<double>(row.beats);
    row.gain /= n;
    row.insertion /= n;
    row.faithful /= n;
    row.records = by_record.size();
    interval(by_record, row);
    row.randomised = medianOf(randomised);
    row.agreement = medianOf(agreement);
    return row;
}

double numberOf(const Json& json, const char* key) {
    return json.at(key).is_null() ? std::nan("") : json.at(key).get<double>();
}

}  // namespace

FaithfulnessTable tableOf(std::string model, std::string set, bool by_folds, bool by_seeds,
                          std::vector<StudiedBeat> beats) {
    FaithfulnessTable out{std::move(model), std::move(set), by_folds, by_seeds, std::move(beats), {}, {}, 0};
    std::map<std::string, std::pair<double, int>> ranks;
    double complete = 0, asked = 0;
    for (const char* answer : {"N", "S", "V", "F", "Q"}) {
        std::vector<MethodRow> rows;
        for (const inference::MethodInfo& method : inference::explanationMethods()) {
            MethodRow row = rowOf(std::string(method.id), answer, out.beats);
            if (row.beats > 0) rows.push_back(std::move(row));
        }
        std::ranges::stable_sort(rows, std::ranges::greater(), &MethodRow::gain);
        for (std::size_t i = 0; i < rows.size(); ++i) {
            rows[i].rank = static_cast<int>(i) + 1;
            const bool counts = rows[i].answer == "N" || rows[i].answer == "S" || rows[i].answer == "V";
            if (!counts) continue;
            ranks[rows[i].method].first += rows[i].rank;
            ++ranks[rows[i].method].second;
        }
        std::ranges::move(rows, std::back_inserter(out.rows));
    }
    for (const auto& [method, rank] : ranks) out.best.push_back(method);
    std::ranges::stable_sort(out.best, {},
                             [&](const std::string& method) { return ranks[method].first / ranks[method].second; });
    for (const StudiedBeat& beat : out.beats) {
        for (const StudiedMap& map : beat.maps) {
            if (map.method != "integrated_gradients" || std::isnan(map.completeness)) continue;
            asked += 1;
            complete += map.completeness <= 0.01 ? 1 : 0;
        }
    }
    out.complete = asked > 0 ? complete / asked : std::nan("");
    return out;
}

std::string markdownOf(const FaithfulnessTable& table) {
    std::string out = "# How faithful the maps are\n\nModel " + table.model + ", " +
                      std::to_string(table.beats.size()) + " beats of " + table.set + ". ";
    out += table.by_folds
               ? "Each beat is explained by the fold model that was trained without its record; agreement is "
               : "Beats are explained by the model itself. ";
    if (table.by_folds) {
        out += table.by_seeds ? "with the fold model of another seed, trained without it, too. "
                              : "with the next fold's model, another training on other records. ";
    }
    out +=
        "Explained is the fused score of the networks' answer. Ten-sample windows of the trace are taken away in the "
        "map's order, filled in three ways (a line across, the mean beat, noise), and everything that is made from "
        "the trace is made anew; features stay. Gain: mean score left by 40 drawn orders less that left by the map's "
        "order, in units of the score, with a 95 % interval by record (10,000 resamples). Faithful: share of the "
        "beats whose map beats 95 % of the drawn orders. |ρ|: Spearman with the map of shuffled weights, median. "
        "Integrated Gradients add up within 1 % on " +
        percent(table.complete) + " of these beats.\n";
    std::string answer;
    for (const MethodRow& row : table.rows) {
        if (row.answer != answer) {
            answer = row.answer;
            out +=
                "\n## Answered " + answer + " (" + std::to_string(row.beats) + " beats of " +
                std::to_string(row.records) +
                " records)\n\n| rank | method | deletion gain | 95 % | insertion gain | faithful | \\|ρ\\| shuffled | "
                "agreement |\n|---|---|---|---|---|---|---|---|\n";
        }
        out += "| " + std::to_string(row.rank) + " | " + row.method + " | " + fixed(row.gain, 4) + " | " +
               fixed(row.low, 4) + " … " + fixed(row.high, 4) + " | " + fixed(row.insertion, 4) + " | " +
               percent(row.faithful, 0) + " | " + fixed(row.randomised, 2) + " | " + fixed(row.agreement, 2) + " |\n";
    }
    out += "\nBest by mean rank over N, S and V: ";
    for (std::size_t i = 0; i < table.best.size(); ++i) out += (i > 0 ? ", " : "") + table.best[i];
    return out + ".\n";
}

Json jsonOf(const FaithfulnessTable& table) {
    Json rows = Json::array();
    for (const MethodRow& row : table.rows) {
        rows.push_back({{"answer", row.answer},
                        {"method", row.method},
                        {"rank", row.rank},
                        {"beats", row.beats},
                        {"records", row.records},
                        {"deletion_gain", jsonNumber(row.gain)},
                        {"interval", {jsonNumber(row.low), jsonNumber(row.high)}},
                        {"insertion_gain", jsonNumber(row.insertion)},
                        {"faithful", jsonNumber(row.faithful)},
                        {"randomised_rho", jsonNumber(row.randomised)},
                        {"agreement", jsonNumber(row.agreement)}});
    }
    return {{"model", table.model},        {"set", table.set},
            {"by_folds", table.by_folds},  {"by_seeds", table.by_seeds},
            {"beats", table.beats.size()}, {"integrated_gradients_complete", jsonNumber(table.complete)},
            {"best", table.best},          {"rows", std::move(rows)}};
}

Json jsonOf(const StudiedBeat& beat) {
    Json maps = Json::array();
    for (const StudiedMap& map : beat.maps) {
        maps.push_back({{"method", map.method},
                        {"deletion_gain", jsonNumber(map.deletion_gain)},
                        {"insertion_gain", jsonNumber(map.insertion_gain)},
                        {"beaten", jsonNumber(map.beaten)},
                        {"randomised_rho", jsonNumber(map.randomised_rho)},
                        {"agreement", jsonNumber(map.agreement)},
                        {"completeness", jsonNumber(map.completeness)}});
    }
    return {{"record", beat.record},
            {"beat", beat.beat},
            {"answer", beat.answer},
            {"label", beat.label},
            {"maps", std::move(maps)}};
}

Result<StudiedBeat> beatOf(const std::string& line, const std::string& where) {
    try {
        const Json json = Json::parse(line);
        StudiedBeat out{json.at("record"), json.at("beat"), json.at("answer"), json.at("label"), {}};
        for (const Json& map : json.at("maps")) {
            out.maps.push_back({map.at("method"), numberOf(map, "deletion_gain"), numberOf(map, "insertion_gain"),
                                numberOf(map, "beaten"), numberOf(map, "randomised_rho"), numberOf(map, "agreement"),
                                numberOf(map, "completeness")});
        }
        return out;
    } catch (const Json::exception&) {
        return fail(ErrorCode::malformed, "a line of what was measured before is not as it was written", where,
                    "delete the file: it is measured again");
    }
}

}  // namespace triptych::cli
