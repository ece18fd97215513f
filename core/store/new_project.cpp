#include "core/store/new_project.h"

#include "core/store/schema.h"
#include "core/store/sqlite.h"
#include "core/text/said.h"

#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <filesystem>
#include <system_error>

namespace triptych::store {
namespace {

namespace fs = std::filesystem;

// Of one process and moment: windows and threads that begin together do not meet.
std::string beside(const std::string& path) {
    static std::atomic<int> count = 0;
    return path + ".new-" + std::to_string(::getpid()) + '-' + std::to_string(++count);
}

Result<void> fillNew(const std::string& path) {
    auto database = Database::open(path, Access::create);
    if (!database) return std::unexpected(database.error());
    // Nobody else knows of the file, and where this fails it is thrown away: no journal is needed.
    if (auto set = database->run("PRAGMA journal_mode = MEMORY"); !set) return set;
    if (auto set = database->run("PRAGMA synchronous = FULL"); !set) return set;
    return createSchema(*database, TRIPTYCH_VERSION);
}

void removeWithLogs(const std::string& path) {
    std::error_code ignored;
    for (const char* ending : {"", "-journal", "-wal", "-shm"}) fs::remove(path + ending, ignored);
}

bool holdsNothing(Project& project) {
    const auto listed = project.recordings();
    return listed && std::ranges::all_of(*listed, [&](const ListedRecording& one) {
               const auto groups = project.groupsOf(one.id, 0);
               return groups && groups->empty();
           });
}

}  // namespace

Result<bool> makeProject(const std::string& path) {
    // Nobody makes the folder of the reader's own by hand; where it cannot be made, SQLite says so next.
    if (std::error_code unmade; path == defaultProjectPath())
        fs::create_directories(fs::path(path).parent_path(), unmade);
    const std::string made = beside(path);
    if (auto filled = fillNew(made); !filled) {
        removeWithLogs(made);
        Error error = filled.error();
        error.where = path;
        return std::unexpected(std::move(error));
    }
    int trouble = ::link(made.c_str(), path.c_str()) == 0 ? 0 : errno;
    std::error_code status;
    // Where there are no links.
    if (trouble != 0 && trouble != EEXIST && !fs::exists(fs::symlink_status(path, status)))
        trouble = ::rename(made.c_str(), path.c_str()) == 0 ? 0 : errno;
    removeWithLogs(made);
    if (trouble == 0) return true;
    if (trouble == EEXIST) return false;
    return fail(ErrorCode::io_failed,
                text::say("the project could not be given its name ({1})", std::generic_category().message(trouble)),
                path, "check the folder and its permissions");
}

void unmakeProject(const std::string& path) {
    std::error_code status;
    const auto log = fs::file_size(path + "-wal", status);
    if (!status && log > 0) return;  // somebody writes to it
    removeWithLogs(path);
}

void takeAwayIfUnused(Project project, bool was_there) {
    if (was_there || project.whereabouts() != Project::Whereabouts::in_place || !holdsNothing(project)) return;
    const std::string path = project.path();
    { const Project closed = std::move(project); }
    removeWithLogs(path);
}

}  // namespace triptych::store
