// review merge, backup, restore: projects as files.
#include "app/cli/console/json.h"
#include "app/cli/console/numbers.h"
#include "app/cli/console/table.h"
#include "app/cli/review/sub_commands.h"
#include "core/review/keep_projects.h"
#include "core/review/merge_projects.h"
#include "core/store/new_project.h"
#include "core/text/said.h"

#include <CLI/CLI.hpp>

#include <filesystem>
#include <memory>

namespace triptych::cli {
namespace {

struct ProjectOptions {
    std::string other, project;
    bool only_look = false, json = false;
};

Json sideJson(const review::DeskConflict::Side& side) {
    return {{"reader", side.reader},
            {"value", side.value ? Json(*side.value) : Json(nullptr)},
            {"time", store::utcText(side.time)}};
}

std::string mergedJson(const review::Merged& merged, const std::string& project) {
    Json conflicts = Json::array();
    for (const review::DeskConflict& conflict : merged.conflicts) {
        conflicts.push_back({{"recording", conflict.recording},
                             {"layer", conflict.layer},
                             {"time_s", jsonNumber(conflict.time_s)},
                             {"lead", conflict.lead},
                             {"ours", sideJson(conflict.ours)},
                             {"theirs", sideJson(conflict.theirs)},
                             {"counts", conflict.theirs_counts ? "theirs" : "ours"}});
    }
    return jsonText({{"project", project},
                     {"recordings", merged.recordings},
                     {"events", merged.groups},
                     {"known", merged.known},
                     {"conflicts", std::move(conflicts)}});
}

std::string sideText(const review::DeskConflict::Side& side) {
    return readerText(side.reader) + ": " + side.value.value_or("-");
}

void writeMerged(const review::Merged& merged, const std::string& project, bool json, Output& out) {
    if (json) {
        out.write(mergedJson(merged, project));
        return;
    }
    out.write(pairs({{"Project", project},
                     {"New recordings", std::to_string(merged.recordings)},
                     {"Events that came in", std::to_string(merged.groups)},
                     {"Known already", std::to_string(merged.known)},
                     {"Conflicts", std::to_string(merged.conflicts.size())}}));
    if (merged.conflicts.empty()) return;
    Table table({{"Recording", Align::left},
                 {"At"},
                 {"Layer", Align::left},
                 {"Here", Align::left},
                 {"There", Align::left},
                 {"Counts", Align::left}});
    for (const review::DeskConflict& conflict : merged.conflicts) {
        table.add({conflict.recording, clock(conflict.time_s), conflict.layer, sideText(conflict.ours),
                   sideText(conflict.theirs), text::Said(conflict.theirs_counts ? text::Said("there") : "here")});
    }
    out.write('\n' + table.text());
}

Result<void> merge(const ProjectOptions& options, Session& session) {
    auto theirs = store::Project::openForReading(options.other);
    if (!theirs) return std::unexpected(theirs.error());
    const std::string path = projectPath(options.project);
    std::error_code status;
    const bool was_there = std::filesystem::exists(path, status);
    auto mine = options.only_look ? store::Project::openForReading(path) : store::Project::open(path, false);
    if (!mine) return std::unexpected(mine.error());
    const auto merged = review::mergeProjects(*mine, *theirs, options.only_look);
    if (!merged) {
        store::takeAwayIfUnused(std::move(*mine), was_there);
        return std::unexpected(merged.error());
    }
    writeMerged(*merged, path, options.json, session.out);
    return {};
}

Result<void> backup(const ProjectOptions& options, Session& session) {
    const auto kept = review::backUp(projectPath(options.project), options.other);
    if (!kept) return std::unexpected(kept.error());
    if (options.json) {
        session.out.write(jsonText({{"project", projectPath(options.project)}, {"backup", options.other}}));
    } else {
        session.out.write(pairs({{"Backup", options.other}}));
    }
    return {};
}

Result<void> restore(const ProjectOptions& options, Session& session) {
    const auto restored = review::restore(options.other, projectPath(options.project));
    if (!restored) return std::unexpected(restored.error());
    writeMerged(restored->merged, projectPath(options.project), options.json, session.out);
    if (!restored->set_aside.empty()) {
        session.warn({{"the damaged project was set aside", restored->set_aside}});
    }
    return {};
}

}  // namespace

void addReviewMerge(CLI::App& review, Action& action) {
    auto options = std::make_shared<ProjectOptions>();
    auto* command = review.add_subcommand("merge", "Bring another copy of a project, from another desk, into this one");
    command->add_option("other", options->other, "The other copy, which is left as it is")
        ->required()
        ->type_name("PROJECT");
    addProjectOption(*command, options->project);
    command->add_flag("--look", options->only_look, "Say what would come in, and change nothing");
    command->add_flag("--json", options->json, "Write JSON for programs");
    addExamples(*command,
                "  triptych-cli review merge ward.triptych-project --look\n"
                "  triptych-cli review merge ward.triptych-project --project study.triptych-project\n"
                "Every event is there once, by its key. Where both desks changed the same mark since their copies\n"
                "parted, the later one counts on both, and it is told.");
    whenCalled(*command, action, options, &merge);
}

void addReviewBackup(CLI::App& review, Action& action) {
    auto options = std::make_shared<ProjectOptions>();
    auto* command = review.add_subcommand("backup", "Write all that a project holds into one new file");
    command->add_option("out", options->other, "File to write; one that is there is never replaced")
        ->required()
        ->type_name("OUT");
    addProjectOption(*command, options->project);
    command->add_flag("--json", options->json, "Write JSON for programs");
    addExamples(*command, "  triptych-cli review backup 2026-11-30.triptych-project");
    whenCalled(*command, action, options, &backup);
}

void addReviewRestore(CLI::App& review, Action& action) {
    auto options = std::make_shared<ProjectOptions>();
    auto* command = review.add_subcommand("restore", "Bring all that a backup holds back; nothing newer is lost");
    command->add_option("backup", options->other, "Backup, or any copy of a project")->required()->type_name("BACKUP");
    addProjectOption(*command, options->project);
    command->add_flag("--json", options->json, "Write JSON for programs");
    addExamples(*command,
                "  triptych-cli review restore 2026-11-30.triptych-project\n"
                "A project that is damaged is set aside under another name, and the backup takes its place.");
    whenCalled(*command, action, options, &restore);
}

}  // namespace triptych::cli
