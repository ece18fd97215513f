#include "app/cli/commands/choose.h"
#include "app/cli/console/csv.h"
#include "app/cli/console/json.h"
#include "app/cli/console/numbers.h"
#include "app/cli/console/table.h"
#include "app/cli/options.h"
#include "core/files/atomic_file.h"
#include "core/inference/laboratory.h"
#include "core/pipeline/train_rhythm.h"
#include "core/text/said.h"

#include <filesystem>
#include <memory>
#include <span>

namespace triptych::cli {
namespace {

struct TrainOptions {
    inference::TrainRequest request;
    FormatOptions format;
    Given given;
};

// Trees that LibTorch has no part in.
Result<void> trainStripModel(const TrainOptions& options, Session& session) {
    if (auto idle = refuseIdle(
            options.given,
            {"--threads", "--epochs", "--part", "--fold", "--adasyn", "--class-weights", "--patience", "--fresh"},
            "trees are grown in one go, and not trained in epochs");
        !idle)
        return idle;
    const auto model = pipeline::trainRhythm(
        options.request.data_folder, options.request.seed, [&](const std::string& line) { session.progress.log(line); },
        session.job);
    if (!model) return std::unexpected(model.error());
    std::error_code error;
    const bool is_new = std::filesystem::create_directories(options.request.output_folder, error);
    const std::string path = (std::filesystem::path(options.request.output_folder) / "rhythm.json").string();
    const std::string json = rhythm::toJson(*model);
    const auto written = files::writeFile(path, std::as_bytes(std::span(json)), files::WriteMode::replace);
    if (!written) {
        if (is_new) std::filesystem::remove(options.request.output_folder, error);
        return std::unexpected(written.error());
    }
    switch (options.format.format()) {
        case Format::json:
            session.out.write(jsonText({{"file", path},
                                        {"trained_on", model->trained_on},
                                        {"af_limit", model->af_limit},
                                        {"held_out_f1", model->held_out_f1}}));
            break;
        case Format::csv:
            session.out.write(csvLine({"file", "af_limit", "held_out_f1"}) +
                              csvLine({path, shortest(model->af_limit), shortest(model->held_out_f1)}));
            break;
        case Format::table:
            session.out.write(pairs({{"File", path},
                                     {"Trained on", model->trained_on},
                                     {"Limit of fibrillation", shortest(model->af_limit)},
                                     {"F1 held out", shortest(model->held_out_f1)}}));
            break;
    }
    return {};
}

Result<void> train(const TrainOptions& options, Session& session) {
    if (options.request.configuration == "rhythm") return trainStripModel(options, session);
    const auto laboratory = inference::loadLaboratory();
    if (!laboratory) return std::unexpected(laboratory.error());
    session.warn((*laboratory)->warnings());
    const auto trained = (*laboratory)->train(options.request, session.job, [&](const std::string& line) {
        session.progress.log(line);
    });
    if (!trained) return std::unexpected(trained.error());
    switch (options.format.format()) {
        case Format::json:
            session.out.write(jsonText({{"model", {{"name", trained->name}, {"hash", trained->hash}}},
                                        {"profile", trained->profile},
                                        {"folder", options.request.output_folder}}));
            break;
        case Format::csv:
            session.out.write(csvLine({"name", "hash", "folder"}) +
                              csvLine({trained->name, trained->hash, options.request.output_folder}));
            break;
        case Format::table:
            session.out.write(pairs({{"Model", trained->name},
                                     {"Trained on", trained->trained_on},
                                     {"Weights", text::say("SHA-256 {1}", trained->hash)},
                                     {"Folder", options.request.output_folder}}));
            break;
    }
    return {};
}

}  // namespace

void addTrain(CLI::App& program, Action& action) {
    auto options = std::make_shared<TrainOptions>();
    auto& request = options->request;
    auto* command =
        program.add_subcommand("train", "Train a model; an interrupted training resumes from its checkpoint");
    command
        ->add_option(
            "configuration", request.configuration,
            "Named configuration; an unknown one is answered with all there are. \"waves\" is the network that "
            "delineates: its data are a folder of LUDB, or one that holds it as ludb; \"rhythm\" the trees that tell "
            "fibrillation: its data are the folder of the CinC Challenge 2017, of which even strips teach")
        ->required()
        ->type_name("NAME");
    command
        ->add_option("--data", request.data_folder,
                     "Folder of WFDB records with .atr beside them, or of heartbeat CSVs (mitbih_train.csv, ...); one "
                     "such CSV; or a file that \"prepare\" made")
        ->required()
        ->type_name("PATH");
    command->add_option("--out", request.output_folder, "Folder for card, weights, checkpoint and log")
        ->required()
        ->type_name("FOLDER");
    command->add_option("--seed", request.seed, "Seed of weights, shuffles and splits")
        ->check(wholeNumber())
        ->capture_default_str();
    command->add_option("--threads", request.threads, "Threads")->check(CLI::Range(1, 256))->capture_default_str();
    command->add_option("--epochs", request.epochs, "Epochs of each branch (0: the configuration's own)")
        ->check(CLI::Range(0, 100'000))
        ->capture_default_str();
    command
        ->add_option("--part", request.part,
                     "One branch by name, \"fusion\", \"all\", or \"disturbances\": what noise costs each fold")
        ->capture_default_str();
    command->add_option("--fold", request.fold, "Hold out the k-th of n groups of training records")->type_name("k/n");
    command->add_flag("--adasyn", request.adasyn,
                      "Make beats of rare classes up (ADASYN, 5 neighbours), in the training part alone");
    command
        ->add_option("--class-weights", request.class_weight_exponent,
                     "Weigh classes by (N / (K n))^X in the branches' loss; 0: all alike, 1: balanced")
        ->check(numberWithin({0, 1}))
        ->type_name("X");
    command
        ->add_option("--patience", request.patience,
                     "Stop after so many epochs without a better MCC on validation and keep the best; 0: never")
        ->check(CLI::Range(0, 100'000))
        ->type_name("N");
    command->add_flag("--fresh", request.fresh, "Start anew: ignore a checkpoint in the folder");
    addFormatOptions(*command, options->format);
    addExamples(*command,
                "  triptych-cli train product --data mitdb --out my-model\n"
                "  triptych-cli train product --data mitdb --out fold-1 --fold 1/5 --seed 7\n"
                "  triptych-cli train parity-concat --data mitdb --out concat --threads 1\n"
                "  triptych-cli train ptb --data heartbeats --out ptb      # ptbdb_normal.csv and ptbdb_abnormal.csv\n"
                "  triptych-cli train waves --data data --out waves            # data/ludb, data/cinc2017, data/noise\n"
                "  triptych-cli train rhythm --data cinc2017 --out rhythm      # gets rhythm.json alone\n"
                "The folder gets card.json, the weights, log.jsonl and curves.svg.\n"
                "Ctrl+C stops at the next batch; the same command goes on from the last checkpoint.");
    whenCalled(*command, action, options, &train);
}

}  // namespace triptych::cli
