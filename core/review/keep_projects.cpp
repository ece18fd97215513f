#include "core/review/keep_projects.h"

#include "core/store/new_project.h"
#include "core/text/said.h"

#include <filesystem>

namespace triptych::review {
namespace {

namespace fs = std::filesystem;

Error cannotRename(const std::string& path, const std::error_code& error) {
    return {ErrorCode::io_failed, text::say("the file could not be given its name ({1})", error.message()), path,
            "check the folder and its permissions"};
}

// A name of its own beside `path`.
std::string besideOf(const std::string& path, const std::string& ending) {
    std::error_code ignored;
    std::string name = path + ending;
    for (int i = 2; fs::exists(name, ignored); ++i) name = path + ending + '.' + std::to_string(i);
    return name;
}

void renameLogs(const std::string& from, const std::string& to) {
    for (const char* ending : {"-wal", "-shm"}) {
        std::error_code none;
        fs::rename(from + ending, to + ending, none);
    }
}

// Of a restoring that failed: damaged or not, it was there before.
void putBack(const std::string& set_aside, const std::string& project) {
    std::error_code error;
    if (set_aside.empty() || fs::exists(project, error)) return;
    fs::rename(set_aside, project, error);
    if (!error) renameLogs(set_aside, project);
}

}  // namespace

Result<void> backUp(const std::string& project, const std::string& to) {
    std::error_code error;
    if (fs::exists(to, error)) {
        return fail(ErrorCode::refused, "something of this name is there, and is left as it is", to,
                    "choose another name for the backup");
    }
    auto opened = store::Project::openForReading(project);
    if (!opened) return std::unexpected(opened.error());
    if (auto sound = opened->checkWhole(); !sound) {
        Error damaged = sound.error();
        damaged.hint = text::say("{1}; no backup was written, for it would be damaged, too", damaged.hint);
        return std::unexpected(std::move(damaged));
    }
    const std::string partial = besideOf(to, ".part");
    if (auto written = opened->writeTo(partial); !written) {
        fs::remove(partial, error);
        Error failure = written.error();
        failure.where = to;
        return std::unexpected(std::move(failure));
    }
    // Linked rather than renamed: a file that came there meanwhile stays. Where there are no links, renamed.
    fs::create_hard_link(partial, to, error);
    if (error && !fs::exists(to)) {
        std::error_code renaming;
        fs::rename(partial, to, renaming);
        if (renaming) return std::unexpected(cannotRename(to, renaming));
        return {};
    }
    std::error_code removing;
    fs::remove(partial, removing);
    if (error) return std::unexpected(cannotRename(to, error));
    return {};
}

Result<Restored> restore(const std::string& backup, const std::string& project) {
    auto kept = store::Project::openForReading(backup);
    if (!kept) return std::unexpected(kept.error());
    if (auto sound = kept->checkWhole(); !sound) return std::unexpected(sound.error());
    Restored restored;
    std::error_code status;
    const bool was_there = fs::exists(project, status);
    auto mine = store::Project::open(project, false);
    if (mine) {
        if (auto sound = mine->checkWhole(); !sound) mine = std::unexpected(sound.error());
    }
    // A file of another name is somebody else's.
    if (!mine && mine.error().code == ErrorCode::malformed && project.ends_with(store::kProjectSuffix)) {
        restored.set_aside = besideOf(project, ".damaged");
        std::error_code error;
        fs::rename(project, restored.set_aside, error);
        if (error) return std::unexpected(cannotRename(project, error));
        renameLogs(project, restored.set_aside);
        mine = store::Project::open(project, false);
    }
    auto merged = mine ? mergeProjects(*mine, *kept) : std::unexpected(mine.error());
    if (!merged) {
        if (mine) store::takeAwayIfUnused(std::move(*mine), was_there && restored.set_aside.empty());
        putBack(restored.set_aside, project);
        return std::unexpected(merged.error());
    }
    restored.merged = std::move(*merged);
    return restored;
}

}  // namespace triptych::review
