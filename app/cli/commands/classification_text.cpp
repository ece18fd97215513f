#include "app/cli/commands/classification_text.h"

#include "app/cli/console/csv.h"
#include "app/cli/console/json.h"
#include "app/cli/console/numbers.h"
#include "app/cli/console/table.h"
#include "app/cli/console/text.h"
#include "app/cli/input.h"
#include "core/pipeline/borderline.h"
#include "core/pipeline/review_queue.h"
#include "core/text/said.h"

#include <algorithm>
#include <map>

namespace triptych::cli {
namespace {

constexpr std::size_t kShortHash = 12;

double timeOf(const Classification& result, std::size_t beat) {
    return static_cast<double>(result.beats.beats[beat].sample) / result.beats.rate_hz;
}

bool usable(const Classification& result, std::size_t beat) {
    return result.predictions.usable[beat] != 0;
}

// S because a run of S went on: the rule's word, not the networks'.
bool inRun(const Classification& result, std::size_t beat) {
    return beat < result.predictions.in_run.size() && result.predictions.in_run[beat] != 0;
}

// As long as in the window before a reader chooses another length.
pipeline::ReviewQueue queueOf(const Classification& result) {
    return pipeline::makeReviewQueue(result.predictions, result.model.borderline_margin);
}

// "" of a beat that has none.
std::string classOf(const Classification& result, std::size_t beat) {
    return result.predictions.hasClass(beat) ? result.model.classes[result.predictions.winner(beat)] : std::string();
}

bool isReadable(const Classification& result, std::size_t beat) {
    return triptych::isReadable(result.predictions.silenceOf(beat));
}

// Why it has no class.
std::string reasonOf(const Classification& result, std::size_t beat) {
    return std::string(triptych::name(result.predictions.silenceOf(beat)));
}

Json orNull(const std::string& text) {
    return text.empty() ? Json() : Json(text);
}

// The likely classes of a beat, as the class-conditional conformal thresholds of the model have it.
std::vector<std::string> likelyClasses(const Classification& result, std::size_t beat) {
    std::vector<std::string> out;
    for (std::size_t k = 0; k < result.model.classes.size(); ++k) {
        if ((result.predictions.set[beat] >> k & 1U) != 0) out.push_back(result.model.classes[k]);
    }
    return out;
}

std::vector<std::string> reasonNames(const Classification& result, std::size_t beat) {
    std::vector<std::string> out;
    for (const auto reason : pipeline::reasonsOf(result.predictions, beat, result.model.borderline_margin)) {
        out.emplace_back(pipeline::name(reason));
    }
    return out;
}

std::string joined(const std::vector<std::string>& words, char between) {
    std::string out;
    for (const std::string& word : words) out += (out.empty() ? std::string() : std::string(1, between)) + word;
    return out;
}

// A value of a beat that not every model gives.
template <class Values>
Json given(const Values& values, std::size_t beat) {
    return values.empty() ? Json() : jsonNumber(values[beat]);
}

Json byClass(const ModelInfo& model, std::span<const float> values) {
    Json object = Json::object();
    for (std::size_t k = 0; k < model.classes.size(); ++k) object[model.classes[k]] = jsonNumber(values[k]);
    return object;
}

template <class ValuesOfBranch>
Json byBranch(const ModelInfo& model, ValuesOfBranch&& values) {
    Json object = Json::object();
    for (std::size_t m = 0; m < model.branches.size(); ++m) object[model.branches[m]] = byClass(model, values(m));
    return object;
}

// `attention`, the same for every beat, is JSON already.
void writeBeat(const Classification& result, std::size_t beat, std::string_view attention,
               const pipeline::ReviewQueue& queue, Output& out) {
    const Predictions& predictions = result.predictions;
    out.write("{");
    out.write(jsonMembers(
        {{"sample", result.beats.beats[beat].sample},
         {"time_s", jsonNumber(timeOf(result, beat))},
         {"symbol", symbolOfBeat(result, beat)},
         {"class", orNull(classOf(result, beat))},
         {"readable", isReadable(result, beat)},
         {"reason", orNull(reasonOf(result, beat))},
         {"reason_in_words", orNull(inWords(result.predictions.silenceOf(beat)).text())},
         {"probability", byClass(result.model, predictions.fused(beat))},
         {"branches", byBranch(result.model, [&](std::size_t m) { return predictions.branch(beat, m); })}}));
    out.write(",\"attention\":");
    out.write(attention);
    out.write(",");
    out.write(jsonMembers({{"share", byBranch(result.model, [&](std::size_t m) { return predictions.share(beat, m); })},
                           {"margin", jsonNumber(predictions.margin(beat))},
                           {"set", predictions.set.empty() ? Json() : Json(likelyClasses(result, beat))},
                           {"doubt", given(predictions.doubt, beat)},
                           {"strangeness", given(predictions.strangeness, beat)},
                           {"borderline", queue.holds(beat)},
                           {"reasons", reasonNames(result, beat)},
                           {"in_run", inRun(result, beat)},
                           {"usable", usable(result, beat)}}));
    out.write("}");
}

std::vector<std::int64_t> countByClass(const Classification& result) {
    std::vector<std::int64_t> counts(result.model.classes.size());
    for (std::size_t i = 0; i < result.beats.beats.size(); ++i) {
        if (result.predictions.hasClass(i)) ++counts[result.predictions.winner(i)];
    }
    return counts;
}

// "motion 12, paced 3": beats without a class by why.
std::string withoutClass(const Classification& result) {
    std::map<Silence, std::int64_t> counts;
    for (std::size_t i = 0; i < result.beats.beats.size(); ++i) {
        if (!result.predictions.hasClass(i)) ++counts[result.predictions.silenceOf(i)];
    }
    std::string out;
    for (const auto& [silence, count] : counts) {
        out += (out.empty() ? "" : ", ") + text::say("{1} ({2})", grouped(count), inWords(silence)).text();
    }
    return out.empty() ? "0" : out;
}

std::string summary(const Classification& result) {
    const auto counts = countByClass(result);
    std::string classes;
    for (std::size_t k = 0; k < counts.size(); ++k) {
        classes += (k > 0 ? ", " : "") + result.model.classes[k] + ' ' + grouped(counts[k]);
    }
    const auto borderline = static_cast<std::int64_t>(queueOf(result).beats.size());
    return pairs(
        {{"Model", result.model.name + " (" + result.model.hash.substr(0, kShortHash) + ")"},
         {"Classes", result.model.class_mapping},
         {"Beats", text::say("{1} {2}, lead {3}", grouped(static_cast<std::int64_t>(result.beats.beats.size())),
                             name(result.beats.origin), result.beats.lead_name)},
         {"Found", classes},
         {"No class", withoutClass(result)},
         {"Borderline", grouped(borderline)},
         {"Advisory", text::Said("Research use - not for diagnosis")}});
}

}  // namespace

std::string symbolOfBeat(const Classification& result, std::size_t beat) {
    if (result.beats.origin == BeatOrigin::reference) return std::string(symbolOf(result.beats.beats[beat].code));
    if (!result.predictions.hasClass(beat)) return std::string(symbolOf(codeOf(result.predictions.silenceOf(beat))));
    return classOf(result, beat);
}

std::vector<Warning> mergedWarnings(const std::vector<std::vector<Warning>>& lists) {
    std::vector<Warning> merged;
    for (const auto& list : lists) {
        for (const auto& warning : list) {
            const bool known = std::any_of(merged.begin(), merged.end(), [&](const Warning& other) {
                return other.what == warning.what && other.where == warning.where;
            });
            if (!known) merged.push_back(warning);
        }
    }
    return merged;
}

void writeClassificationJson(const Classification& result, const std::vector<Warning>& warnings, Output& out) {
    const ModelInfo& model = result.model;
    const std::size_t classes = model.classes.size();
    const std::string attention = jsonWords(
        byBranch(model, [&](std::size_t m) { return std::span(model.attention).subspan(m * classes, classes); }));
    out.write("{");
    out.write(
        jsonMembers({{"model",
                      {{"name", model.name},
                       {"hash", model.hash},
                       {"profile", model.profile},
                       {"classes", model.classes},
                       {"class_mapping", model.class_mapping},
                       {"fusion", model.fusion},
                       {"leaks_patients", model.leaks_patients},
                       {"rhythm_rules", model.rhythm_rules},
                       {"prior_ratio", model.prior_ratio},
                       {"conformal_alpha", model.hasLikelyClasses() ? jsonNumber(model.conformal_alpha) : Json()}}},
                     {"lead", result.beats.lead_name},
                     {"rate_hz", jsonNumber(result.beats.rate_hz)},
                     {"beats_origin", name(result.beats.origin)}}));
    const pipeline::ReviewQueue queue = queueOf(result);
    out.write(",\"beats\":[");
    for (std::size_t i = 0; i < result.beats.beats.size() && !out.gone(); ++i) {
        if (i > 0) out.write(",");
        writeBeat(result, i, attention, queue, out);
    }
    out.write("],");
    Json unreadable = Json::array();
    for (const UnreadableSpan& span : result.unreadable) {
        unreadable.push_back({{"from_s", jsonNumber(span.from_s)},
                              {"to_s", jsonNumber(span.to_s)},
                              {"reason", triptych::name(span.reason)}});
    }
    out.write(jsonMembers({{"unreadable", std::move(unreadable)}}));
    out.write(",");
    out.write(jsonMembers({{"wording", "Research use - not for diagnosis"}, {"warnings", jsonWarnings(warnings)}}));
    out.write("}\n");
}

void writeClassificationCsv(const Classification& result, Output& out) {
    const ModelInfo& model = result.model;
    const Predictions& predictions = result.predictions;
    std::vector<std::string> titles = {"sample", "time_s", "symbol", "class"};
    for (const auto& class_name : model.classes) titles.push_back("p_" + class_name);
    for (const auto& branch : model.branches) {
        for (const auto& class_name : model.classes) titles.push_back(branch + "_p_" + class_name);
    }
    titles.insert(titles.end(), {"margin", "borderline", "usable", "set", "doubt", "strangeness", "reasons", "in_run",
                                 "readable", "reason"});
    const pipeline::ReviewQueue queue = queueOf(result);
    out.write(csvLine(titles));
    for (std::size_t i = 0; i < result.beats.beats.size() && !out.gone(); ++i) {
        std::vector<std::string> fields = {std::to_string(result.beats.beats[i].sample), shortest(timeOf(result, i)),
                                           symbolOfBeat(result, i), classOf(result, i)};
        for (const float p : predictions.fused(i)) fields.push_back(shortest(p));
        for (std::size_t m = 0; m < model.branches.size(); ++m) {
            for (const float p : predictions.branch(i, m)) fields.push_back(shortest(p));
        }
        fields.insert(fields.end(),
                      {shortest(predictions.margin(i)), queue.holds(i) ? "1" : "0", usable(result, i) ? "1" : "0",
                       predictions.set.empty() ? "" : joined(likelyClasses(result, i), ' '),
                       predictions.doubt.empty() ? "" : shortest(predictions.doubt[i]),
                       predictions.strangeness.empty() ? "" : shortest(predictions.strangeness[i]),
                       joined(reasonNames(result, i), ' '), inRun(result, i) ? "1" : "0",
                       isReadable(result, i) ? "1" : "0", reasonOf(result, i)});
        out.write(csvLine(fields));
    }
}

std::string classificationTable(const Classification& result) {
    const ModelInfo& model = result.model;
    std::vector<Column> columns = {{"beat"}, {"time"}, {"sample"}, {"label", Align::left}, {"class", Align::left},
                                   {"p"}};
    for (const auto& branch : model.branches) columns.push_back({text::foreign(branch), Align::left});
    columns.push_back({"", Align::left});
    Table table(columns);
    for (std::size_t i = 0; i < result.beats.beats.size(); ++i) {
        std::vector<std::string> cells = {
            std::to_string(i),
            clock(timeOf(result, i)),
            std::to_string(result.beats.beats[i].sample),
            symbolOfBeat(result, i),
            classOf(result, i),
            result.predictions.hasClass(i) ? fixed(result.predictions.fused(i)[result.predictions.winner(i)], 2) : ""};
        for (std::size_t m = 0; m < model.branches.size(); ++m) {
            const auto p = result.predictions.branch(i, m);
            const auto best = std::max_element(p.begin(), p.end());
            if (!result.predictions.hasClass(i)) {
                cells.emplace_back();
                continue;
            }
            cells.push_back(model.classes[static_cast<std::size_t>(best - p.begin())] + ' ' + fixed(*best, 2));
        }
        std::string note = inWords(result.predictions.silenceOf(i)).text();
        const auto add = [&note](const std::string& more) { note += (note.empty() ? "" : ", ") + more; };
        if (inRun(result, i)) add(text::Said("a run of S goes on"));
        for (const auto reason : pipeline::reasonsOf(result.predictions, i, model.borderline_margin)) {
            add(pipeline::inWords(reason));
            if (reason == pipeline::Reason::several_likely) note += " (" + joined(likelyClasses(result, i), ' ') + ')';
        }
        cells.push_back(std::move(note));
        table.add(cells);
    }
    return table.text() + '\n' + summary(result);
}

}  // namespace triptych::cli
