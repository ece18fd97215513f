#include "app/cli/study/alike_studies.h"

#include "app/cli/commands/choose.h"
#include "app/cli/console/json.h"
#include "app/cli/console/numbers.h"
#include "app/cli/console/table.h"
#include "app/cli/options.h"
#include "app/cli/study/report_files.h"
#include "app/cli/study/study_data.h"
#include "app/cli/study/study_sets.h"
#include "core/files/mapped_file.h"
#include "core/files/safetensors_layout.h"
#include "core/inference/engine.h"
#include "core/inference/laboratory.h"
#include "core/inference/splits.h"
#include "core/text/said.h"

#include <algorithm>
#include <filesystem>
#include <memory>
#include <span>
#include <string_view>

namespace triptych::cli {
namespace {

struct LearnOptions {
    std::string data_folder, output;
    std::vector<std::string> records;
    std::string waves_folder, set = kDevelopment;
    std::uint64_t seed = 1;
    ModelOptions model;
};

// Those that are named, or `usual`. Errors: wrong_use, for a record of DS2.
Result<std::vector<std::string>> recordsOf(const LearnOptions& options, std::span<const std::string_view> usual) {
    if (const std::string of_ds2 = firstOfDs2(options.records); !of_ds2.empty()) {
        return fail(ErrorCode::wrong_use, text::say("record {1} is of DS2, and nothing is learnt from it", of_ds2), {},
                    "name other records");
    }
    for (auto record = options.records.begin(); record != options.records.end(); ++record) {
        if (std::find(options.records.begin(), record, *record) == record) continue;
        return fail(ErrorCode::wrong_use, text::say("record {1} is named twice", *record), {}, "name each record once");
    }
    if (!options.records.empty()) return options.records;
    return std::vector<std::string>(usual.begin(), usual.end());
}

void addRows(const std::vector<BeatCluster>& clusters, const char* of, std::size_t classes, Table& table) {
    for (std::size_t k = 0; k < clusters.size(); ++k) {
        std::vector<std::string> row{of, clusters[k].name.empty() ? std::to_string(k + 1) : clusters[k].name};
        for (std::size_t c = 0; c < 3; ++c)
            row.push_back(clusters[k].covers.empty() ? "" : percent(static_cast<double>(clusters[k].covers[c]), 0));
        for (std::size_t c = 0; c < classes; ++c)
            row.push_back(percent(static_cast<double>(clusters[k].class_share[c]), 1));
        table.add(row);
    }
}

Json jsonOf(const ClusterChecks& of, const std::string& model) {
    return {{"model", model},
            {"beats", of.beats},
            {"records", of.records},
            {"fidelity", jsonNumber(of.fidelity)},
            {"macro_f1", jsonNumber(of.macro_f1)},
            {"forest_auroc", jsonNumber(of.forest_auroc)},
            {"network_auroc", jsonNumber(of.network_auroc)},
            {"adjusted_rand_of_halves", jsonNumber(of.stability)},
            {"adjusted_rand_of_seeds", jsonNumber(of.agreement_of_seeds)}};
}

// What the clusters that ship are worth on DS2: a forest learns from the records that taught them.
Result<void> askClusters(const LearnOptions& options, Session& session) {
    if (!options.records.empty() || !options.waves_folder.empty()) {
        return fail(ErrorCode::wrong_use, "DS2 is asked as a whole, and nothing is learnt from it", {},
                    "leave --records and --waves out");
    }
    if (auto made = mayReportTo(options.output); !made) return made;
    const auto model = inference::findModel(options.model.name.empty() ? "product" : options.model.name);
    if (!model) return std::unexpected(model.error());
    const auto laboratory = inference::loadLaboratory();
    if (!laboratory) return std::unexpected(laboratory.error());
    const auto named = [](std::span<const std::string_view> records) {
        return std::vector<std::string>(records.begin(), records.end());
    };
    const auto asked = (*laboratory)
                           ->askClusters({model->folder, options.data_folder, named(inference::ds1TrainingRecords()),
                                          named(inference::ds2Records())},
                                         session.job);
    if (!asked) return std::unexpected(asked.error());
    const std::string name = model->info.name + ' ' + model->info.hash.substr(0, 12);
    const std::string markdown =
        "# What the clusters say of DS2\n\nModel " + name + ", " + grouped(static_cast<std::int64_t>(asked->beats)) +
        " beats of " + std::to_string(asked->records) +
        " records of DS2, by the clusters that ship; a forest of 150 trees learnt from DS1, on which they were "
        "fitted, what the networks answer to a beat's shares of clusters, and was asked of DS2. Areas are against the "
        "annotator's labels, the mean of one class against the others. This reads DS2 once.\n\n"
        "| fidelity | macro-F1 | AUROC of the forest | of the networks | loss |\n|---|---|---|---|---|\n| " +
        percent(asked->fidelity, 2) + " | " + percent(asked->macro_f1, 1) + " | " + percent(asked->forest_auroc, 2) +
        " | " + percent(asked->network_auroc, 2) + " | " +
        fixed(100 * (asked->network_auroc - asked->forest_auroc), 2) + " points |\n";
    session.out.write(markdown);
    return writeTables(options.output, "clusters", markdown, jsonText(jsonOf(*asked, name)));
}

Result<void> learnClusters(const LearnOptions& options, Session& session) {
    if (options.set == kFinal) return askClusters(options, session);
    if (auto made = mayReportTo(options.output); !made) return made;
    const auto records = recordsOf(options, inference::ds1TrainingRecords());
    if (!records) return std::unexpected(records.error());
    const auto model = inference::findModel(options.model.name.empty() ? "product" : options.model.name);
    if (!model) return std::unexpected(model.error());
    const auto laboratory = inference::loadLaboratory();
    if (!laboratory) return std::unexpected(laboratory.error());
    const auto learnt = (*laboratory)
                            ->learnClusters({model->folder, options.data_folder, *records, options.output,
                                             options.waves_folder, options.seed},
                                            session.job);
    if (!learnt) return std::unexpected(learnt.error());
    std::vector<Column> columns{{"along", Align::left}, {"cluster", Align::left}, {"on P"}, {"on QRS"}, {"on T"}};
    for (const std::string& of : learnt->classes) columns.push_back({text::say("share in {1}", of)});
    Table table(columns);
    addRows(learnt->clusters, "the beat", learnt->classes.size(), table);
    addRows(learnt->row, "the row of beats", learnt->classes.size(), table);
    const ClusterChecks& of = learnt->checks;
    std::string unsure;
    for (const double mean : of.uncertainty) unsure += (unsure.empty() ? "" : ", ") + fixed(mean, 3);
    session.out.write(
        table.text() +
        text::say("Learnt from {1} beats of {2} records. Adjusted Rand index: {3} between fits to drawn halves, {4} "
                  "between seeds.\n",
                  grouped(static_cast<std::int64_t>(of.beats)), of.records, fixed(of.stability, 3),
                  fixed(of.agreement_of_seeds, 3))
            .text() +
        text::say("A forest on a beat's shares tells {1} of the networks' answers on records that it has not seen, "
                  "macro-F1 {2}; AUROC against the labels {3}, the networks' {4}.\n",
                  percent(of.fidelity), percent(of.macro_f1), percent(of.forest_auroc), percent(of.network_auroc))
            .text() +
        text::say("Mean uncertainty, clean and at 24, 12 and 6 dB: {1}. {2} bytes written.\n", unsure, learnt->bytes)
            .text());
    return {};
}

Result<void> indexBeats(const LearnOptions& options, Session& session) {
    const auto records = recordsOf(options, inference::ds1AndSvdbRecords());
    if (!records) return std::unexpected(records.error());
    const auto model = inference::findModel(options.model.name.empty() ? "product" : options.model.name);
    if (!model) return std::unexpected(model.error());
    const auto laboratory = inference::loadLaboratory();
    if (!laboratory) return std::unexpected(laboratory.error());
    const std::string file = options.output.empty() ? inference::defaultBeatIndex(model->info.hash) : options.output;
    if (file.empty()) {
        return fail(ErrorCode::wrong_use, "there is no folder of your own for the index", {}, "name a file with --out");
    }
    const std::filesystem::path folder = std::filesystem::path(file).parent_path();
    if (auto made = mayReportTo(folder.empty() ? "." : folder); !made) return made;
    std::error_code ignored;
    if (std::filesystem::exists(file, ignored)) {
        const auto there = files::MappedFile::open(file);
        if (!there || !files::readSafetensorsLayout(**there)) {
            return fail(ErrorCode::refused, "the file that is there is no index of beats, and it is left as it is",
                        file, "choose another name");
        }
    }
    const auto made = (*laboratory)->indexBeats({model->folder, options.data_folder, *records, file}, session.job);
    if (!made) return std::unexpected(made.error());
    session.out.write(text::sayCount(made->records, "{2} beats of {1} record, {3} bytes: {4}\n",
                                     "{2} beats of {1} records, {3} bytes: {4}\n",
                                     grouped(static_cast<std::int64_t>(made->beats)), made->bytes, file)
                          .text());
    return {};
}

void addCommon(CLI::App& command, LearnOptions& options) {
    command.add_option("--data", options.data_folder, "Folder with mitdb, and svdb")->required()->type_name("DIR");
    command.add_option("--records", options.records, "Records in place of those that taught the model")
        ->delimiter(',')
        ->type_name("NAME,...");
    addModelOption(command, options.model);
}

}  // namespace

void addClusters(CLI::App& study, Action& action) {
    auto options = std::make_shared<LearnOptions>();
    auto* command =
        study.add_subcommand("clusters", "Learn what a model tells apart along a beat, and measure what that is worth");
    addCommon(*command, *options);
    command
        ->add_option("-o,--out", options->output, "Folder of the model, or another one; with --set final of the report")
        ->required()
        ->type_name("DIR");
    command
        ->add_option("--set", options->set,
                     "DS1, to learn from, or DS2, of which the clusters that ship are asked once at the very end")
        ->check(CLI::IsMember({kDevelopment, kFinal}))
        ->capture_default_str();
    command->add_option("--waves", options->waves_folder, "Folder of LUDB, after whose marks clusters are named")
        ->type_name("DIR");
    command->add_option("--seed", options->seed, "Of what is drawn")
        ->check(wholeNumber())
        ->capture_default_str()
        ->type_name("N");
    addExamples(*command,
                "  triptych-cli study clusters --data shared/data --waves shared/data/ludb --out models/product\n"
                "  triptych-cli study clusters --data shared/data --set final --out models/studies/ds2\n"
                "The last one reads DS2: it counts as one reading of it.");
    whenCalled(*command, action, options, &learnClusters);
}

void addNearest(CLI::App& study, Action& action) {
    auto options = std::make_shared<LearnOptions>();
    auto* command = study.add_subcommand(
        "nearest", "Index your own copy of the training beats, for explain --nearest and the window");
    addCommon(*command, *options);
    command
        ->add_option("-o,--out", options->output,
                     "File of the index; otherwise where the window looks for it, in your own data folder or that of "
                     "TRIPTYCH_NEAREST")
        ->type_name("FILE");
    addExamples(*command,
                "  triptych-cli study nearest --data shared/data\n"
                "  triptych-cli explain mitdb/208.hea --beat 12 --nearest");
    whenCalled(*command, action, options, &indexBeats);
}

}  // namespace triptych::cli
