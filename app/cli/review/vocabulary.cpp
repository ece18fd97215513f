// review vocabulary: labels of one's own beside WFDB's - which there are, whether a file of them is right, and taking
// it.
#include "core/review/vocabulary.h"
#include "app/cli/console/json.h"
#include "app/cli/console/numbers.h"
#include "app/cli/console/table.h"
#include "app/cli/review/sub_commands.h"
#include "core/text/said.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <memory>

namespace triptych::cli {
namespace {

struct VocabularyOptions {
    std::string file, project;
    bool install = false, replace = false, json = false;
    Given given;
};

std::string standsFor(const OwnLabel& label) {
    return label.wfdb == 0 ? std::string() : std::string(symbolOf(label.wfdb));
}

Json labelJson(const OwnLabel& label, const std::string& from) {
    return {{"letter", label.letter},
            {"name", label.name},
            {"colour", label.colour.empty() ? Json(nullptr) : Json(label.colour)},
            {"wfdb", label.wfdb == 0 ? Json(nullptr) : Json(standsFor(label))},
            {"file", from}};
}

// Of two files the later one's label counts.
std::string fileOf(const review::Vocabulary& all, const OwnLabel& label) {
    std::string from;
    for (const review::VocabularyFile& file : all.files) {
        if (std::ranges::find(file.labels, label) != file.labels.end()) from = file.path;
    }
    return from;
}

Result<void> vocabulary(const VocabularyOptions& options, Session& session) {
    if (options.file.empty() && options.install) {
        return fail(ErrorCode::wrong_use, "it is not said which vocabulary to install", {}, "name its file");
    }
    if (!options.file.empty() && !options.install) {
        if (auto idle = refuseIdle(options.given, {"--project"}, "a file is checked for itself"); !idle) return idle;
    }
    review::Vocabulary all;
    std::string installed;
    if (options.file.empty()) {
        all = review::vocabularyFor(options.project);
    } else {
        auto labels = review::readVocabulary(options.file);
        if (!labels) return std::unexpected(labels.error());
        all.files = {{options.file, true, *labels}};
        all.labels = std::move(*labels);
        if (options.install) {
            auto to = review::installVocabulary(options.file, options.project, options.replace);
            if (!to) {
                if (to.error().wants == Wants::to_replace) {
                    to.error().hint = text::say("{1}; --replace replaces it", to.error().hint);
                }
                return std::unexpected(to.error());
            }
            installed = *to;
        }
    }
    if (options.json) {
        Json labels = Json::array(), files = Json::array();
        for (const OwnLabel& label : all.labels) labels.push_back(labelJson(label, fileOf(all, label)));
        for (const review::VocabularyFile& file : all.files) {
            files.push_back({{"path", file.path}, {"is_there", file.is_there}, {"labels", file.labels.size()}});
        }
        session.out.write(jsonText({{"labels", std::move(labels)},
                                    {"files", std::move(files)},
                                    {"installed", installed.empty() ? Json(nullptr) : Json(installed)},
                                    {"warnings", jsonWarnings(all.warnings)}}));
        return {};
    }
    Table table({{"Letter", Align::left},
                 {"Name", Align::left},
                 {"Colour", Align::left},
                 {"WFDB", Align::left},
                 {"File", Align::left}});
    for (const OwnLabel& label : all.labels) {
        table.add({label.letter, label.name, label.colour.empty() ? "-" : label.colour,
                   label.wfdb == 0 ? text::Said("a note").text() : standsFor(label), fileOf(all, label)});
    }
    if (all.labels.empty()) {
        std::string places;
        for (const review::VocabularyFile& file : all.files) places += (places.empty() ? "" : ", ") + file.path;
        session.out.write(text::say("No labels but WFDB's: {1}", places).text() + '\n');
    } else {
        session.out.write(table.text());
    }
    if (!installed.empty()) session.out.write('\n' + pairs({{"Installed", installed}}));
    session.warn(all.warnings);
    return {};
}

}  // namespace

void addReviewVocabulary(CLI::App& review, Action& action) {
    auto options = std::make_shared<VocabularyOptions>();
    auto* command =
        review.add_subcommand("vocabulary", "Labels of your own beside WFDB's: list, check and install them");
    command->add_option("file", options->file, "Vocabulary to check (default: list what is in force)")
        ->type_name("FILE");
    command
        ->add_option("--project", options->project,
                     "Project beside which a vocabulary lies; without it your own and the settings folder")
        ->type_name("FILE");
    auto* const install = command->add_flag("--install", options->install,
                                            "Put it beside the project that is named, else into the settings folder");
    command->add_flag("--replace", options->replace, "Even where a vocabulary is there already")->needs(install);
    command->add_flag("--json", options->json, "Write JSON for programs");
    addExamples(
        *command,
        "  triptych-cli review vocabulary                                # what is in force\n"
        "  triptych-cli review vocabulary ward.json                      # is the file right?\n"
        "  triptych-cli review vocabulary ward.json --install --project study.triptych-project\n"
        "A file is {\"triptych_vocabulary\": 1, \"labels\": [{\"letter\": \"X\", \"name\": \"Pump artefact\",\n"
        "\"colour\": \"#1b9e77\", \"wfdb\": \"Q\"}]}; colour and wfdb may be left out. WFDB's programs are told the\n"
        "letter in wfdb, else a note; so are agreement and scores, where a label without one has no class.");
    whenCalled(*command, action, options, &vocabulary);
}

}  // namespace triptych::cli
