// A project's file where there is none yet: it appears whole, with its tables, or not at all, and goes again where the
// deed that it was made for failed.
#pragma once

#include "core/domain/error.h"
#include "core/store/project.h"

#include <string>

namespace triptych::store {

// An empty project under `path`, where nothing of this name is, in a folder that is there or is the reader's own; false
// where something is (by now). Made beside it and linked, so that nobody ever sees half of it. Errors: those of
// Database::open(), io_failed.
[[nodiscard]] Result<bool> makeProject(const std::string& path);

// Takes away the file that makeProject() made and nobody has written to since, with what SQLite left beside it.
void unmakeProject(const std::string& path);

// Of a project that was not there before a deed, and holds no event after it: the deed failed, and nothing stays.
void takeAwayIfUnused(Project project, bool was_there);

}  // namespace triptych::store
