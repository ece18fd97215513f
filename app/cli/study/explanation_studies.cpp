#include "app/cli/study/explanation_studies.h"

#include "app/cli/commands/choose.h"
#include "app/cli/console/numbers.h"
#include "app/cli/console/table.h"
#include "app/cli/options.h"
#include "app/cli/study/faithfulness_table.h"
#include "app/cli/study/report_files.h"
#include "app/cli/study/study_data.h"
#include "app/cli/study/study_sets.h"
#include "core/inference/engine.h"
#include "core/inference/laboratory.h"
#include "core/inference/splits.h"
#include "core/text/said.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <memory>
#include <set>
#include <span>

namespace triptych::cli {
namespace {

namespace fs = std::filesystem;

constexpr const char* kReport = "faithfulness";
constexpr const char *kMeasured = "faithfulness.jsonl", *kMeasuredOfSeeds = "faithfulness-seeds.jsonl";

struct FaithfulnessOptions {
    std::string data_folder, output_folder, folds_folder, other_folds_folder;
    std::vector<std::string> records;
    std::string set = kDevelopment;
    std::size_t beats = 3;
    std::uint64_t seed = 1;
    ModelOptions model;
    bool json = false;
};

std::vector<std::string> namesOf(std::span<const std::string_view> records) {
    return {records.begin(), records.end()};
}

// Beats that an earlier run measured; a last line that was cut is measured again.
Result<std::vector<inference::StudiedBeat>> measuredBefore(const std::string& path) {
    std::vector<inference::StudiedBeat> out;
    std::ifstream file(path);
    for (std::string line; std::getline(file, line);) {
        auto beat = beatOf(line, path);
        if (!beat && file.eof()) break;
        if (!beat) return std::unexpected(beat.error());
        out.push_back(std::move(*beat));
    }
    return out;
}

// Folds that are not there are trained, as the model was: hours.
Result<void> trainFolds(const inference::Laboratory& laboratory, const FaithfulnessOptions& options,
                        const std::string& model, Session& session) {
    if (fs::exists(fs::path(options.folds_folder) / "work")) return {};
    inference::TrainRequest request;
    request.configuration = model;
    request.data_folder = (fs::path(options.data_folder) / "mitdb").string();
    if (!fs::exists(request.data_folder)) request.data_folder = options.data_folder;
    request.output_folder = options.folds_folder;
    const auto trained =
        laboratory.train(request, session.job, [&](const std::string& line) { session.progress.log(line); });
    if (!trained) return std::unexpected(trained.error());
    return {};
}

Result<void> measureFaithfulness(const FaithfulnessOptions& options, Session& session) {
    const bool last = options.set == kFinal;
    std::vector<std::string> records = options.records;
    if (records.empty()) records = namesOf(last ? inference::ds2Records() : inference::ds1TrainingRecords());
    if (const std::string of_ds2 = firstOfDs2(records); !of_ds2.empty() && !last) {
        return fail(ErrorCode::wrong_use, text::say("record {1} is of DS2, and reading it counts", of_ds2), {},
                    "read it at the very end, with --set final");
    }
    if (!options.other_folds_folder.empty() && options.folds_folder.empty()) {
        return fail(ErrorCode::wrong_use, "folds of another seed are compared with folds, and none are named", {},
                    "name them with --folds");
    }
    if (last && !options.folds_folder.empty()) {
        return fail(ErrorCode::wrong_use, "DS2 is explained by the model that ships, and not by folds", {},
                    "leave --folds out");
    }
    const auto model = inference::findModel(options.model.name.empty() ? "product" : options.model.name);
    if (!model) return std::unexpected(model.error());
    const auto laboratory = inference::loadLaboratory();
    if (!laboratory) return std::unexpected(laboratory.error());
    if (auto made = mayReportTo(options.output_folder); !made) return made;
    if (!options.folds_folder.empty()) {
        if (auto done = trainFolds(**laboratory, options, model->info.name, session); !done) return done;
    }
    const auto path =
        (fs::path(options.output_folder) / (options.other_folds_folder.empty() ? kMeasured : kMeasuredOfSeeds))
            .string();
    auto measured = measuredBefore(path);
    if (!measured) return std::unexpected(measured.error());
    std::vector<inference::StudiedBeat> beats = std::move(*measured);
    std::set<std::pair<std::string, std::size_t>> known;
    std::string lines;
    for (const auto& beat : beats) {
        known.emplace(beat.record, beat.beat);
        lines += jsonText(jsonOf(beat));
    }
    inference::FaithfulnessRequest request{
        model->folder, options.data_folder, options.folds_folder, options.other_folds_folder,
        records,       options.beats,       options.seed,         {}};
    request.known = [&](const std::string& record, std::size_t beat) { return known.contains({record, beat}); };
    const auto sink = [&](const inference::StudiedBeat& beat) -> Result<void> {
        beats.push_back(beat);
        lines += jsonText(jsonOf(beat));
        return writeText(path, lines);
    };
    if (auto done = (*laboratory)->studyFaithfulness(request, session.job, sink); !done) return done;
    const auto table =
        tableOf(model->info.name + ' ' + model->info.hash.substr(0, 12), last ? "DS2" : "DS1 without 201",
                !options.folds_folder.empty(), !options.other_folds_folder.empty(), std::move(beats));
    const std::string markdown = markdownOf(table), json = jsonText(jsonOf(table));
    session.out.write(options.json ? json : markdown);
    return writeTables(options.output_folder, kReport, markdown, json);
}

struct LearnOptions {
    std::string data_folder, output_folder, folds_folder;
    ModelOptions model;
    std::size_t scale_beats = 2;
};

Result<void> learn(const LearnOptions& options, Session& session) {
    if (auto made = mayReportTo(options.output_folder); !made) return made;
    const auto model = inference::findModel(options.model.name.empty() ? "product" : options.model.name);
    if (!model) return std::unexpected(model.error());
    const auto laboratory = inference::loadLaboratory();
    if (!laboratory) return std::unexpected(laboratory.error());
    const auto learnt =
        (*laboratory)
            ->learnExplanations({model->folder, options.data_folder, options.folds_folder,
                                 namesOf(inference::ds1TrainingRecords()), options.output_folder, options.scale_beats},
                                session.job);
    if (!learnt) return std::unexpected(learnt.error());
    Table table({{"class", Align::left}, {"beats of its mean"}});
    for (std::size_t k = 0; k < learnt->classes.size(); ++k)
        table.add({learnt->classes[k], std::to_string(learnt->mean_beats[k])});
    session.out.write(
        table.text() +
        text::say("Scales are of {1} beats; {2} bytes written.\n", learnt->scale_beats, learnt->bytes).text());
    return {};
}

}  // namespace

void addFaithfulness(CLI::App& study, Action& action) {
    auto options = std::make_shared<FaithfulnessOptions>();
    auto* command = study.add_subcommand("faithfulness", "Measure which method's maps are what the model looked at");
    command->add_option("--data", options->data_folder, "Folder with mitdb, or the records of it")
        ->required()
        ->type_name("DIR");
    command
        ->add_option("-o,--out", options->output_folder,
                     "Folder for the report, and for what was measured: a run that was stopped goes on")
        ->required()
        ->type_name("DIR");
    command
        ->add_option("--folds", options->folds_folder,
                     "Output folder of the training that made the model, whose fold models explain what they have not "
                     "seen; trained anew where it is not there, which takes hours")
        ->type_name("DIR");
    command
        ->add_option("--other-folds", options->other_folds_folder,
                     "Output folder of the same training with another seed: how far its maps of a beat agree")
        ->type_name("DIR");
    command->add_option("--beats", options->beats, "Of each answered class of each record")
        ->check(countingNumber())
        ->capture_default_str()
        ->type_name("N");
    command->add_option("--records", options->records, "Records in place of the set's")
        ->delimiter(',')
        ->type_name("NAME,...");
    command
        ->add_option("--set", options->set, "DS1 to develop on, or DS2, by the model that ships, once at the very end")
        ->check(CLI::IsMember({kDevelopment, kFinal}))
        ->capture_default_str()
        ->type_name("");
    command->add_option("--seed", options->seed, "Of drawn orders and of methods that draw")
        ->check(wholeNumber())
        ->capture_default_str()
        ->type_name("N");
    addModelOption(*command, options->model);
    command->add_flag("--json", options->json, "Print JSON in place of Markdown");
    addExamples(*command,
                "  triptych-cli study faithfulness --data shared/data --folds run1 --out models/studies\n"
                "  triptych-cli study faithfulness --data shared/data --set final --out models/studies/ds2\n"
                "The last one reads DS2: it counts as one reading of it.");
    whenCalled(*command, action, options, &measureFaithfulness);
}

void addExplanations(CLI::App& study, Action& action) {
    auto options = std::make_shared<LearnOptions>();
    auto* command = study.add_subcommand(
        "explanations", "Learn what explanations of a model rest on: mean beats and the strength of its maps");
    command->add_option("--data", options->data_folder, "Folder with mitdb, or the records of it")
        ->required()
        ->type_name("DIR");
    command->add_option("-o,--out", options->output_folder, "Folder of the model, or another one")
        ->required()
        ->type_name("DIR");
    command
        ->add_option("--folds", options->folds_folder, "As study faithfulness has it: scales are then of unseen beats")
        ->type_name("DIR");
    command->add_option("--scale-beats", options->scale_beats, "Of each answered class of each record")
        ->check(countingNumber())
        ->capture_default_str()
        ->type_name("N");
    addModelOption(*command, options->model);
    addExamples(*command, "  triptych-cli study explanations --data shared/data --out models/product");
    whenCalled(*command, action, options, &learn);
}

}  // namespace triptych::cli
