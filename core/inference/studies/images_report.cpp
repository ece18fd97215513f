#include "core/inference/studies/images_report.h"

#include "core/inference/studies/chart.h"
#include "core/inference/studies/images_complementarity.h"
#include "core/inference/studies/shares.h"
#include "core/statistics/effect_size.h"
#include "core/text/numbers.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <set>

namespace triptych::inference::studies {
namespace {

using statistics::Counts;
using statistics::Interval;

constexpr std::array kConditions = {PageCondition::published, PageCondition::distinct, PageCondition::grouped};
constexpr std::array kDomains = {"time", "frequency", "time_frequency"};
constexpr const char* kIntermediate = "intermediate";
constexpr std::int64_t kShareUnit = 1'000'000;  // of a share, as a whole number

// The runs of one condition, one for each seed.
struct Condition {
    PageCondition condition = PageCondition::distinct;
    PageItems items;
    std::vector<std::size_t> unit;  // [items] what is resampled as a whole: the page, or the ID where IDs were dealt
    std::size_t units = 0;
    std::vector<const PageRun*> runs;
};

std::vector<Condition> conditionsOf(const ImagesResult& result) {
    std::vector<Condition> out;
    for (const PageCondition condition : kConditions) {
        Condition of{condition, itemsOf(result.set, condition), {}, 0, {}};
        for (const PageRun& run : result.runs) {
            if (run.condition == condition) of.runs.push_back(&run);
        }
        if (of.runs.empty()) continue;
        of.unit = condition == PageCondition::grouped ? of.items.group : of.items.page;
        of.units = *std::ranges::max_element(of.unit) + 1;
        out.push_back(std::move(of));
    }
    return out;
}

std::vector<ImagesResult::Model> modelsOf(const ImagesResult& result) {
    auto out = result.models;
    // Where the papers have it: after what it is made of and before the intermediate one.
    out.insert(out.end() - 1, {kLateFusion, "late fusion: mean of the three (O1)"});
    return out;
}

std::size_t answerOf(const std::vector<float>& probabilities, std::size_t item, std::size_t classes) {
    return bestOf(std::span(probabilities).subspan(item * classes, classes));
}

// Confusion matrices of every unit, all seeds together.
std::vector<Counts> countsOf(const Condition& of, const std::string& model, std::size_t classes) {
    std::vector<Counts> out(of.units, Counts(classes * classes, 0));
    for (const PageRun* run : of.runs) {
        const auto probabilities = answersOf(*run, model);
        for (std::size_t i = 0; i < of.items.size(); ++i)
            ++out[of.unit[i]][of.items.label[i] * classes + answerOf(probabilities, i, classes)];
    }
    return out;
}

// Accuracy of every fold of every seed.
std::vector<double> foldAccuracies(const Condition& of, const std::string& model, std::size_t classes) {
    std::vector<double> out;
    for (const PageRun* run : of.runs) {
        const auto probabilities = answersOf(*run, model);
        std::vector<double> right(kPageFolds, 0), all(kPageFolds, 0);
        for (std::size_t i = 0; i < of.items.size(); ++i) {
            right[run->fold[i]] += answerOf(probabilities, i, classes) == of.items.label[i] ? 1 : 0;
            ++all[run->fold[i]];
        }
        for (std::size_t fold = 0; fold < kPageFolds; ++fold) {
            if (all[fold] > 0) out.push_back(right[fold] / all[fold]);
        }
    }
    return out;
}

// Probabilities meant over the seeds: one answer for each item.
std::vector<float> overSeeds(const Condition& of, const std::string& model) {
    std::vector<float> out;
    for (const PageRun* run : of.runs) {
        const auto probabilities = answersOf(*run, model);
        out.resize(probabilities.size(), 0);
        for (std::size_t i = 0; i < out.size(); ++i) out[i] += probabilities[i] / static_cast<float>(of.runs.size());
    }
    return out;
}

// Items that one model alone has right, by the answers meant over the seeds; an item each, a page once.
double probabilityBetter(const Condition& of, const std::string& first, const std::string& second,
                         std::size_t classes) {
    const auto a = overSeeds(of, first), b = overSeeds(of, second);
    std::int64_t only_first = 0, only_second = 0;
    std::set<std::size_t> seen;
    for (std::size_t i = 0; i < of.items.size(); ++i) {
        if (!seen.insert(of.items.page[i]).second) continue;
        const bool in_a = answerOf(a, i, classes) == of.items.label[i];
        const bool in_b = answerOf(b, i, classes) == of.items.label[i];
        only_first += in_a && !in_b ? 1 : 0;
        only_second += in_b && !in_a ? 1 : 0;
    }
    return statistics::probabilityFirstBetter(only_first, only_second);
}

struct Scores {
    Interval accuracy, precision, recall, f1;
};
Scores scoresOf(const std::vector<Counts>& counts) {
    return {statistics::bootstrapByRecord(counts, accuracyOf), statistics::bootstrapByRecord(counts, precisionOf),
            statistics::bootstrapByRecord(counts, recallOf), statistics::bootstrapByRecord(counts, f1Of)};
}

std::string unitName(PageCondition condition) {
    return condition == PageCondition::grouped ? "printed ID" : "page";
}

std::string sizes(const Condition& of) {
    const bool files = of.condition == PageCondition::published;
    const std::string of_units = of.condition == PageCondition::distinct
                                     ? std::string()
                                     : " of " + std::to_string(of.units) + (files ? " pages" : " printed IDs");
    return std::to_string(of.items.size()) + (files ? " files" : " pages") + of_units + ", " +
           std::to_string(of.runs.size()) + (of.runs.size() == 1 ? " seed" : " seeds") + " of " +
           std::to_string(kPageFolds) + " folds";
}

// What the duplicates add on the same pages, each page counting once: right share as published less right share when
// each page stands there once.
Interval worthOfDuplicates(const Condition& published, const Condition& distinct, const std::string& model,
                           std::size_t classes) {
    const auto rightShares = [&](const Condition& of, std::size_t pages) {
        std::vector<double> right(pages, 0), all(pages, 0);
        for (const PageRun* run : of.runs) {
            const auto probabilities = answersOf(*run, model);
            for (std::size_t i = 0; i < of.items.size(); ++i) {
                right[of.items.page[i]] += answerOf(probabilities, i, classes) == of.items.label[i] ? 1 : 0;
                ++all[of.items.page[i]];
            }
        }
        for (std::size_t page = 0; page < pages; ++page) right[page] /= std::max(all[page], 1.0);
        return right;
    };
    const auto with = rightShares(published, distinct.units), without = rightShares(distinct, distinct.units);
    std::vector<Counts> counts;
    for (std::size_t page = 0; page < with.size(); ++page) {
        counts.push_back({std::llround((with[page] - without[page]) * static_cast<double>(kShareUnit)), 1});
    }
    return statistics::bootstrapByRecord(counts, [](std::span<const std::int64_t> sum) {
        return static_cast<double>(sum[0]) / static_cast<double>(kShareUnit) / static_cast<double>(sum[1]);
    });
}

const Condition* find(const std::vector<Condition>& conditions, PageCondition condition) {
    const auto found = std::ranges::find(conditions, condition, &Condition::condition);
    return found == conditions.end() ? nullptr : &*found;
}

StudySection scoreSection(const Condition& of, const ImagesResult& result, std::vector<IntervalMark>& marks,
                          Json& figures) {
    const std::size_t classes = result.set.classes.size();
    StudySection out{.title = "Scores: " + std::string(describe(of.condition))};
    const PageLeaks leaks = [&] {
        PageLeaks most;
        for (const PageRun* run : of.runs) {
            const PageLeaks one = leaksOf(result.set, of.items, run->fold);
            most = {one.items, std::max(most.pages, one.pages), std::max(most.ids, one.ids)};
        }
        return most;
    }();
    out.words.push_back("n: " + sizes(of) + ". Intervals: 95 %, resampled by " + unitName(of.condition) +
                        ". Of the held-out items, " + std::to_string(leaks.pages) + " of " +
                        std::to_string(leaks.items) + " show a page that was trained on in the same fold" +
                        (leaks.pages > 0 ? " (**it leaks**)" : "") + ", " + std::to_string(leaks.ids) +
                        " an ID that a training page prints" + (leaks.ids > 0 ? " (**it leaks**)" : "") + '.');
    StudyTable table{"Per cent, " + std::string(describe(of.condition)) +
                         "; precision, recall and F1 are unweighted "
                         "means over the " +
                         std::to_string(classes) + " classes.",
                     {"model", "accuracy", "precision", "recall", "F1"},
                     {}};
    Json& json = figures["conditions"][std::string(name(of.condition))];
    json = {{"describes", describe(of.condition)},
            {"items", of.items.size()},
            {"units", of.units},
            {"seeds", of.runs.size()},
            {"folds", kPageFolds},
            {"held_out_pages_trained_on", leaks.pages},
            {"held_out_ids_trained_on", leaks.ids}};
    for (const auto& model : modelsOf(result)) {
        const Scores scores = scoresOf(countsOf(of, model.name, classes));
        table.rows.push_back({model.title, inPercent(scores.accuracy), inPercent(scores.precision),
                              inPercent(scores.recall), inPercent(scores.f1)});
        json["models"][model.name] = {{"accuracy", toJson(scores.accuracy)},
                                      {"precision", toJson(scores.precision)},
                                      {"recall", toJson(scores.recall)},
                                      {"f1", toJson(scores.f1)}};
        marks.push_back({model.title, std::string(describe(of.condition)), 100 * scores.accuracy.value,
                         100 * scores.accuracy.low, 100 * scores.accuracy.high});
    }
    out.tables.push_back(std::move(table));

    StudyTable compared{"Accuracy, points, " + std::string(describe(of.condition)) +
                            ". p by paired bootstrap over the " + unitName(of.condition) +
                            "s; P(θ > ½) over the pages that one of the two alone has right, by the answers meant "
                            "over the seeds; Cohen's d pooled over folds and seeds (n = " +
                            std::to_string(of.runs.size() * kPageFolds) + ").",
                        {"first", "second", "first − second", "p", "P(θ > ½)", "d"},
                        {}};
    const auto title = [&](const std::string& of_model) {
        for (const auto& model : modelsOf(result)) {
            if (model.name == of_model) return model.title;
        }
        return of_model;
    };
    for (const auto& [first, second] :
         std::initializer_list<std::pair<std::string, std::string>>{{kIntermediate, kLateFusion},
                                                                    {kIntermediate, "time"},
                                                                    {kIntermediate, "frequency"},
                                                                    {kIntermediate, "time_frequency"},
                                                                    {"hybrid_1", "hybrid_2"},
                                                                    {"hybrid_1", kIntermediate}}) {
        const auto paired = statistics::pairedBootstrapByRecord(countsOf(of, first, classes),
                                                                countsOf(of, second, classes), accuracyOf);
        const double better = probabilityBetter(of, first, second, classes);
        const auto d = statistics::cohensD(foldAccuracies(of, first, classes), foldAccuracies(of, second, classes));
        compared.rows.push_back({title(first), title(second), inPoints(paired.difference), text::fixedText(paired.p, 4),
                                 text::fixedText(better, 3), d ? text::fixedText(*d, 2) : "–"});
        json["comparisons"].push_back({{"first", first},
                                       {"second", second},
                                       {"difference", toJson(paired.difference)},
                                       {"p", paired.p},
                                       {"first_better", better},
                                       {"d", d ? Json(*d) : Json()}});
    }
    out.tables.push_back(std::move(compared));
    return out;
}

std::string percent(double share) {
    return text::fixedText(100 * share, 1) + " %";
}

double accuracyIn(const Json& figures, PageCondition condition, const std::string& model) {
    return figures["conditions"][std::string(name(condition))]["models"][model]["accuracy"]["value"].get<double>();
}

// The first line, and the table behind it.
StudySection worthSection(const std::vector<Condition>& conditions, const ImagesResult& result, Json& figures,
                          std::string& headline) {
    StudySection out{.title = "What the duplicates were worth"};
    const Condition* published = find(conditions, PageCondition::published);
    const Condition* distinct = find(conditions, PageCondition::distinct);
    const Condition* grouped = find(conditions, PageCondition::grouped);
    if (published == nullptr || distinct == nullptr) {
        headline = "What the duplicates were worth is open: the runs with and without them are not both done.";
        return out;
    }
    const std::size_t classes = result.set.classes.size();
    StudyTable table{"Points of accuracy on the same " + std::to_string(distinct->units) +
                         " pages, each counting once: share right as published less share right when every page "
                         "stands there once. Interval by page.",
                     {"model", "duplicates were worth", "accuracy as published", "each page once", "by printed ID"},
                     {}};
    double low = 1, high = -1;
    Interval of_intermediate;
    for (const auto& model : modelsOf(result)) {
        const Interval worth = worthOfDuplicates(*published, *distinct, model.name, classes);
        low = std::min(low, worth.value);
        high = std::max(high, worth.value);
        if (model.name == kIntermediate) of_intermediate = worth;
        table.rows.push_back(
            {model.title, inPoints(worth), percent(accuracyIn(figures, PageCondition::published, model.name)),
             percent(accuracyIn(figures, PageCondition::distinct, model.name)),
             grouped == nullptr ? "open" : percent(accuracyIn(figures, PageCondition::grouped, model.name))});
        figures["duplicates"][model.name] = toJson(worth);
    }
    out.tables.push_back(std::move(table));
    out.words.push_back(
        "The columns of accuracy differ by more than that, since the published files are other "
        "pages in another proportion: a page of the rarest class stands there eight times.");
    headline = "The duplicate files were worth " + inPoints(of_intermediate) +
               " points of accuracy to intermediate fusion on the same pages (" + signedText(100 * low, 1) + " to " +
               signedText(100 * high, 1) + " over the " + std::to_string(modelsOf(result).size()) +
               " models): " + percent(accuracyIn(figures, PageCondition::published, kIntermediate)) +
               " as published, " + percent(accuracyIn(figures, PageCondition::distinct, kIntermediate)) +
               " with each page once" +
               (grouped == nullptr ? std::string()
                                   : ", " + percent(accuracyIn(figures, PageCondition::grouped, kIntermediate)) +
                                         " with folds by printed ID") +
               " (" + std::to_string(published->items.size()) + " files, " + std::to_string(distinct->units) +
               " pages" + (grouped == nullptr ? "" : ", " + std::to_string(grouped->units) + " IDs") + ", " +
               std::to_string(published->runs.size()) + (published->runs.size() == 1 ? " seed" : " seeds") + ").";
    return out;
}

std::string verdict(const Json& json, const std::string& first, const std::string& second, const std::string& claim) {
    for (const Json& row : json["comparisons"]) {
        if (row["first"] != first || row["second"] != second) continue;
        const double difference = row["difference"]["value"].get<double>();
        const double low = row["difference"]["low"].get<double>(), high = row["difference"]["high"].get<double>();
        const std::string amount = signedText(100 * difference, 1) + " points [" + signedText(100 * low, 1) + ", " +
                                   signedText(100 * high, 1) + ']';
        const std::string d = row["d"].is_null() ? "" : ", d = " + text::fixedText(row["d"].get<double>(), 2);
        const std::string seen = low > 0 ? "holds here" : high < 0 ? "is turned round here" : "is not decided here";
        return claim + " " + seen + " (" + amount + d + ", " + howSure(row["first_better"].get<double>()) + ").";
    }
    return {};
}

std::vector<std::string> wordsOf(const std::vector<Condition>& conditions, const ImagesResult& result,
                                 const Json& figures) {
    std::vector<std::string> out;
    for (const Condition& of : conditions) {
        const Json& json = figures["conditions"][std::string(name(of.condition))];
        std::string best;
        double most = -1;
        for (const auto& [model, scores] : json["models"].items()) {
            if (scores["accuracy"]["value"].get<double>() <= most) continue;
            most = scores["accuracy"]["value"].get<double>();
            best = model;
        }
        for (const auto& model : modelsOf(result)) {
            if (model.name == best) best = model.title;
        }
        out.push_back(
            "**" + std::string(describe(of.condition)) + "** (" + sizes(of) + "): the highest accuracy is " +
            percent(most) + " (" + best + "). " +
            verdict(json, kIntermediate, kLateFusion,
                    "O1's claim that intermediate fusion beats late fusion "
                    "(its d = 0.40)") +
            ' ' + verdict(json, kIntermediate, "time", "That it beats the time domain alone (its d > 0.8)") + ' ' +
            verdict(json, "hybrid_1", "hybrid_2",
                    "O2's claim that a second domain is enough and a third spoils it (its 96 % against 94 %)"));
    }
    out.push_back(
        "What could not be made again: neither paper states its networks, its signal's length in samples of the "
        "page, its seeds or its epochs. The networks here are small (an encoder of three convolutions for each "
        "domain), trained for " +
        std::to_string(result.epochs) +
        " epochs with the last weights, ADASYN on the training part alone, nothing chosen on what is held out. Their "
        "figures (O1: intermediate 97 %; O2: Hybrid 1 96 %, Hybrid 2 94 %) are on the files as published.");
    return out;
}

}  // namespace

std::vector<float> answersOf(const PageRun& run, const std::string& model) {
    if (model != kLateFusion) return run.probabilities.at(model);
    std::vector<float> out;
    for (const char* domain : kDomains) {
        const auto& of = run.probabilities.at(domain);
        out.resize(of.size(), 0);
        for (std::size_t i = 0; i < of.size(); ++i) out[i] += of[i] / static_cast<float>(kDomains.size());
    }
    return out;
}

StudyReport imagesReport(const ImagesResult& result) {
    StudyReport out;
    out.name = "images";
    out.title = "Printed pages: what fusion of domains, and what duplicate files, are worth";
    std::size_t seeds = 0;
    for (const PageRun& run : result.runs) seeds = std::max(seeds, run.seed + 1);
    out.command = "triptych-cli study images --data paper_mendeley --out models/studies --seeds " +
                  std::to_string(seeds) + " --epochs " + std::to_string(result.epochs);
    out.seconds = result.seconds;
    const auto conditions = conditionsOf(result);
    std::vector<IntervalMark> marks;
    std::vector<StudySection> scores;
    for (const Condition& of : conditions) scores.push_back(scoreSection(of, result, marks, out.figures));
    out.figures["epochs"] = result.epochs;
    StudySection worth = worthSection(conditions, result, out.figures, out.headline);
    worth.pictures.push_back({"accuracy", "Accuracy of every model in every condition, with 95 % intervals",
                              intervalChart("Accuracy, 95 % intervals", "%", marks)});
    out.words = wordsOf(conditions, result, out.figures);
    out.sections.push_back(std::move(worth));
    for (StudySection& section : scores) out.sections.push_back(std::move(section));
    out.sections.push_back(complementaritySection(result, out.figures));
    out.sections.push_back(saliencySection(result, out.figures));
    return out;
}

}  // namespace triptych::inference::studies
