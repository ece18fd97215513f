#include "app/cli/commands/choose.h"
#include "app/cli/console/csv.h"
#include "app/cli/console/json.h"
#include "app/cli/options.h"
#include "core/inference/engine.h"
#include "core/text/said.h"

#include <filesystem>
#include <memory>

namespace triptych::cli {
namespace {

struct CheckOptions {
    std::string folder;
    bool trust_code = false;
    FormatOptions format;
};

// A name of an installed model, or the folder itself, whose card may be too broken to be listed.
std::string folderOf(const std::string& name_or_path) {
    std::error_code status;
    if (std::filesystem::exists(name_or_path, status)) return name_or_path;
    const auto listing = inference::findModel(name_or_path);
    return listing ? listing->folder : name_or_path;
}

Result<void> check(const CheckOptions& options, Session& session) {
    const auto engine = inference::loadEngine();
    if (!engine) return std::unexpected(engine.error());
    const std::string folder = folderOf(options.folder);
    const auto problems = (*engine)->check(folder, options.trust_code);
    switch (options.format.format()) {
        case Format::json:
            session.out.write(jsonText({{"folder", folder}, {"fine", problems.empty()}, {"problems", problems}}));
            break;
        case Format::csv:
            session.out.write(csvLine({"problem"}));
            for (const auto& problem : problems) session.out.write(csvLine({problem}));
            break;
        case Format::table:
            for (const auto& problem : problems) session.out.write(problem + '\n');
            if (problems.empty()) session.out.write(text::Said("Nothing is wrong with this model.").text() + '\n');
            break;
    }
    if (problems.empty()) return {};
    return fail(ErrorCode::model_mismatch,
                text::sayCount(problems.size(), "one thing is wrong", "{1} things are wrong"), folder,
                "correct the card, or save the model again");
}

}  // namespace

void addModel(CLI::App& program, Action& action) {
    auto* model = program.add_subcommand("model", "Look after models of your own");
    model->require_subcommand(1);
    addExamples(*model, "  triptych-cli model check my-model/");
    auto options = std::make_shared<CheckOptions>();
    auto* command = model->add_subcommand("check", "Say everything that is wrong with a model's card and weights");
    command->add_option("model", options->folder, "Folder with card.json, or the name of an installed model")
        ->required()
        ->type_name("NAME|PATH");
    addTrustOption(*command, options->trust_code);
    addFormatOptions(*command, options->format);
    addExamples(*command,
                "  triptych-cli model check my-model\n"
                "  triptych-cli model check my-script --trust-code    # also runs a TorchScript model once\n"
                "A model of your own is a folder with card.json and weights.safetensors for networks of the zoo, or\n"
                "model.pt (TorchScript), in a models folder (see triptych-cli models) or named with --model.");
    whenCalled(*command, action, options, &check);
}

}  // namespace triptych::cli
