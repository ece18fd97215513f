#include "app/cli/commands/evaluation_statistics.h"

#include "app/cli/console/numbers.h"
#include "app/cli/console/table.h"
#include "core/inference/metrics.h"
#include "core/statistics/bootstrap.h"
#include "core/text/said.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

namespace triptych::cli {
namespace {

using inference::ClassScore;
using inference::Evaluation;
using inference::ScoreTable;
using statistics::Counts;
using statistics::Interval;

// What is drawn of a record: its confusion matrix, then true positives, false positives and false negatives of every
// class, which also hold the beats that a detector missed or invented.
Counts countsOf(const ScoreTable& table) {
    Counts counts = table.confusion;
    for (const ClassScore& score : table.classes) {
        counts.insert(counts.end(), {score.true_positive, score.false_positive, score.false_negative});
    }
    return counts;
}

double ratio(std::int64_t part, std::int64_t whole) {
    return whole > 0 ? static_cast<double>(part) / static_cast<double>(whole)
                     : std::numeric_limits<double>::quiet_NaN();
}

struct Figure {
    std::string name;
    Interval interval;
};

enum class Records { all, without_left_out };

const ScoreTable& tableOf(const Evaluation& evaluation, Records which) {
    return which == Records::all ? evaluation.gross.front() : evaluation.gross.back();
}

std::vector<Figure> figuresOf(const Evaluation& evaluation, Records which) {
    std::vector<Figure> out;
    if (evaluation.gross.empty()) return out;
    const ScoreTable& fused = tableOf(evaluation, which);
    const std::size_t n = fused.classes.size();
    const std::size_t cells = n * n;
    if (fused.confusion.size() != cells) return out;
    std::vector<Counts> records;
    for (const ScoreTable& record : evaluation.per_record) {
        const auto& out_of = evaluation.left_out;
        const bool is_out = std::find(out_of.begin(), out_of.end(), record.title) != out_of.end();
        if (which == Records::all || !is_out) records.push_back(countsOf(record));
    }
    const auto add = [&](const std::string& name, const statistics::Statistic& statistic) {
        const Interval interval = records.empty() ? statistics::bootstrapByBeat(fused.confusion, statistic)
                                                  : statistics::bootstrapByRecord(records, statistic);
        out.push_back({name, interval});
    };
    // Of a class's true positives, false positives and false negatives; by beat they come from the matrix alone.
    const auto outcome = [n, cells](std::span<const std::int64_t> counts, std::size_t k, std::size_t part) {
        if (counts.size() > cells) return counts[cells + 3 * k + part];
        std::int64_t sum = 0;
        for (std::size_t j = 0; j < n; ++j) {
            if (j != k) sum += part == 1 ? counts[j * n + k] : counts[k * n + j];
        }
        return part == 0 ? counts[k * n + k] : sum;
    };
    const auto f1 = [outcome](std::span<const std::int64_t> counts, std::size_t k) {
        const std::int64_t found = outcome(counts, k, 0);
        return ratio(2 * found, 2 * found + outcome(counts, k, 1) + outcome(counts, k, 2));
    };
    add("accuracy", [n, cells](std::span<const std::int64_t> counts) {
        std::int64_t right = 0;
        std::int64_t all = 0;
        for (std::size_t i = 0; i < cells; ++i) all += counts[i];
        for (std::size_t k = 0; k < n; ++k) right += counts[k * n + k];
        return ratio(right, all);
    });
    add("MCC", [n, cells](std::span<const std::int64_t> counts) { return inference::mccOf(counts.first(cells), n); });
    std::vector<std::size_t> macro;
    for (std::size_t k = 0; k < n; ++k) {
        const auto& over = fused.macro_over;
        if (std::find(over.begin(), over.end(), fused.classes[k].class_name) != over.end()) macro.push_back(k);
    }
    std::string over;
    for (const std::size_t k : macro) over += (over.empty() ? "" : ",") + fused.classes[k].class_name;
    add("macro-F1 (" + over + ")", [f1, macro](std::span<const std::int64_t> counts) {
        double sum = 0;
        for (const std::size_t k : macro) {
            const double value = f1(counts, k);
            sum += std::isnan(value) ? 0 : value;  // neither truth nor answer: 0, as in the table
        }
        return sum / static_cast<double>(macro.size());
    });
    for (std::size_t k = 0; k < n; ++k) {
        const std::string& of = fused.classes[k].class_name;
        add(of + " Se", [outcome, k](std::span<const std::int64_t> counts) {
            return ratio(outcome(counts, k, 0), outcome(counts, k, 0) + outcome(counts, k, 2));
        });
        add(of + " +P", [outcome, k](std::span<const std::int64_t> counts) {
            return ratio(outcome(counts, k, 0), outcome(counts, k, 0) + outcome(counts, k, 1));
        });
        add(of + " F1", [f1, k](std::span<const std::int64_t> counts) { return f1(counts, k); });
    }
    return out;
}

std::string unitOf(const Evaluation& evaluation) {
    return evaluation.per_record.empty() ? "beat" : "record";
}

Json coverageJson(const std::vector<inference::Coverage>& list) {
    Json out = Json::array();
    for (const auto& entry : list) {
        out.push_back({{"name", entry.name},
                       {"beats", entry.beats},
                       {"covered", entry.covered},
                       {"coverage", jsonNumber(ratio(entry.covered, entry.beats))}});
    }
    return out;
}

std::string coverageTable(const text::Said& title, const std::vector<inference::Coverage>& list, double promised) {
    Table rows({{title, Align::left}, {"beats"}, {"in the set"}, {"coverage"}, {"promised"}});
    for (const auto& entry : list) {
        rows.add({entry.name, grouped(entry.beats), grouped(entry.covered), percent(ratio(entry.covered, entry.beats)),
                  percent(promised, 0)});
    }
    return rows.text();
}

}  // namespace

namespace {

std::string intervalsOf(const Evaluation& evaluation, Records which) {
    const auto figures = figuresOf(evaluation, which);
    if (figures.empty()) return {};
    Table rows({{"figure", Align::left}, {"value"}, {"from"}, {"to"}});
    for (const Figure& figure : figures) {
        rows.add(
            {figure.name, percent(figure.interval.value), percent(figure.interval.low), percent(figure.interval.high)});
    }
    return text::say("{1}, 95 % intervals ({2} bootstrap draws by {3}):", tableOf(evaluation, which).title,
                     grouped(statistics::kResamples), unitOf(evaluation))
               .text() +
           '\n' + rows.text();
}

Json figuresJson(const Evaluation& evaluation, Records which) {
    Json out = Json::object();
    for (const Figure& figure : figuresOf(evaluation, which)) {
        out[figure.name] = {{"value", jsonNumber(figure.interval.value)},
                            {"low", jsonNumber(figure.interval.low)},
                            {"high", jsonNumber(figure.interval.high)}};
    }
    return out;
}

bool leavesOut(const Evaluation& evaluation) {
    return !evaluation.left_out.empty() && !evaluation.per_record.empty();
}

}  // namespace

std::string intervalTable(const Evaluation& evaluation) {
    std::string out = intervalsOf(evaluation, Records::all);
    if (leavesOut(evaluation)) out += '\n' + intervalsOf(evaluation, Records::without_left_out);
    return out;
}

Json intervalsJson(const Evaluation& evaluation) {
    Json out = {{"resampled_by", unitOf(evaluation)}, {"resamples", statistics::kResamples}};
    out["figures"] = figuresJson(evaluation, Records::all);
    if (leavesOut(evaluation)) {
        out["without"] = {{"records", evaluation.left_out},
                          {"figures", figuresJson(evaluation, Records::without_left_out)}};
    }
    return out;
}

std::string reliabilityText(const Evaluation& evaluation) {
    const inference::Reliability& of = evaluation.reliability;
    if (of.beats == 0) return {};
    std::string out =
        pairs({{"ECE (15 bins)", fixed(of.calibration.ece, 4)},
               {"Brier score", fixed(of.calibration.brier, 4)},
               {"NLL", fixed(of.calibration.nll, 4)},
               {"AURC", fixed(of.selective.aurc, 5)},
               {"Error at 90 % coverage", percent(of.selective.risk_at_90)},
               {"Error at 95 % coverage", percent(of.selective.risk_at_95)},
               {"Borderline tenth", text::say("holds {1} of the {2} errors", percent(of.selective.last_tenth_errors, 1),
                                              grouped(of.errors))}});
    if (of.by_class.empty()) return out;
    out += '\n' +
           text::say(
               "Sets of likely classes, {1} classes a beat. The promise holds for beats like those held out in "
               "training; patients differ:",
               fixed(of.mean_set_size, 2))
               .text() +
           '\n' + coverageTable("class", of.by_class, of.promised_coverage);
    if (!of.by_record.empty()) out += '\n' + coverageTable("record", of.by_record, of.promised_coverage);
    return out;
}

Json reliabilityJson(const Evaluation& evaluation) {
    const inference::Reliability& of = evaluation.reliability;
    if (of.beats == 0) return {};
    Json bins = Json::array();
    for (const auto& bin : of.calibration.bins) {
        bins.push_back({{"beats", bin.beats}, {"confidence", bin.confidence}, {"accuracy", bin.accuracy}});
    }
    Json out = {{"beats", of.beats},
                {"errors", of.errors},
                {"ece", jsonNumber(of.calibration.ece)},
                {"brier", jsonNumber(of.calibration.brier)},
                {"nll", jsonNumber(of.calibration.nll)},
                {"bins", std::move(bins)},
                {"aurc", jsonNumber(of.selective.aurc)},
                {"error_at_90_coverage", jsonNumber(of.selective.risk_at_90)},
                {"error_at_95_coverage", jsonNumber(of.selective.risk_at_95)},
                {"borderline_tenth_holds", jsonNumber(of.selective.last_tenth_errors)}};
    if (of.by_class.empty()) return out;
    out["conformal"] = {{"promised", jsonNumber(of.promised_coverage)},
                        {"mean_set_size", jsonNumber(of.mean_set_size)},
                        {"by_class", coverageJson(of.by_class)},
                        {"by_record", coverageJson(of.by_record)}};
    return out;
}

}  // namespace triptych::cli
