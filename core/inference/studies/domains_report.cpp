#include "core/inference/studies/domains_report.h"

#include "core/inference/metrics.h"
#include "core/inference/studies/chart.h"
#include "core/inference/studies/shares.h"
#include "core/statistics/information.h"
#include "core/statistics/random.h"
#include "core/text/numbers.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <numeric>

namespace triptych::inference::studies {
namespace {

using statistics::Counts;
using statistics::Interval;

constexpr std::size_t kBeatsOfRecord = 150;  // at most: neighbours are alike, and no record may speak for all
constexpr int kNeighbours = 3;
constexpr int kDraws = 200;

struct Pair {
    std::size_t first, second;
    const char* paper;  // O2's Pearson and mutual information, on its own data
};
constexpr std::array<Pair, 3> kPairs = {{{0, 1, "+0.07 / 0.40"}, {1, 2, "+0.18 / 0.37"}, {0, 2, "−0.30 / 0.44"}}};

// Beats of a fold, at most kBeatsOfRecord of each record, drawn at random.
std::vector<std::size_t> sampleOf(const DomainsFold& fold, std::uint64_t seed) {
    std::map<std::uint32_t, std::vector<std::size_t>> of_record;
    for (std::size_t i = 0; i < fold.truth.size(); ++i) of_record[fold.record[i]].push_back(i);
    std::vector<std::size_t> out;
    for (auto& [record, beats] : of_record) {
        Random(streamSeed(seed, record)).shuffle(beats);
        beats.resize(std::min(beats.size(), kBeatsOfRecord));
        out.insert(out.end(), beats.begin(), beats.end());
    }
    return out;
}

std::vector<double> picked(const std::vector<double>& values, const std::vector<std::size_t>& places) {
    std::vector<double> out;
    for (const std::size_t i : places) out.push_back(values[i]);
    return out;
}

struct Shared {
    std::vector<double> r, information, null_mean, null_sd, z, p;
    std::size_t beats = 0;
};

Shared sharedBy(const DomainsResult& result, const Pair& pair) {
    Shared out;
    for (std::size_t f = 0; f < result.folds.size(); ++f) {
        const DomainsFold& fold = result.folds[f];
        const auto sample = sampleOf(fold, f + 1);
        const auto x = picked(fold.component[pair.first], sample), y = picked(fold.component[pair.second], sample);
        const auto of = statistics::neighbourInformationAgainstOrder(x, y, kNeighbours, kDraws, f + 1);
        if (!std::isfinite(of.value)) continue;  // a component that does not vary
        out.r.push_back(statistics::pearson(x, y));
        out.information.push_back(of.value);
        out.null_mean.push_back(of.null_mean);
        out.null_sd.push_back(of.null_sd);
        out.z.push_back(of.z);
        out.p.push_back(of.p);
        out.beats += sample.size();
    }
    return out;
}

std::string meanAndSd(const std::vector<double>& values, int decimals) {
    const Spread spread = spreadOf(values);
    return text::fixedText(spread.mean, decimals) +
           (std::isfinite(spread.deviation) ? " ± " + text::fixedText(spread.deviation, decimals) : "");
}

StudySection informationSection(const DomainsResult& result, Json& figures) {
    StudySection out{.title = "What the domains tell of one another"};
    StudyTable table{"First principal components of the held-out beats' features, at most " +
                         std::to_string(kBeatsOfRecord) +
                         " beats of a record, fold by fold (each fold's networks have a space of their own), turned so "
                         "that N beats score low. Mean ± SD over folds and seeds; mutual information after Kraskov (k "
                         "= 3), nats; null: the same of beats in 200 random orders.",
                     {"domains", "n", "r", "mutual information", "null", "z", "largest p", "O2's r / MI (pages)"},
                     {}};
    std::vector<IntervalMark> marks;
    for (const Pair& pair : kPairs) {
        const Shared of = sharedBy(result, pair);
        if (of.r.empty()) continue;
        const std::string title = result.domains[pair.first] + " – " + result.domains[pair.second];
        const double null_mean = spreadOf(of.null_mean).mean, null_sd = spreadOf(of.null_sd).mean;
        const double largest_p = *std::ranges::max_element(of.p);
        table.rows.push_back({title, std::to_string(of.beats), meanAndSd(of.r, 2), meanAndSd(of.information, 2),
                              text::fixedText(null_mean, 3) + " ± " + text::fixedText(null_sd, 3),
                              text::fixedText(spreadOf(of.z).mean, 1), text::fixedText(largest_p, 3), pair.paper});
        figures["pairs"].push_back({{"domains", title},
                                    {"beats", of.beats},
                                    {"r", of.r},
                                    {"mutual_information", of.information},
                                    {"null_mean", null_mean},
                                    {"null_sd", null_sd},
                                    {"largest_p", largest_p}});
        const Spread spread = spreadOf(of.information);
        const double error = std::isfinite(spread.deviation)
                                 ? 1.96 * spread.deviation / std::sqrt(static_cast<double>(of.information.size()))
                                 : 0;
        marks.push_back({title, "between the domains", spread.mean, spread.mean - error, spread.mean + error});
        marks.push_back({title, "by chance", null_mean, null_mean - 1.96 * null_sd, null_mean + 1.96 * null_sd});
    }
    out.words.push_back(
        "Beats of one record are alike, and orders over all beats of a fold break that likeness, too: "
        "the null is what beats would share if neither their class nor their patient were common to "
        "both domains.");
    out.tables.push_back(std::move(table));
    out.pictures.push_back({"information", "Mutual information between the domains beside what chance gives",
                            intervalChart("Mutual information between domains, held-out beats", "nats", marks)});
    return out;
}

double mccOf4(std::span<const std::int64_t> sum) {
    return mccOf(sum, static_cast<std::size_t>(std::lround(std::sqrt(static_cast<double>(sum.size())))));
}

// Confusion matrices of every record, of the mean of these domains' probabilities, all seeds together.
std::vector<Counts> countsOf(const DomainsResult& result, const std::vector<std::size_t>& domains) {
    const std::size_t classes = result.classes.size();
    std::vector<Counts> out(result.records.size(), Counts(classes * classes, 0));
    std::vector<float> mean(classes);
    for (const DomainsFold& fold : result.folds) {
        for (std::size_t i = 0; i < fold.truth.size(); ++i) {
            std::ranges::fill(mean, 0.0F);
            for (const std::size_t domain : domains) {
                for (std::size_t k = 0; k < classes; ++k) mean[k] += fold.probability[domain][i * classes + k];
            }
            ++out[fold.record[i]][fold.truth[i] * classes + bestOf(mean)];
        }
    }
    return out;
}

double f1OfClass(std::span<const std::int64_t> sum, std::size_t k) {
    const auto classes = static_cast<std::size_t>(std::lround(std::sqrt(static_cast<double>(sum.size()))));
    double there = 0, answered = 0;
    for (std::size_t j = 0; j < classes; ++j) {
        there += static_cast<double>(sum[k * classes + j]);
        answered += static_cast<double>(sum[j * classes + k]);
    }
    return there + answered > 0 ? 2 * static_cast<double>(sum[k * classes + k]) / (there + answered) : 0;
}

StudySection worthSection(const DomainsResult& result, Json& figures) {
    StudySection out{.title = "Whether a domain adds anything"};
    StudyTable table{"Mean of the domains' probabilities, " + result.condition + "; intervals by record.",
                     {"domains", "MCC", "macro-F1 of N, S, V", "F1 of S", "F1 of V", "accuracy, %"},
                     {}};
    const std::vector<std::vector<std::size_t>> sets = {{0}, {1}, {2}, {0, 1}, {0, 2}, {1, 2}, {0, 1, 2}};
    const auto titleOf = [&](const std::vector<std::size_t>& set) {
        std::string title;
        for (const std::size_t domain : set) title += (title.empty() ? "" : " + ") + result.domains[domain];
        return title;
    };
    const auto macro = [](std::span<const std::int64_t> sum) {
        return (f1OfClass(sum, 0) + f1OfClass(sum, 1) + f1OfClass(sum, 2)) / 3;
    };
    for (const auto& set : sets) {
        const auto counts = countsOf(result, set);
        const Interval mcc = statistics::bootstrapByRecord(counts, mccOf4);
        const Interval f1 = statistics::bootstrapByRecord(counts, macro);
        const Interval s = statistics::bootstrapByRecord(counts, [](auto sum) { return f1OfClass(sum, 1); });
        const Interval v = statistics::bootstrapByRecord(counts, [](auto sum) { return f1OfClass(sum, 2); });
        const Interval accuracy = statistics::bootstrapByRecord(counts, accuracyOf);
        table.rows.push_back(
            {titleOf(set), inPercent(mcc), inPercent(f1), inPercent(s), inPercent(v), inPercent(accuracy)});
        figures["scores"].push_back({{"domains", titleOf(set)},
                                     {"mcc", toJson(mcc)},
                                     {"macro_f1", toJson(f1)},
                                     {"s_f1", toJson(s)},
                                     {"v_f1", toJson(v)},
                                     {"accuracy", toJson(accuracy)}});
    }
    out.tables.push_back(std::move(table));
    StudyTable gains{"MCC, points; paired, resampled by record.", {"added", "to", "gain", "p"}, {}};
    for (const auto& [with, without] :
         std::initializer_list<std::pair<std::vector<std::size_t>, std::vector<std::size_t>>>{
             {{0, 1}, {0}}, {{0, 2}, {0}}, {{0, 1, 2}, {0, 2}}, {{0, 1, 2}, {0, 1}}}) {
        const auto paired =
            statistics::pairedBootstrapByRecord(countsOf(result, with), countsOf(result, without), mccOf4);
        std::string added;
        for (const std::size_t domain : with) {
            if (std::ranges::find(without, domain) == without.end()) added = result.domains[domain];
        }
        gains.rows.push_back({added, titleOf(without), inPoints(paired.difference), text::fixedText(paired.p, 4)});
        figures["gains"].push_back(
            {{"added", added}, {"to", titleOf(without)}, {"mcc", toJson(paired.difference)}, {"p", paired.p}});
    }
    out.tables.push_back(std::move(gains));
    return out;
}

}  // namespace

StudyReport domainsReport(const DomainsResult& result) {
    StudyReport out;
    out.name = "domains";
    out.title = "Domains on MIT-BIH: is frequency redundant here, too?";
    out.command =
        "triptych-cli study domains --data mitdb --out models/studies --seeds " + std::to_string(result.seeds);
    out.seconds = result.seconds;
    std::size_t beats = 0;
    for (const DomainsFold& fold : result.folds) beats += fold.seed == 0 ? fold.truth.size() : 0;
    out.figures = {{"condition", result.condition},
                   {"beats", beats},
                   {"records", result.records.size()},
                   {"seeds", result.seeds},
                   {"leaking_patients", result.leaking_patients}};
    out.sections.push_back(informationSection(result, out.figures));
    out.sections.push_back(worthSection(result, out.figures));
    const auto gain = [&](std::size_t row) {
        const Json& of = out.figures["gains"][row]["mcc"];
        return std::array<double, 3>{of["value"].get<double>(), of["low"].get<double>(), of["high"].get<double>()};
    };
    const auto said = [](const std::array<double, 3>& of) {
        return signedText(100 * of[0], 1) + " points of MCC [" + signedText(100 * of[1], 1) + ", " +
               signedText(100 * of[2], 1) + ']';
    };
    const auto to_time = gain(0), scalogram_to_time = gain(1), to_both = gain(2);
    const std::string verdict = to_both[1] > 0   ? "frequency adds to time and scalogram"
                                : to_both[2] < 0 ? "frequency takes away from time and scalogram"
                                                 : "that frequency adds to time and scalogram is not shown";
    out.headline = "Here " + verdict + ": " + said(to_both) + " (" + std::to_string(beats) + " beats of " +
                   std::to_string(result.records.size()) + " records, " + result.condition + ").";
    out.words.push_back("Frequency added to time alone: " + said(to_time) +
                        "; scalogram added to time alone: " + said(scalogram_to_time) +
                        ". O2 calls frequency redundant beside time and time-frequency, "
                        "from correlations and mutual information on pages; those of MIT-BIH's beats stand beside "
                        "them below. Mutual information alone decides nothing: it is high where both domains see the "
                        "class.");
    out.words.push_back("Every figure is " + result.condition + ", " + std::to_string(result.seeds) +
                        (result.seeds == 1 ? " seed" : " seeds") +
                        "; patients on both sides of a fold: " + std::to_string(result.leaking_patients) +
                        ". Networks: the lighter ones that O1 and O2 describe; ordinary N beats thinned to a fifth in "
                        "training. The test records (DS2) were not read." +
                        epochsInWords(result.epochs));
    return out;
}

}  // namespace triptych::inference::studies
