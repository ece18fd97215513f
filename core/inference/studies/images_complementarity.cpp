#include "core/inference/studies/images_complementarity.h"

#include "core/inference/studies/chart.h"
#include "core/inference/studies/shares.h"
#include "core/text/numbers.h"

#include <array>
#include <cmath>
#include <limits>
#include <set>
#include <utility>

namespace triptych::inference::studies {
namespace {

constexpr int kNeighbours = 3;
constexpr int kDraws = 200;
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

struct Pair {
    const char *first, *second, *title;
    const char* paper;  // O2's Pearson and mutual information
};
constexpr std::array<Pair, 3> kPairs = {{{"time", "frequency", "time – frequency", "+0.07 / 0.40"},
                                         {"frequency", "time_frequency", "frequency – time-frequency", "+0.18 / 0.37"},
                                         {"time", "time_frequency", "time – time-frequency", "−0.30 / 0.44"}}};

// Each fold's networks have a space of their own: scores are standardised fold by fold before they stand together. Each
// page once, by its first file.
std::vector<double> scoresOf(const ImagesResult& result, const PageRun& run, const std::string& model) {
    const PageItems items = itemsOf(result.set, run.condition);
    const auto& component = run.component.at(model);
    std::vector<Spread> of_fold;
    std::set<std::size_t> seen;
    std::vector<std::size_t> first;
    for (std::size_t i = 0; i < items.size(); ++i) {
        if (seen.insert(items.page[i]).second) first.push_back(i);
    }
    for (std::size_t fold = 0; fold < kPageFolds; ++fold) {
        std::vector<double> values;
        for (const std::size_t i : first) {
            if (run.fold[i] == fold) values.push_back(component[i]);
        }
        of_fold.push_back(spreadOf(values));
    }
    std::vector<double> out;
    for (const std::size_t i : first) {
        const Spread& spread = of_fold[run.fold[i]];
        out.push_back(spread.deviation > 0 ? (component[i] - spread.mean) / spread.deviation : 0);
    }
    return out;
}

std::string meanAndSd(const std::vector<double>& values, int decimals) {
    const Spread spread = spreadOf(values);
    return text::fixedText(spread.mean, decimals) +
           (std::isfinite(spread.deviation) ? " ± " + text::fixedText(spread.deviation, decimals) : "");
}

}  // namespace

StudySection complementaritySection(const ImagesResult& result, Json& figures) {
    StudySection out{.title = "What the domains tell of one another"};
    StudyTable table{
        "First principal components of the held-out pages' features, each page once, standardised within "
        "its fold and turned so that normal pages score low; Pearson's r and mutual information (Kraskov, "
        "k = 3) in nats, mean over the seeds (± SD where there are several). Null: the same of pages in "
        "200 random orders.",
        {"condition", "domains", "r", "mutual information", "null", "z", "largest p", "O2's r / MI"},
        {}};
    std::vector<IntervalMark> marks;
    for (const auto condition : {PageCondition::published, PageCondition::distinct, PageCondition::grouped}) {
        for (const Pair& pair : kPairs) {
            std::vector<double> r, information, null_mean, null_sd, z;
            double largest_p = 0;
            for (const PageRun& run : result.runs) {
                if (run.condition != condition) continue;
                const auto x = scoresOf(result, run, pair.first), y = scoresOf(result, run, pair.second);
                r.push_back(statistics::pearson(x, y));
                const auto of = statistics::neighbourInformationAgainstOrder(x, y, kNeighbours, kDraws, run.seed + 1);
                information.push_back(of.value);
                null_mean.push_back(of.null_mean);
                null_sd.push_back(of.null_sd);
                z.push_back(of.z);
                largest_p = std::max(largest_p, of.p);
            }
            if (r.empty()) continue;
            const double low = spreadOf(null_mean).mean - 1.96 * spreadOf(null_sd).mean;
            const double high = spreadOf(null_mean).mean + 1.96 * spreadOf(null_sd).mean;
            table.rows.push_back({std::string(describe(condition)), pair.title, meanAndSd(r, 2),
                                  meanAndSd(information, 2),
                                  text::fixedText(spreadOf(null_mean).mean, 2) + " [" + text::fixedText(low, 2) + ", " +
                                      text::fixedText(high, 2) + ']',
                                  text::fixedText(spreadOf(z).mean, 1), text::fixedText(largest_p, 3), pair.paper});
            figures["complementarity"][std::string(name(condition))].push_back(
                {{"domains", pair.title},
                 {"pages", result.set.pages.size()},
                 {"r", spreadOf(r).mean},
                 {"mutual_information", spreadOf(information).mean},
                 {"null_mean", spreadOf(null_mean).mean},
                 {"null_sd", spreadOf(null_sd).mean},
                 {"largest_p", largest_p},
                 {"seeds", r.size()}});
            marks.push_back({pair.title, std::string(describe(condition)), spreadOf(information).mean, kNaN, kNaN});
            marks.push_back({pair.title, "chance", spreadOf(null_mean).mean, low, high});
        }
    }
    out.words.push_back("n: " + std::to_string(result.set.pages.size()) +
                        " pages. Mutual information says how much two domains share, and not whether a third one "
                        "helps: whether it does, the scores above say.");
    out.tables.push_back(std::move(table));
    out.pictures.push_back({"information", "Mutual information between the domains beside what chance gives",
                            intervalChart("Mutual information between domains", "nats", marks)});
    return out;
}

StudySection saliencySection(const ImagesResult& result, Json& figures) {
    StudySection out{.title = "Gradients and signal, class by class (O1)"};
    StudyTable table{
        "Mutual information of a page's signal and |∂ logit of its class / ∂ signal| (16 bins each, "
        "Miller–Madow), mean over held-out pages and seeds; null: 200 circular shifts of each page; last, "
        "the share of pages with p < 0.05. It is association: it does not say that the gradient is "
        "faithful.",
        {"condition", "network", "class", "n", "mutual information, nats", "null", "p < 0.05"},
        {}};
    for (const auto condition : {PageCondition::published, PageCondition::distinct, PageCondition::grouped}) {
        for (const char* model : {"time", "intermediate"}) {
            for (std::size_t k = 0; k < result.set.classes.size(); ++k) {
                std::vector<double> value, null_mean;
                double found = 0;
                for (const PageRun& run : result.runs) {
                    if (run.condition != condition || !run.saliency.contains(model)) continue;
                    const PageItems items = itemsOf(result.set, condition);
                    std::set<std::size_t> seen;
                    for (std::size_t i = 0; i < items.size(); ++i) {
                        if (items.label[i] != k || !seen.insert(items.page[i]).second) continue;
                        const auto& of = run.saliency.at(model)[i];
                        value.push_back(of.value);
                        null_mean.push_back(of.null_mean);
                        found += of.p < 0.05 ? 1 : 0;
                    }
                }
                if (value.empty()) continue;
                const double share = found / static_cast<double>(value.size());
                table.rows.push_back({std::string(describe(condition)), model, result.set.classes[k],
                                      std::to_string(value.size()), meanAndSd(value, 3), meanAndSd(null_mean, 3),
                                      text::fixedText(100 * share, 0) + " %"});
                figures["saliency"][std::string(name(condition))].push_back(
                    {{"network", model},
                     {"class", result.set.classes[k]},
                     {"n", value.size()},
                     {"mutual_information", spreadOf(value).mean},
                     {"null_mean", spreadOf(null_mean).mean},
                     {"share_below_p_0.05", share}});
            }
        }
    }
    out.tables.push_back(std::move(table));
    return out;
}

}  // namespace triptych::inference::studies
