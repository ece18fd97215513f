// A project as a whole kept in a second file, and brought back: a log that is only added to is restored by merging.
#pragma once

#include "core/domain/error.h"
#include "core/review/merge_projects.h"

#include <string>

namespace triptych::review {

// Everything that `project` holds, committed until now, into the new file `to`, which appears whole or not at all.
// Other programs may write meanwhile. Errors: those of opening; refused (something is there); io_failed.
[[nodiscard]] Result<void> backUp(const std::string& project, const std::string& to);

struct Restored {
    Merged merged;
    std::string set_aside;  // where a damaged project went; empty: it was sound
};
// What `backup` holds comes into `project`, which is made where there is none. One that cannot be opened for being
// damaged is renamed ("NAME.damaged") first. Errors: malformed (the backup itself), those of merging and of writing.
[[nodiscard]] Result<Restored> restore(const std::string& backup, const std::string& project);

}  // namespace triptych::review
