#include "core/pipeline/score_rhythm.h"
#include "app/cli/commands/choose.h"
#include "app/cli/commands/rhythm_input.h"
#include "app/cli/console/csv.h"
#include "app/cli/console/json.h"
#include "app/cli/console/numbers.h"
#include "app/cli/console/table.h"
#include "core/pipeline/train_rhythm.h"
#include "core/text/numbers.h"
#include "core/text/said.h"

#include <CLI/CLI.hpp>

#include <memory>

namespace triptych::cli {
namespace {

struct ScoreRhythmOptions {
    std::vector<std::string> files;
    std::string strips;  // a folder
    bool odd = false;
    ModelOptions model;
    FormatOptions format;
};

struct Row {
    std::string record;
    pipeline::RhythmAgreement agreement;
};

std::vector<std::vector<std::string>> cellsOf(const Row& row) {
    std::vector<std::vector<std::string>> out;
    for (std::size_t r = 0; r < rhythm::kRhythms; ++r) {
        const auto& of = row.agreement.of[r];
        if (of.marked_s == 0 && of.said_s == 0) continue;
        const auto share = [](double part, double whole) {
            return whole > 0 ? text::fixedText(100 * part / whole, 1) : std::string();
        };
        out.push_back({row.record, std::string(rhythm::name(static_cast<rhythm::Rhythm>(r))),
                       text::fixedText(of.marked_s, 1), text::fixedText(of.said_s, 1), share(of.right_s, of.marked_s),
                       share(of.right_s, of.said_s)});
    }
    return out;
}

Result<void> scoreRecords(const ScoreRhythmOptions& options, Session& session) {
    std::vector<Row> rows;
    pipeline::RhythmAgreement sum;
    for (const std::string& file : options.files) {
        RhythmOptions one;
        one.recording.file = file;
        one.model = options.model;
        one.project = "none";  // what readers said is not ours to be scored
        const auto read = readRhythm(one, session.job);
        if (!read) return std::unexpected(read.error());
        const auto marked = pipeline::markedRhythms(*read->input.recording);
        if (marked.empty()) {
            session.progress.log(text::say("warning: {1} has no marks of rhythm and is left out", file));
            continue;
        }
        rows.push_back({read->input.recording->name, pipeline::agreementOf(marked, read->found.findings)});
        sum += rows.back().agreement;
    }
    rows.push_back({"all", sum});
    const std::vector<std::string> titles = {"record",         "rhythm", "marked s", "said s", "right of marked %",
                                             "right of said %"};
    if (options.format.format() == Format::json) {
        Json out = Json::array();
        for (const Row& row : rows) {
            for (std::size_t r = 0; r < rhythm::kRhythms; ++r) {
                const auto& of = row.agreement.of[r];
                if (of.marked_s == 0 && of.said_s == 0) continue;
                out.push_back({{"record", row.record},
                               {"rhythm", rhythm::name(static_cast<rhythm::Rhythm>(r))},
                               {"marked_s", of.marked_s},
                               {"said_s", of.said_s},
                               {"right_s", of.right_s}});
            }
        }
        session.out.write(jsonText(out));
    } else if (options.format.format() == Format::csv) {
        std::string out = csvLine(titles);
        for (const Row& row : rows) {
            for (const auto& cells : cellsOf(row)) out += csvLine(cells);
        }
        session.out.write(out);
    } else {
        std::vector<Column> columns;
        for (const std::string& title : titles) {
            columns.push_back({text::foreign(title), columns.size() < 2 ? Align::left : Align::right});
        }
        Table table(std::move(columns));
        for (const Row& row : rows) {
            for (const auto& cells : cellsOf(row)) table.add(cells);
        }
        session.out.write(table.text());
    }
    return {};
}

Result<void> scoreStripsOf(const ScoreRhythmOptions& options, Session& session) {
    const auto model = rhythm::shippedStripModel();
    if (!model) return std::unexpected(model.error());
    const auto score = pipeline::scoreStrips(
        options.strips, options.odd ? pipeline::Strips::odd : pipeline::Strips::even, **model, session.job);
    if (!score) return std::unexpected(score.error());
    Json counts = Json::object();
    std::string text =
        text::say("F1 of fibrillation, weighted to the challenge's full set: {1} (precision {2}, recall {3})",
                  text::fixedText(score->f1, 3), text::fixedText(score->precision, 3),
                  text::fixedText(score->recall, 3))
            .text() +
        '\n';
    Table table({{"marked", Align::left}, {"af"}, {"sinus"}, {"other"}, {"unreadable"}});
    for (std::size_t t = 0; t < rhythm::kStripClasses; ++t) {
        std::vector<std::string> cells{std::string(rhythm::kStripClassNames[t])};
        Json row = Json::object();
        for (std::size_t c = 0; c < rhythm::kStripClasses; ++c) {
            cells.push_back(text::fixedText(score->counts[t][c], 0));
            row[std::string(rhythm::kStripClassNames[c])] = score->counts[t][c];
        }
        table.add(cells);
        counts[std::string(rhythm::kStripClassNames[t])] = std::move(row);
    }
    if (options.format.format() == Format::json) {
        session.out.write(jsonText({{"f1", score->f1},
                                    {"precision", score->precision},
                                    {"recall", score->recall},
                                    {"counts", std::move(counts)}}));
    } else if (options.format.format() == Format::csv) {
        std::string lines = csvLine({"figure", "value"}) + csvLine({"f1", shortest(score->f1)}) +
                            csvLine({"precision", shortest(score->precision)}) +
                            csvLine({"recall", shortest(score->recall)});
        for (std::size_t t = 0; t < rhythm::kStripClasses; ++t) {
            for (std::size_t c = 0; c < rhythm::kStripClasses; ++c) {
                lines += csvLine(
                    {std::string(rhythm::kStripClassNames[t]) + " as " + std::string(rhythm::kStripClassNames[c]),
                     shortest(score->counts[t][c])});
            }
        }
        session.out.write(lines);
    } else {
        session.out.write(text + table.text());
    }
    return {};
}

Result<void> scoreRhythm(const ScoreRhythmOptions& options, Session& session) {
    if (options.strips.empty() == options.files.empty()) {
        return fail(ErrorCode::wrong_use, "either records or --strips are scored", "score-rhythm",
                    "name records with marks of rhythm, or the folder of the CinC Challenge 2017 with --strips");
    }
    return options.strips.empty() ? scoreRecords(options, session) : scoreStripsOf(options, session);
}

}  // namespace

void addScoreRhythm(CLI::App& program, Action& action) {
    auto options = std::make_shared<ScoreRhythmOptions>();
    auto* command =
        program.add_subcommand("score-rhythm", "Compare the rhythm with an annotator's: share of time named right");
    command->add_option("files", options->files, "Records whose annotator marked rhythms")->type_name("FILE");
    auto* const strips =
        command
            ->add_option("--strips", options->strips, "Folder of the CinC Challenge 2017: F1 of fibrillation, instead")
            ->type_name("FOLDER");
    command->add_flag("--odd", options->odd, "With --strips: the strips of odd number, which taught nothing")
        ->needs(strips);
    addModelOption(*command, options->model);
    strips->excludes(command->get_option("--model"))->excludes(command->get_option("--trust-code"));
    addFormatOptions(*command, options->format);
    addExamples(*command,
                "  triptych-cli score-rhythm mitdb/201.hea mitdb/203.hea\n"
                "  triptych-cli score-rhythm --strips cinc2017 --odd\n"
                "Strips of even number taught the model; what they score says nothing.");
    whenCalled(*command, action, options, &scoreRhythm);
}

}  // namespace triptych::cli
