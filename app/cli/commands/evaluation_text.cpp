#include "app/cli/commands/evaluation_text.h"

#include "app/cli/commands/evaluation_statistics.h"
#include "app/cli/console/csv.h"
#include "app/cli/console/json.h"
#include "app/cli/console/numbers.h"
#include "app/cli/console/table.h"
#include "app/cli/console/text.h"
#include "app/cli/input.h"
#include "core/text/said.h"

namespace triptych::cli {
namespace {

using inference::ClassScore;
using inference::Evaluation;
using inference::ScoreTable;

Json tableJson(const ScoreTable& table) {
    Json classes = Json::array();
    for (const ClassScore& score : table.classes) {
        classes.push_back({{"class", score.class_name},
                           {"true_positive", score.true_positive},
                           {"false_positive", score.false_positive},
                           {"false_negative", score.false_negative},
                           {"sensitivity", jsonNumber(score.sensitivity)},
                           {"positive_predictivity", jsonNumber(score.positive_predictivity)},
                           {"f1", jsonNumber(score.f1)}});
    }
    const std::size_t n = table.classes.size();
    Json confusion = Json::array();
    for (std::size_t truth = 0; truth < n && table.confusion.size() == n * n; ++truth) {
        Json row = Json::array();
        for (std::size_t said = 0; said < n; ++said) row.push_back(table.confusion[truth * n + said]);
        confusion.push_back(std::move(row));
    }
    return {{"title", table.title},
            {"beats", table.beats},
            {"accuracy", jsonNumber(table.accuracy)},
            {"macro_f1", jsonNumber(table.macro_f1)},
            {"mcc", jsonNumber(table.mcc)},
            {"classes", std::move(classes)},
            {"confusion", std::move(confusion)}};
}

std::string grossTable(const ScoreTable& table) {
    Table rows({{"class", Align::left}, {"beats"}, {"found"}, {"missed"}, {"extra"}, {"Se"}, {"+P"}, {"F1"}});
    for (const ClassScore& score : table.classes) {
        rows.add({score.class_name, grouped(score.true_positive + score.false_negative), grouped(score.true_positive),
                  grouped(score.false_negative), grouped(score.false_positive), percent(score.sensitivity),
                  percent(score.positive_predictivity), percent(score.f1)});
    }
    return text::say("{1}: {2} beats, accuracy {3}, macro-F1 {4}, MCC {5}", printable(table.title),
                     grouped(table.beats), percent(table.accuracy), percent(table.macro_f1), percent(table.mcc))
               .text() +
           '\n' + rows.text();
}

std::string confusionTable(const ScoreTable& table) {
    const std::size_t n = table.classes.size();
    if (table.confusion.size() != n * n) return {};
    std::vector<Column> columns = {{"truth", Align::left}};
    for (const auto& score : table.classes) columns.push_back({text::say("as {1}", score.class_name)});
    Table rows(columns);
    for (std::size_t truth = 0; truth < n; ++truth) {
        std::vector<std::string> cells = {table.classes[truth].class_name};
        for (std::size_t said = 0; said < n; ++said) cells.push_back(grouped(table.confusion[truth * n + said]));
        rows.add(cells);
    }
    return rows.text();
}

// One line a table, of a record or a rhythm: sensitivity and positive predictivity of each class, and how many beats of
// it there are.
std::string lineTable(const text::Said& of, const std::vector<ScoreTable>& tables) {
    std::vector<Column> columns = {{of, Align::left}, {"beats"}, {"accuracy"}};
    for (const auto& score : tables.front().classes) {
        columns.push_back({text::foreign(score.class_name)});
        columns.push_back({"Se"});
        columns.push_back({"+P"});
        columns.push_back({"F1"});
    }
    Table rows(columns);
    for (const auto& table : tables) {
        std::vector<std::string> cells = {printable(table.title), grouped(table.beats), percent(table.accuracy)};
        for (const auto& score : table.classes) {
            cells.push_back(grouped(score.true_positive + score.false_negative));
            cells.push_back(fixed(score.sensitivity * 100, 1));
            cells.push_back(fixed(score.positive_predictivity * 100, 1));
            cells.push_back(fixed(score.f1 * 100, 1));
        }
        rows.add(cells);
    }
    return rows.text();
}

// "N 12, S 3": beats that were given no class, by what they are.
std::string byClass(const Evaluation& evaluation) {
    std::string out;
    for (std::size_t k = 0; k < evaluation.without_class.size(); ++k) {
        out += (k > 0 ? ", " : "") + evaluation.model.classes[k] + ' ' + grouped(evaluation.without_class[k]);
    }
    return out;
}

Json withoutClassJson(const Evaluation& evaluation) {
    if (evaluation.without_class.empty()) return {};
    Json out = Json::object();
    for (std::size_t k = 0; k < evaluation.without_class.size(); ++k) {
        out[evaluation.model.classes[k]] = evaluation.without_class[k];
    }
    return out;
}

std::string csvRows(const ScoreTable& table) {
    std::string out;
    for (const ClassScore& score : table.classes) {
        out += csvLine({table.title, score.class_name, std::to_string(score.true_positive),
                        std::to_string(score.false_positive), std::to_string(score.false_negative),
                        shortest(score.sensitivity), shortest(score.positive_predictivity), shortest(score.f1),
                        std::to_string(table.beats), shortest(table.accuracy), shortest(table.macro_f1),
                        shortest(table.mcc)});
    }
    return out;
}

}  // namespace

std::string evaluationJson(const Evaluation& evaluation, BeatOrigin beats) {
    const ModelInfo& model = evaluation.model;
    Json gross = Json::array();
    for (const auto& table : evaluation.gross) gross.push_back(tableJson(table));
    Json rhythms = Json::array();
    for (const auto& table : evaluation.per_rhythm) rhythms.push_back(tableJson(table));
    Json records = Json::array();
    for (const auto& table : evaluation.per_record) records.push_back(tableJson(table));
    return jsonText({{"model", {{"name", model.name}, {"hash", model.hash}, {"profile", model.profile}}},
                     {"class_mapping", model.class_mapping},
                     {"trained_on", model.trained_on},
                     {"leaks_patients", model.leaks_patients},
                     {"set", evaluation.set},
                     {"beats_origin", name(beats)},
                     {"without_class", withoutClassJson(evaluation)},
                     {"gross", std::move(gross)},
                     {"intervals", intervalsJson(evaluation)},
                     {"reliability", reliabilityJson(evaluation)},
                     {"per_record", std::move(records)},
                     {"per_rhythm", std::move(rhythms)},
                     {"warnings", jsonWarnings(evaluation.warnings)}});
}

std::string evaluationCsv(const Evaluation& evaluation) {
    std::string out = csvLine({"table", "class", "true_positive", "false_positive", "false_negative", "sensitivity",
                               "positive_predictivity", "f1", "beats", "accuracy", "macro_f1", "mcc"});
    for (const auto& table : evaluation.gross) out += csvRows(table);
    for (const auto& table : evaluation.per_record) out += csvRows(table);
    return out;
}

std::string evaluationTables(const Evaluation& evaluation, BeatOrigin beats) {
    const ModelInfo& model = evaluation.model;
    std::string out = pairs({{"Model", text::say("{1} (SHA-256 {2})", model.name, model.hash)},
                             {"Trained on", model.trained_on},
                             {"Classes", model.class_mapping},
                             {"Set", text::say("{1}, {2} beats", evaluation.set, name(beats))}});
    if (!evaluation.without_class.empty()) {
        out += pairs({{"No class", byClass(evaluation)}});
    }
    if (model.leaks_patients) {
        out += text::Said(
                   "The split mixes beats of the same patients: these figures leak patients and overstate what a new "
                   "patient would see.")
                   .text() +
               '\n';
    }
    for (const auto& table : evaluation.gross) out += '\n' + grossTable(table);
    if (!evaluation.gross.empty()) {
        out += '\n' + text::say("{1}, truth by row:", printable(evaluation.gross.front().title)).text() + '\n' +
               confusionTable(evaluation.gross.front());
    }
    out += '\n' + intervalTable(evaluation);
    out += '\n' + reliabilityText(evaluation);
    if (!evaluation.per_record.empty())
        out += '\n' + text::Said("Per record, in per cent:").text() + '\n' + lineTable("record", evaluation.per_record);
    if (!evaluation.per_rhythm.empty())
        out += '\n' + text::Said("Per rhythm that the annotator names, in per cent:").text() + '\n' +
               lineTable("rhythm", evaluation.per_rhythm);
    return out;
}

}  // namespace triptych::cli
