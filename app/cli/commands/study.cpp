// Measurements of the product by itself, each made again by one command.
#include "app/cli/commands/choose.h"
#include "app/cli/console/json.h"
#include "app/cli/console/numbers.h"
#include "app/cli/options.h"
#include "app/cli/study/alike_studies.h"
#include "app/cli/study/attribution_study.h"
#include "app/cli/study/explanation_studies.h"
#include "app/cli/study/learn_detector.h"
#include "app/cli/study/noise_table.h"
#include "app/cli/study/paper_studies.h"
#include "app/cli/study/report_files.h"
#include "app/cli/study/review_work_table.h"
#include "app/cli/study/study_counts.h"
#include "app/cli/study/study_rows.h"
#include "app/cli/study/study_sets.h"
#include "app/cli/study/word_limits.h"
#include "core/pipeline/load_model.h"
#include "core/text/said.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <filesystem>
#include <memory>

namespace triptych::cli {
namespace {

// The rows that ask no model; kModelRows has the others.
constexpr std::array<std::string_view, 2> kBeatRows = {"detector", "leads"};
const std::vector<std::string> kLeadRecords = {"208"};

std::vector<std::string> rowNames() {
    std::vector<std::string> names(kBeatRows.begin(), kBeatRows.end());
    for (const StudyRowKind& kind : kModelRows) names.emplace_back(kind.name);
    return names;
}

// What every study of a model on records with known answers is asked.
struct MeasuringOptions {
    std::string data_folder, set = kDevelopment, output_folder;
    std::vector<std::string> records;
    ModelOptions model;
    bool json = false;
};

// All but the folder of the data and the set, which each study says in words of its own.
void addMeasuringOptions(CLI::App& command, MeasuringOptions& options) {
    command.add_option("--records", options.records, "Records of mitdb in place of the set's")
        ->delimiter(',')
        ->type_name("NAME,...");
    addModelOption(command, options.model);
    command.add_option("-o,--output", options.output_folder, "Write the table there as well, as Markdown and as JSON")
        ->type_name("DIR");
    command.add_flag("--json", options.json, "Print JSON in place of Markdown");
}

void addSetOption(CLI::App& command, MeasuringOptions& options, const char* says) {
    command.add_option("--set", options.set, says)
        ->check(CLI::IsMember({kDevelopment, kFinal}))
        ->capture_default_str()
        ->type_name("");
}

struct RobustnessOptions : MeasuringOptions {
    std::vector<std::string> rows;
};

struct Measured {
    std::vector<NoisyScore> noise, leads;
    std::vector<std::string> records, lead_records;
    std::vector<std::string> asked_rows, asked_records;  // what was asked for alone; empty: everything
    bool teaching_half = false;
    std::vector<StudyRow> rows;
    std::string model;
};

constexpr std::array kReadings = {Reading::first_named, Reading::other_named, Reading::first_alone};
std::string_view nameOf(Reading reading) {
    switch (reading) {
        case Reading::first_named:
            return "Triptych";
        case Reading::other_named:
            return "Triptych, another lead named";
        case Reading::first_alone:
            return "Triptych, from the first lead alone";
    }
    return "";
}

std::string inPercent(double fraction) {
    return fixed(100 * fraction, 2);
}

double meanOf(const beats::DetectionScore& score) {
    return (score.sensitivity() + score.positivePredictivity()) / 2;
}

std::string pair(double sensitivity_percent, double predictivity_percent, int decimals) {
    return fixed(sensitivity_percent, decimals) + " / " + fixed(predictivity_percent, decimals) + " (" +
           fixed((sensitivity_percent + predictivity_percent) / 2, decimals) + ")";
}

std::string joined(const std::vector<std::string>& words) {
    std::string out;
    for (const std::string& word : words) out += (out.empty() ? "" : " ") + word;
    return out;
}

std::string noiseMarkdown(const Measured& measured) {
    std::string out =
        "## QRS detector under noise of moving electrodes\n\nRecords " + joined(measured.records) +
        " of MIT-BIH, noise " +
        (measured.teaching_half ? "em up to 6:00, which taught" : "em from 6:00 on, which nothing learnt from") +
        ", added as WFDB's nst does and scored after EC57 in the noisy minutes: sensitivity / positive "
        "predictivity (mean of the two), %. Beats in stretches that are told to be unreadable count as "
        "missed. The others' figures were measured in the same way.\n\n| | 18 dB | 12 dB | 6 dB | 0 dB |\n"
        "|---|---|---|---|---|\n";
    for (const Reading reading : kReadings) {
        out += "| " + std::string(nameOf(reading)) + " |";
        for (const double snr_db : kStressLevels_db) {
            const NoisyScore gross = grossAt(measured.noise, snr_db, reading);
            out += ' ' + pair(100 * gross.score.sensitivity(), 100 * gross.score.positivePredictivity(), 2) + " |";
        }
        out += '\n';
    }
    out += "| of it unreadable, % of the time |";
    for (const double snr_db : kStressLevels_db) {
        const NoisyScore gross = grossAt(measured.noise, snr_db, Reading::first_named);
        out += ' ' + inPercent(gross.unreadable_s / gross.noisy_s) + " |";
    }
    out += '\n';
    for (const Rival& rival : rivals()) {
        out += "| " + std::string(rival.name) + " |";
        for (std::size_t level = 0; level < std::size(kStressLevels_db); ++level) {
            out += ' ' + pair(rival.sensitivity[level], rival.predictivity[level], 1) + " |";
        }
        out += '\n';
    }
    return out;
}

std::string leadsMarkdown(const Measured& measured) {
    std::string out =
        "## The same beats whichever lead is named\n\nClean records, from 5:00 on, sensitivity / positive predictivity "
        "(mean), %. Should be 99.5 / 99.5 or more in every row.\n\n| record | lead named | |\n|---|---|---|\n";
    for (const NoisyScore& row : measured.leads) {
        out += "| " + row.record + " | " + row.lead + " | " +
               pair(100 * row.score.sensitivity(), 100 * row.score.positivePredictivity(), 2) + " |\n";
    }
    return out;
}

// What was read, and what of it alone.
std::string setMarkdown(const Measured& measured) {
    const bool in_part = !measured.asked_rows.empty() || !measured.asked_records.empty();
    std::string out =
        measured.teaching_half
            ? "Recordings to develop on: DS1 without 201, svdb, strips of even number, noise that taught. DS2 was not "
              "read.\n"
            : "The final set: DS2, strips of odd number, noise that nothing learnt from. This run counts as one "
              "reading of " +
                  std::string(in_part ? "what it read of them" : "all of them") + ".\n";
    if (!in_part) return out;
    out += "\nIn part:";
    if (!measured.asked_rows.empty()) out += " rows " + joined(measured.asked_rows);
    if (!measured.asked_records.empty()) out += " records " + joined(measured.asked_records);
    return out + ".\n";
}

std::string markdown(const Measured& measured) {
    std::string out = "# Robustness\n\n" + setMarkdown(measured);
    if (!measured.rows.empty()) out += "\nModel " + measured.model + ".\n\n" + studyMarkdown(measured.rows);
    if (!measured.noise.empty()) out += '\n' + noiseMarkdown(measured);
    if (!measured.leads.empty()) out += '\n' + leadsMarkdown(measured);
    return out;
}

Json scoreJson(const NoisyScore& row) {
    Json out = {{"record", row.record},
                {"lead", row.lead},
                {"reading", nameOf(row.reading)},
                {"snr_db", jsonNumber(row.snr_db)},
                {"true_positive", row.score.true_positive},
                {"false_positive", row.score.false_positive},
                {"false_negative", row.score.false_negative},
                {"sensitivity", jsonNumber(row.score.sensitivity())},
                {"positive_predictivity", jsonNumber(row.score.positivePredictivity())},
                {"mean", jsonNumber(meanOf(row.score))}};
    if (row.noisy_s > 0) {
        out["noisy_s"] = row.noisy_s;
        out["unreadable_s"] = row.unreadable_s;
    }
    return out;
}

Json json(const Measured& measured) {
    Json out = {{"set", measured.teaching_half ? kDevelopment : kFinal}};
    if (!measured.rows.empty()) {
        out["model"] = measured.model;
        out["rows"] = studyJson(measured.rows);
    }
    if (!measured.noise.empty()) {
        Json rows = Json::array(), gross = Json::array(), others = Json::array();
        for (const NoisyScore& row : measured.noise) rows.push_back(scoreJson(row));
        for (const Reading reading : kReadings) {
            for (const double snr_db : kStressLevels_db) {
                gross.push_back(scoreJson(grossAt(measured.noise, snr_db, reading)));
            }
        }
        for (const Rival& rival : rivals()) {
            others.push_back({{"name", rival.name},
                              {"sensitivity_percent", rival.sensitivity},
                              {"positive_predictivity_percent", rival.predictivity}});
        }
        out["detector"] = {{"records", measured.records},   {"noise", measured.teaching_half ? "taught" : "tested"},
                           {"levels_db", kStressLevels_db}, {"gross", std::move(gross)},
                           {"rows", std::move(rows)},       {"others", std::move(others)}};
    }
    if (!measured.leads.empty()) {
        Json rows = Json::array();
        for (const NoisyScore& row : measured.leads) rows.push_back(scoreJson(row));
        out["leads"] = std::move(rows);
    }
    return out;
}

double secondsSince(std::chrono::steady_clock::time_point begun) {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
}

// The rows that ask a model.
Result<void> askModel(const RobustnessOptions& options, const std::vector<const StudyRowKind*>& kinds,
                      Measured& measured, Session& session) {
    if (kinds.empty()) return {};
    const auto loaded = pipeline::loadModel(options.model.name, options.model.trust_code);
    if (!loaded) return std::unexpected(loaded.error());
    measured.model = loaded->model->info().name + ' ' + loaded->model->info().hash;
    StudyData data(options.data_folder, measured.teaching_half ? StudySet::development : StudySet::last, loaded->model,
                   session.job, options.records);
    for (const StudyRowKind* kind : kinds) {
        session.job.progress(static_cast<double>(measured.rows.size()) / static_cast<double>(kinds.size()),
                             text::foreign(std::string(kind->name)));
        const auto begun = std::chrono::steady_clock::now();
        StudyRow row{std::string(kind->name), std::string(kind->situation), {}, {}, 0};
        if (auto done = kind->measure(data, row); !done) {
            if (done.error().code != ErrorCode::not_found) return done;
            row.left_out = sentence(done.error());
        }
        row.seconds = secondsSince(begun);
        measured.rows.push_back(std::move(row));
    }
    return {};
}

Result<void> mayRead(const std::vector<std::string>& records, const std::string& set) {
    const std::string record = firstOfDs2(records);
    if (record.empty() || set == kFinal) return {};
    return fail(ErrorCode::wrong_use, text::say("record {1} is of DS2, and reading it counts", record), {},
                "read it at the very end, with --set final");
}

Result<void> measureRobustness(const RobustnessOptions& options, Session& session) {
    if (auto allowed = mayRead(options.records, options.set); !allowed) return allowed;
    const auto wants = [&](std::string_view row) {
        return options.rows.empty() || std::ranges::find(options.rows, row) != options.rows.end();
    };
    if (!options.output_folder.empty()) {
        if (auto made = mayReportTo(options.output_folder); !made) return made;
    }
    Measured measured;
    measured.teaching_half = options.set == kDevelopment;
    measured.asked_rows = options.rows;
    measured.asked_records = options.records;
    measured.records = StudyData(options.data_folder, measured.teaching_half ? StudySet::development : StudySet::last,
                                 nullptr, session.job, options.records)
                           .motionRecords();
    measured.lead_records = options.records.empty() ? kLeadRecords : options.records;
    std::vector<const StudyRowKind*> kinds;
    for (const StudyRowKind& kind : kModelRows) {
        if (wants(kind.name)) kinds.push_back(&kind);
    }
    if (auto asked = askModel(options, kinds, measured, session); !asked) return asked;
    if (wants("detector")) {
        auto rows = scoreInNoise({options.data_folder, measured.records, measured.teaching_half}, session.job);
        if (!rows) return std::unexpected(std::move(rows.error()));
        measured.noise = std::move(*rows);
    }
    if (wants("leads")) {
        auto rows = scoreByLead({options.data_folder, measured.lead_records, false}, session.job);
        if (!rows) return std::unexpected(std::move(rows.error()));
        measured.leads = std::move(*rows);
    }
    session.out.write(options.json ? jsonText(json(measured)) : markdown(measured));
    if (options.output_folder.empty()) return {};
    return writeTables(options.output_folder, "robustness", markdown(measured), jsonText(json(measured)));
}

void addRobustness(CLI::App& study, Action& action) {
    auto options = std::make_shared<RobustnessOptions>();
    auto* command = study.add_subcommand("robustness", "Measure what noise, handhelds and a badly chosen lead cost");
    command
        ->add_option("--data", options->data_folder,
                     "Folder with mitdb, svdb, noise, cinc2017 and ludb, as many as there are")
        ->required()
        ->type_name("DIR");
    command
        ->add_option("--rows", options->rows, text::say("Only these rows of the table: {1}", joined(rowNames())).text())
        ->check(CLI::IsMember(rowNames()))
        ->delimiter(',')
        ->type_name("ROW,...");
    addSetOption(*command, *options,
                 "Recordings to develop on, or those that are read once at the very end (DS2, strips of odd number)");
    addMeasuringOptions(*command, *options);
    addExamples(*command,
                "  triptych-cli study robustness --data shared/data --output table\n"
                "  triptych-cli study robustness --data shared/data --rows detector,hum --records 116,208\n"
                "  triptych-cli study robustness --data shared/data --set final --output table\n"
                "The last one reads DS2: it counts as one reading of it.");
    whenCalled(*command, action, options, &measureRobustness);
}

struct DetectorOptions {
    std::string data_folder;
    std::string output_file;
};

Result<void> makeDetector(const DetectorOptions& options, Session& session) {
    if (!options.output_file.ends_with(".cpp")) {
        return fail(ErrorCode::wrong_use, "the name is not that of a source file", options.output_file,
                    "end it in .cpp");
    }
    const std::filesystem::path folder = std::filesystem::path(options.output_file).parent_path();
    if (auto made = mayReportTo(folder.empty() ? "." : folder); !made) return made;
    const auto source = learnDetector(options.data_folder, session.job);
    if (!source) return std::unexpected(source.error());
    return writeText(options.output_file, *source);
}

void addDetector(CLI::App& study, Action& action) {
    auto options = std::make_shared<DetectorOptions>();
    auto* command = study.add_subcommand("detector", "Learn the network of the beat detector again, as source");
    command->add_option("--data", options->data_folder, "Folder with mitdb, svdb and noise")
        ->required()
        ->type_name("DIR");
    command->add_option("-o,--output", options->output_file, "The source file to be written")
        ->required()
        ->type_name("FILE");
    addExamples(*command,
                "  triptych-cli study detector --data shared/data --output core/beats/qrs_network_weights.cpp\n"
                "Takes some minutes and a gigabyte of memory.");
    whenCalled(*command, action, options, &makeDetector);
}

struct WordsOptions {
    std::string data_folder;
    std::vector<std::string> records;
    bool json = false;
};

Result<void> printWords(const WordsOptions& options, Session& session) {
    if (const std::string record = firstOfDs2(options.records); !record.empty()) {
        return fail(ErrorCode::wrong_use, text::say("record {1} is of DS2, and words are not chosen by it", record), {},
                    "name records of DS1");
    }
    const auto table = wordLimitsTable(options.data_folder, options.records, options.json, session.job);
    if (!table) return std::unexpected(table.error());
    session.out.write(*table);
    return {};
}

void addWords(CLI::App& study, Action& action) {
    auto options = std::make_shared<WordsOptions>();
    auto* command = study.add_subcommand(
        "words", "Measure from which number on reasons say \"early\" and \"wide\", over normal beats of DS1");
    command->add_option("--data", options->data_folder, "Folder with mitdb")->required()->type_name("DIR");
    command->add_option("--records", options->records, "Records of DS1 in place of all")
        ->delimiter(',')
        ->type_name("NAME,...");
    command->add_flag("--json", options->json, "Print JSON in place of Markdown");
    addExamples(*command,
                "  triptych-cli study words --data shared/data\n"
                "The quantiles of class N are the table in core/pipeline/why_words.cpp.");
    whenCalled(*command, action, options, &printWords);
}

Result<void> reviewWork(const MeasuringOptions& options, Session& session) {
    if (auto allowed = mayRead(options.records, options.set); !allowed) return allowed;
    if (!options.output_folder.empty()) {
        if (auto made = mayReportTo(options.output_folder); !made) return made;
    }
    const auto loaded = pipeline::loadModel(options.model.name, options.model.trust_code);
    if (!loaded) return std::unexpected(loaded.error());
    StudyData data(options.data_folder, options.set == kFinal ? StudySet::last : StudySet::development, loaded->model,
                   session.job, options.records);
    const auto begun = std::chrono::steady_clock::now();
    auto work = measureReviewWork(data, loaded->model->info().name + ' ' + loaded->model->info().hash);
    if (!work) return std::unexpected(work.error());
    work->seconds = secondsSince(begun);
    session.out.write(options.json ? jsonText(json(*work)) : markdown(*work));
    if (options.output_folder.empty()) return {};
    return writeTables(options.output_folder, "review-work", markdown(*work), jsonText(json(*work)));
}

void addReviewWork(CLI::App& study, Action& action) {
    auto options = std::make_shared<MeasuringOptions>();
    auto* command = study.add_subcommand("review-work", "Measure what the review queue and the tiles save a reader");
    command->add_option("--data", options->data_folder, "Folder with mitdb")->required()->type_name("DIR");
    addSetOption(*command, *options,
                 "Records to develop on, or those that are read once at the very end (DS2), whose annotator is the "
                 "reader then");
    addMeasuringOptions(*command, *options);
    addExamples(*command,
                "  triptych-cli study review-work --data shared/data --records 106,208\n"
                "  triptych-cli study review-work --data shared/data --set final --output models/studies");
    whenCalled(*command, action, options, &reviewWork);
}

}  // namespace

void addStudy(CLI::App& program, Action& action) {
    auto* study = program.add_subcommand("study", "Measure Triptych itself on recordings with known answers");
    study->require_subcommand(1);
    addExamples(*study, "  triptych-cli study robustness --help");
    addRobustness(*study, action);
    addDetector(*study, action);
    addWords(*study, action);
    addReviewWork(*study, action);
    addFaithfulness(*study, action);
    addExplanations(*study, action);
    addAttributions(*study, action);
    addClusters(*study, action);
    addNearest(*study, action);
    addPaperStudies(*study, action);
}

}  // namespace triptych::cli
