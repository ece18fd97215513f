#include "app/cli/commands/choose.h"
#include "app/cli/console/csv.h"
#include "app/cli/console/json.h"
#include "app/cli/console/numbers.h"
#include "app/cli/console/table.h"
#include "app/cli/options.h"
#include "core/inference/comparison.h"
#include "core/inference/engine.h"
#include "core/text/said.h"

#include <memory>

namespace triptych::cli {
namespace {

struct CompareOptions {
    std::string first, second;
    std::string data_folder;
    std::string set = "test";
    std::uint64_t seed = 1;
    bool trust_code = false;
    FormatOptions format;
};

Result<inference::Answers> answersOf(const inference::Laboratory& laboratory, const std::string& model,
                                     const CompareOptions& options, const Job& job) {
    // "parity:time": a branch alone. No folder's name is cut, since a colon before a slash is its own.
    const auto colon = model.rfind(':');
    const bool names_branch = colon != std::string::npos && model.find('/', colon) == std::string::npos;
    const auto listing = inference::findModel(model.substr(0, names_branch ? colon : std::string::npos));
    if (!listing) return std::unexpected(listing.error());
    return laboratory.answer({listing->folder,
                              options.data_folder,
                              options.set,
                              BeatOrigin::reference,
                              {},
                              options.trust_code,
                              names_branch ? model.substr(colon + 1) : std::string()},
                             job);
}

// What stands beside the figures: who is in none of them, and patients on both sides.
std::vector<Warning> warningsOf(const inference::Answers& first, const inference::Answers& second) {
    std::vector<Warning> out = first.warnings;
    out.insert(out.end(), second.warnings.begin(), second.warnings.end());
    if (first.model.leaks_patients || second.model.leaks_patients) {
        out.push_back(
            {"beats of one patient train and test one of these models: the difference need not hold for new patients",
             text::say("{1} and {2}", first.model.name, second.model.name)});
    }
    return out;
}

Json comparisonJson(const inference::Comparison& comparison, const ModelInfo& first, const ModelInfo& second,
                    const std::vector<Warning>& warnings) {
    Json differences = Json::array();
    for (const auto& of : comparison.differences) {
        differences.push_back({{"measure", of.measure},
                               {"first", of.first},
                               {"second", of.second},
                               {"difference", of.paired.difference.value},
                               {"low", of.paired.difference.low},
                               {"high", of.paired.difference.high},
                               {"p", of.paired.p}});
    }
    return {{"first", {{"name", first.name}, {"hash", first.hash}}},
            {"second", {{"name", second.name}, {"hash", second.hash}}},
            {"beats", comparison.beats},
            {"resampled", comparison.records.empty() ? "beats" : "records"},
            {"records", comparison.records},
            {"differences", std::move(differences)},
            {"only_first_right", comparison.only_first_right},
            {"only_second_right", comparison.only_second_right},
            {"first_better", comparison.first_better},
            {"warnings", jsonWarnings(warnings)}};
}

std::string comparisonTable(const inference::Comparison& comparison, const ModelInfo& first, const ModelInfo& second) {
    Table table({{"", Align::left},
                 {text::foreign(first.name)},
                 {text::foreign(second.name)},
                 {"difference"},
                 {"95 % interval"},
                 {"p"}});
    for (const auto& of : comparison.differences) {
        table.add({of.measure, fixed(of.first, 4), fixed(of.second, 4), fixed(of.paired.difference.value, 4),
                   fixed(of.paired.difference.low, 4) + " .. " + fixed(of.paired.difference.high, 4),
                   fixed(of.paired.p, 4)});
    }
    const text::Said unit =
        comparison.records.empty() ? "beats" : text::say("records ({1})", comparison.records.size());
    return table.text() + '\n' +
           pairs({{"Beats", std::to_string(comparison.beats)},
                  {"Resampled", text::say("10000 times, {1}, for both models alike", unit)},
                  {text::say("Only {1} right", first.name), std::to_string(comparison.only_first_right)},
                  {text::say("Only {1} right", second.name), std::to_string(comparison.only_second_right)},
                  {text::say("P({1} is the better one)", first.name), fixed(comparison.first_better, 4)}});
}

Result<void> compare(const CompareOptions& options, Session& session) {
    const auto laboratory = inference::loadLaboratory();
    if (!laboratory) return std::unexpected(laboratory.error());
    const auto first = answersOf(**laboratory, options.first, options, session.job);
    if (!first) return std::unexpected(first.error());
    const auto second = answersOf(**laboratory, options.second, options, session.job);
    if (!second) return std::unexpected(second.error());
    const auto comparison = inference::compareAnswers(*first, *second, options.seed);
    if (!comparison) return std::unexpected(comparison.error());
    const std::vector<Warning> warnings = warningsOf(*first, *second);
    switch (options.format.format()) {
        case Format::json:
            session.out.write(jsonText(comparisonJson(*comparison, first->model, second->model, warnings)));
            return {};
        case Format::csv:
            session.out.write(csvLine({"measure", "first", "second", "difference", "low", "high", "p"}));
            for (const auto& of : comparison->differences) {
                session.out.write(csvLine({of.measure, shortest(of.first), shortest(of.second),
                                           shortest(of.paired.difference.value), shortest(of.paired.difference.low),
                                           shortest(of.paired.difference.high), shortest(of.paired.p)}));
            }
            break;
        case Format::table:
            session.out.write(comparisonTable(*comparison, first->model, second->model));
            break;
    }
    session.warn((*laboratory)->warnings());
    session.warn(warnings);
    return {};
}

}  // namespace

void addCompare(CLI::App& program, Action& action) {
    auto options = std::make_shared<CompareOptions>();
    auto* command = program.add_subcommand("compare", "Compare two models on the test beats that they share");
    command
        ->add_option("first", options->first,
                     "Model by name, or a folder with card.json; MODEL:BRANCH is one of its branches alone")
        ->required()
        ->type_name("NAME|PATH");
    command->add_option("second", options->second, "The other model")->required()->type_name("NAME|PATH");
    command
        ->add_option("--data", options->data_folder,
                     "Folder of WFDB records or heartbeat CSVs, or a prepared beat file")
        ->required()
        ->type_name("PATH");
    command->add_option("--set", options->set, "The cards' test sets, or the validation sets")
        ->check(CLI::IsMember({"test", "validation"}))
        ->capture_default_str()
        ->type_name("");
    command->add_option("--seed", options->seed, "Seed of the resampling")->check(wholeNumber())->capture_default_str();
    addTrustOption(*command, options->trust_code);
    addFormatOptions(*command, options->format);
    addExamples(*command,
                "  triptych-cli compare parity my-concat --data mitdb\n"
                "  triptych-cli compare parity parity:time --data mitdb\n"
                "Differences are first minus second, with the 95 % interval of 10,000 paired resamples of records (of\n"
                "beats where the data has none), and P(theta > 1/2) for theta ~ Beta over the beats that one of them\n"
                "alone gets right.");
    whenCalled(*command, action, options, &compare);
}

}  // namespace triptych::cli
