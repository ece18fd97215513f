#include "core/inference/studies/fusion_report.h"

#include "core/inference/metrics.h"
#include "core/inference/studies/chart.h"
#include "core/inference/studies/shares.h"
#include "core/statistics/effect_size.h"
#include "core/statistics/order.h"
#include "core/text/numbers.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <optional>

namespace triptych::inference::studies {
namespace {

using statistics::Counts;
using statistics::Interval;

// V's table of MIT-BIH, intra-patient on Kachuee's split.
struct Printed {
    const char* name;
    const char* figures;  // MCC, macro-F1, accuracy
};
constexpr std::array<Printed, 6> kV = {{{"v_time_transformer", "93.17 ± .70 / 89.44 ± .99 / 97.87 ± .24"},
                                        {"v_stft_cnn", "91.26 ± .76 / 86.40 ± 1.39 / 97.34 ± .26"},
                                        {kLateAttention, "94.63 ± .29 / 91.28 ± .54 / 98.37 ± .09"},
                                        {"v_concat", "91.51 / 86.93 / 97.42"},
                                        {"v_sum", "91.89 / 87.50 / 97.55"},
                                        {"v_weighted", "91.56 / 86.70 / 97.44"}}};

std::size_t classesOf(std::span<const std::int64_t> sum) {
    return static_cast<std::size_t>(std::lround(std::sqrt(static_cast<double>(sum.size()))));
}

double mccOfAll(std::span<const std::int64_t> sum) {
    return mccOf(sum, classesOf(sum));
}

std::vector<Counts> countsOf(const FusionProtocol& of, const std::vector<std::uint8_t>& predicted) {
    const std::size_t classes = of.classes.size();
    std::vector<Counts> out(of.records.size(), Counts(classes * classes, 0));
    for (std::size_t i = 0; i < predicted.size(); ++i) ++out[of.record[i]][of.truth[i] * classes + predicted[i]];
    return out;
}

Counts summed(const std::vector<Counts>& counts) {
    Counts out(counts.front().size(), 0);
    for (const Counts& of : counts) {
        for (std::size_t i = 0; i < out.size(); ++i) out[i] += of[i];
    }
    return out;
}

// All seeds together, record by record.
std::vector<Counts> overSeeds(const FusionProtocol& of, const FusionModel& model) {
    std::vector<Counts> out = countsOf(of, model.predicted.front());
    for (std::size_t seed = 1; seed < model.predicted.size(); ++seed) {
        const auto more = countsOf(of, model.predicted[seed]);
        for (std::size_t r = 0; r < out.size(); ++r) {
            for (std::size_t i = 0; i < out[r].size(); ++i) out[r][i] += more[r][i];
        }
    }
    return out;
}

std::vector<double> bySeed(const FusionProtocol& of, const FusionModel& model, const statistics::Statistic& figure) {
    std::vector<double> out;
    for (const auto& predicted : model.predicted) out.push_back(figure(summed(countsOf(of, predicted))));
    return out;
}

std::string meanAndSd(const std::vector<double>& shares) {
    const Spread spread = spreadOf(shares);
    return text::fixedText(100 * spread.mean, 2) +
           (std::isfinite(spread.deviation) ? " ± " + text::fixedText(100 * spread.deviation, 2) : "");
}

double f1OfClass(std::span<const std::int64_t> sum, std::size_t k) {
    const std::size_t classes = classesOf(sum);
    double there = 0, answered = 0;
    for (std::size_t j = 0; j < classes; ++j) {
        there += static_cast<double>(sum[k * classes + j]);
        answered += static_cast<double>(sum[j * classes + k]);
    }
    return there + answered > 0 ? 2 * static_cast<double>(sum[k * classes + k]) / (there + answered) : 0;
}

std::string printed(const FusionProtocol& of, const std::string& model) {
    if (of.name != "intra") return "–";
    const auto found = std::ranges::find_if(kV, [&](const Printed& row) { return model == row.name; });
    return found == kV.end() ? "–" : found->figures;
}

StudySection scoreSection(const FusionProtocol& of, Json& figures, std::vector<IntervalMark>& marks) {
    StudySection out{.title = "Scores: " + of.condition};
    out.words.push_back(
        "n: " + std::to_string(of.truth.size()) + " beats of " + std::to_string(of.records.size()) +
        " records. Patients who are taught and asked in the same fold: " + std::to_string(of.leaking_patients) +
        (of.leaking_patients > 0 ? " (**it leaks**; these figures hold for no new patient)." : "."));
    StudyTable table{"Per cent, " + of.condition +
                         ": mean ± SD over seeds; interval: 95 %, resampled by record, all "
                         "seeds together.",
                     {"model", "seeds", "MCC", "MCC's interval", "macro-F1", "accuracy",
                      "V's MCC / macro-F1 / accuracy", "min a seed"},
                     {}};
    StudyTable classes{"F1 of every class, per cent, " + of.condition + ".", {"model"}, {}};
    for (const std::string& name : of.classes) classes.columns.push_back(name);
    for (const FusionModel& model : of.models) {
        const std::string seeds = std::to_string(model.predicted.size()) + " of " + std::to_string(model.wanted_seeds);
        if (model.predicted.empty()) {
            table.rows.push_back({model.title, seeds, "open", "", "", "", printed(of, model.name), ""});
            continue;
        }
        const Interval mcc = statistics::bootstrapByRecord(overSeeds(of, model), mccOfAll);
        table.rows.push_back({model.title, seeds, meanAndSd(bySeed(of, model, mccOfAll)),
                              '[' + text::fixedText(100 * mcc.low, 1) + ", " + text::fixedText(100 * mcc.high, 1) + ']',
                              meanAndSd(bySeed(of, model, f1Of)), meanAndSd(bySeed(of, model, accuracyOf)),
                              printed(of, model.name),
                              text::fixedText(model.seconds / 60 / static_cast<double>(model.predicted.size()), 1)});
        std::vector<std::string> row = {model.title};
        Json by_class;
        for (std::size_t k = 0; k < of.classes.size(); ++k) {
            const auto f1 = bySeed(of, model, [k](std::span<const std::int64_t> sum) { return f1OfClass(sum, k); });
            row.push_back(meanAndSd(f1));
            by_class[of.classes[k]] = f1;
        }
        classes.rows.push_back(std::move(row));
        figures[of.name]["models"][model.name] = {{"seeds", model.predicted.size()},
                                                  {"mcc", bySeed(of, model, mccOfAll)},
                                                  {"mcc_all_seeds", toJson(mcc)},
                                                  {"macro_f1", bySeed(of, model, f1Of)},
                                                  {"accuracy", bySeed(of, model, accuracyOf)},
                                                  {"f1", by_class},
                                                  {"seconds", model.seconds}};
        marks.push_back({model.title, of.condition, 100 * mcc.value, 100 * mcc.low, 100 * mcc.high});
    }
    out.tables.push_back(std::move(table));
    if (!classes.rows.empty()) out.tables.push_back(std::move(classes));
    return out;
}

const FusionModel* find(const FusionProtocol& of, const std::string& name) {
    const auto found = std::ranges::find_if(
        of.models, [&](const FusionModel& model) { return model.name == name && !model.predicted.empty(); });
    return found == of.models.end() ? nullptr : &*found;
}

StudySection comparisonSection(const FusionProtocol& of, Json& figures) {
    StudySection out{.title = "Compared: " + of.condition};
    StudyTable table{"MCC, points, " + of.condition +
                         ". p by paired bootstrap by record; P(θ > ½) over the beats that "
                         "one alone has right in its first seed (beats of a patient are alike, so it is surer than it "
                         "should be); d over seeds.",
                     {"first", "second", "first − second", "p", "P(θ > ½)", "d"},
                     {}};
    for (const auto& [a, b] :
         std::initializer_list<std::pair<const char*, const char*>>{{kLateAttention, "v_time_transformer"},
                                                                    {kLateAttention, "v_stft_cnn"},
                                                                    {kLateAttention, kLateAverage},
                                                                    {kLateAttention, "v_concat"},
                                                                    {kLateAttention, "v_sum"},
                                                                    {kLateAttention, "v_weighted"},
                                                                    {kLateAttention, "three_domains"},
                                                                    {"hybrid_1", "hybrid_2"},
                                                                    {"hybrid_1", "plain_cnn"},
                                                                    {"hybrid_1", "scalogram_cnn"},
                                                                    {"three_domains", "hybrid_1"},
                                                                    {"early_cnn", "plain_cnn"},
                                                                    {"early_cnn", "plain_spectrum_cnn"}}) {
        const FusionModel *first = find(of, a), *second = find(of, b);
        if (first == nullptr || second == nullptr) continue;
        const auto paired =
            statistics::pairedBootstrapByRecord(overSeeds(of, *first), overSeeds(of, *second), mccOfAll);
        std::int64_t only_first = 0, only_second = 0;
        for (std::size_t i = 0; i < of.truth.size(); ++i) {
            const bool in_a = first->predicted[0][i] == of.truth[i], in_b = second->predicted[0][i] == of.truth[i];
            only_first += in_a && !in_b ? 1 : 0;
            only_second += in_b && !in_a ? 1 : 0;
        }
        const double better = statistics::probabilityFirstBetter(only_first, only_second);
        const auto d = statistics::cohensD(bySeed(of, *first, mccOfAll), bySeed(of, *second, mccOfAll));
        table.rows.push_back({first->title, second->title, inPoints(paired.difference, 2), text::fixedText(paired.p, 4),
                              text::fixedText(better, 3), d ? text::fixedText(*d, 2) : "–"});
        figures[of.name]["comparisons"].push_back({{"first", a},
                                                   {"second", b},
                                                   {"mcc", toJson(paired.difference)},
                                                   {"p", paired.p},
                                                   {"first_better", better},
                                                   {"d", d ? Json(*d) : Json()}});
    }
    if (!table.rows.empty())
        out.tables.push_back(std::move(table));
    else
        out.words.push_back("Nothing can be compared yet.");
    return out;
}

// V's Table 4: median and mean absolute deviation.
std::optional<StudySection> attentionSection(const FusionResult& result, const FusionProtocol& of, Json& figures) {
    const FusionModel* late = find(of, kLateAttention);
    if (late == nullptr || late->attention.empty()) return std::nullopt;
    StudySection out{.title = "Attention: " + of.condition};
    StudyTable table{
        "Softmax over the branches of late attention's weights, class by class: median ± mean absolute "
        "deviation over " +
            std::to_string(late->attention.size()) +
            " fits. V prints 0.50 ± 0.02 for every class of MIT-BIH (intra-patient).",
        {"branch"},
        {}};
    for (const std::string& name : of.classes) table.columns.push_back(name);
    for (std::size_t m = 0; m < result.branches.size(); ++m) {
        std::vector<std::string> row = {result.branches[m]};
        for (std::size_t k = 0; k < of.classes.size(); ++k) {
            std::vector<double> values;
            for (const auto& fit : late->attention) values.push_back(fit[m * of.classes.size() + k]);
            const double middle = statistics::median(values);
            double off = 0;
            for (const double value : values) off += std::abs(value - middle) / static_cast<double>(values.size());
            row.push_back(text::fixedText(middle, 2) + " ± " + text::fixedText(off, 2));
            figures[of.name]["attention"][result.branches[m]][of.classes[k]] = values;
        }
        table.rows.push_back(std::move(row));
    }
    out.tables.push_back(std::move(table));
    return out;
}

std::string bestIn(const FusionProtocol& of) {
    const FusionModel* best = nullptr;
    double most = -2;
    for (const FusionModel& model : of.models) {
        if (model.predicted.empty()) continue;
        const double mcc = spreadOf(bySeed(of, model, mccOfAll)).mean;
        if (mcc <= most) continue;
        most = mcc;
        best = &model;
    }
    if (best == nullptr) return of.condition + ": nothing is done yet";
    return of.condition + ": " + best->title + " is highest so far, MCC " + text::fixedText(100 * most, 1);
}

}  // namespace

StudyReport fusionReport(const FusionResult& result) {
    StudyReport out;
    out.name = "fusion";
    out.title = "Fusions on MIT-BIH: late, intermediate, early, and single domains";
    out.command = "triptych-cli study fusion --data mitdb --out models/studies";
    out.seconds = result.seconds;
    out.figures = {{"parts", result.parts}, {"done", result.done}, {"open", result.open}};
    std::vector<IntervalMark> marks;
    std::string highest;
    for (const FusionProtocol& of : result.protocols) {
        highest += (highest.empty() ? "" : "; ") + bestIn(of);
        out.figures[of.name]["condition"] = of.condition;
        out.figures[of.name]["beats"] = of.truth.size();
        out.figures[of.name]["leaking_patients"] = of.leaking_patients;
        out.sections.push_back(scoreSection(of, out.figures, marks));
        out.sections.push_back(comparisonSection(of, out.figures));
        if (auto attention = attentionSection(result, of, out.figures)) out.sections.push_back(std::move(*attention));
    }
    if (!marks.empty()) {
        out.sections.front().pictures.push_back({"mcc",
                                                 "MCC of every model that is done, with 95 % intervals by record",
                                                 intervalChart("MCC, 95 % intervals by record", "%", marks)});
    }
    out.headline = std::to_string(result.done) + " of " + std::to_string(result.parts) +
                   " trainings of the schedule are "
                   "done. " +
                   highest + '.';
    out.words.push_back(
        "Schedule, in this order and resumable part by part: inter-patient first, since it is cheap "
        "(DS1 without 201 in five folds of records, ordinary N beats thinned to a fifth), then "
        "intra-patient; within each, small networks first; three seeds of V's two branches and of the "
        "late fusions that stand on them, two of the others. Nothing is chosen on the beats that are "
        "asked: fixed epochs (half as many within patients, where an epoch has seven times as many beats), the last "
        "weights; late weights from a tenth of the training beats (intra) or from the other folds' held-out answers "
        "(inter). DS2 is not read." +
        epochsInWords(result.epochs));
    if (!result.open.empty()) {
        std::map<std::string, std::size_t> of_part;  // as --parts names them
        for (const std::string& key : result.open) ++of_part[key.substr(0, key.find("-seed"))];
        std::string open;
        for (const auto& [part, count] : of_part)
            open += (open.empty() ? "" : ", ") + part + " (" + std::to_string(count) + ')';
        out.sections.push_back({.title = "Open", .words = {"Trainings by part: " + open + '.'}});
    }
    return out;
}

}  // namespace triptych::inference::studies
