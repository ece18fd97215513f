#include "app/cli/commands/choose.h"
#include "app/cli/console/csv.h"
#include "app/cli/console/json.h"
#include "app/cli/console/numbers.h"
#include "app/cli/console/table.h"
#include "app/cli/options.h"
#include "core/inference/cluster_checks.h"
#include "core/inference/engine.h"
#include "core/text/said.h"

#include <memory>

namespace triptych::cli {
namespace {

std::string joined(const std::vector<std::string>& words) {
    std::string out;
    for (const auto& word : words) out += (out.empty() ? "" : " ") + word;
    return out;
}

// As a table has room for: a model of recordings may know a hundred labels.
std::string shortList(const std::vector<std::string>& words) {
    constexpr std::size_t kShown = 8;
    if (words.size() <= kShown) return joined(words);
    return joined({words.begin(), words.begin() + kShown}) + " … (" + std::to_string(words.size()) + ')';
}

std::string titleOf(const ModelInfo& info) {
    std::string title = info.title;
    if (info.task == Task::recording) title = text::say("{1} (of whole recordings)", title);
    if (info.runs_code) title = text::say("{1} (code: asks for --trust-code)", title);
    return title;
}

Json modelJson(const inference::ModelListing& listing) {
    const ModelInfo& info = listing.info;
    Json out = {{"name", info.name},
                {"title", info.title},
                {"hash", info.hash},
                {"task", info.task == Task::recording ? "recording" : "beat"},
                {"profile", info.profile},
                {"classes", info.classes},
                {"class_mapping", info.class_mapping},
                {"branches", info.branches},
                {"fusion", info.fusion},
                {"trained_on", info.trained_on},
                {"leaks_patients", info.leaks_patients},
                {"runs_code", info.runs_code},
                {"folder", listing.folder}};
    if (const auto of = inference::clusterChecks(listing.folder, info.hash)) {
        out["clusters"] = {{"fidelity", jsonNumber(of->fidelity)},
                           {"macro_f1", jsonNumber(of->macro_f1)},
                           {"agreement_of_seeds", jsonNumber(of->agreement_of_seeds)}};
    }
    return out;
}

Result<void> models(const FormatOptions& options, Session& session) {
    std::vector<Warning> warnings;
    const auto listings = inference::listModels(&warnings);
    if (options.format() == Format::json) {
        Json list = Json::array();
        for (const auto& listing : listings) list.push_back(modelJson(listing));
        session.out.write(jsonText({{"models", std::move(list)}, {"warnings", jsonWarnings(warnings)}}));
        return {};
    }
    if (options.format() == Format::csv) {
        session.out.write(csvLine({"name", "hash", "profile", "classes", "folder"}));
        for (const auto& [folder, info] : listings) {
            session.out.write(csvLine({info.name, info.hash, info.profile, joined(info.classes), folder}));
        }
    } else {
        Table table({{"name", Align::left},
                     {"title", Align::left},
                     {"classes", Align::left},
                     {"split", Align::left},
                     {"folder", Align::left}});
        for (const auto& [folder, info] : listings) {
            table.add({info.name, titleOf(info), shortList(info.classes),
                       info.leaks_patients ? text::Said("leaks patients") : text::Said("by patient"), folder});
        }
        session.out.write(table.text());
        for (const auto& [folder, info] : listings) {
            const auto of = inference::clusterChecks(folder, info.hash);
            if (!of) continue;
            session.out.write(
                text::say("{1}: its clusters tell {2} of its answers on records held out (macro-F1 {3})\n", info.name,
                          percent(of->fidelity, 1), percent(of->macro_f1, 1))
                    .text());
        }
    }
    session.warn(warnings);
    return {};
}

}  // namespace

void addModels(CLI::App& program, Action& action) {
    auto options = std::make_shared<FormatOptions>();
    auto* command = program.add_subcommand("models", "List the models that are installed, the default first");
    addFormatOptions(*command, *options);
    addExamples(*command,
                "  triptych-cli models\n"
                "TRIPTYCH_MODELS names one more folder of models.");
    whenCalled(*command, action, options, &models);
}

}  // namespace triptych::cli
