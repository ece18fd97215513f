#include "app/cli/commands/choose.h"
#include "app/cli/commands/evaluation_text.h"
#include "app/cli/options.h"
#include "core/inference/engine.h"
#include "core/inference/laboratory.h"
#include "core/pipeline/silences.h"

#include <memory>

namespace triptych::cli {
namespace {

struct EvaluateOptions {
    ModelOptions model;
    std::string data_folder;
    std::string set = "test";
    BeatsOptions beats{"reference"};
    std::vector<std::string> without = {"232"};
    FormatOptions format;
};

Result<inference::ModelListing> chosenModel(const std::string& name_or_path) {
    if (!name_or_path.empty()) return inference::findModel(name_or_path);
    std::vector<Warning> warnings;
    auto listings = inference::listModels(&warnings);
    if (!listings.empty()) return std::move(listings.front());
    return fail(ErrorCode::not_found, "no model is installed", warnings.empty() ? "" : sentence(warnings.front()),
                "name a model's folder with --model");
}

Result<void> evaluate(const EvaluateOptions& options, Session& session) {
    const auto listing = chosenModel(options.model.name);
    if (!listing) return std::unexpected(listing.error());
    const auto laboratory = inference::loadLaboratory();
    if (!laboratory) return std::unexpected(laboratory.error());
    inference::EvaluateRequest request{listing->folder,       options.data_folder, options.set,
                                       options.beats.value(), options.without,     options.model.trust_code};
    request.withhold = &pipeline::withholdWhereSilent;
    const auto evaluation = (*laboratory)->evaluate(request, session.job);
    if (!evaluation) return std::unexpected(evaluation.error());
    switch (options.format.format()) {
        case Format::json:
            session.out.write(evaluationJson(*evaluation, request.beats));
            return {};
        case Format::csv:
            session.out.write(evaluationCsv(*evaluation));
            break;
        case Format::table:
            session.out.write(evaluationTables(*evaluation, request.beats));
            break;
    }
    session.warn((*laboratory)->warnings());
    session.warn(evaluation->warnings);
    return {};
}

}  // namespace

void addEvaluate(CLI::App& program, Action& action) {
    auto options = std::make_shared<EvaluateOptions>();
    auto* command = program.add_subcommand("evaluate", "Score a model on a labelled set, per class and per record");
    addModelOption(*command, options->model);
    command
        ->add_option("--data", options->data_folder,
                     "Folder of WFDB records or heartbeat CSVs, or a prepared beat file")
        ->required()
        ->type_name("FOLDER");
    command->add_option("--set", options->set, "The card's test set, or the validation set")
        ->check(CLI::IsMember({"test", "validation"}))
        ->capture_default_str()
        ->type_name("");
    addBeatsOption(*command, options->beats);
    command
        ->add_option("--without", options->without,
                     "Records left out of one more gross table (232 holds most of DS2's S beats)")
        ->delimiter(',')
        ->capture_default_str()
        ->type_name("RECORD,...");
    addFormatOptions(*command, options->format);
    addExamples(*command,
                "  triptych-cli evaluate --data mitdb\n"
                "  triptych-cli evaluate --model parity --data mitdb --json");
    whenCalled(*command, action, options, &evaluate);
}

}  // namespace triptych::cli
