// What a project file looks like inside, in which version, and how an older one becomes a newer one. Private to this
// room.
#pragma once

#include "core/store/sqlite.h"

#include <string>

namespace triptych::store {

// Written into every project. A project says itself which version a reader must know at least (table `project`,
// "least_version"): one that only adds tables can still be opened by older programs.
inline constexpr std::int64_t kSchemaVersion = 2;
inline constexpr std::int64_t kApplicationId = 0x54524950;  // "TRIP", where `file` looks for it

enum class SchemaState {
    empty,  // a new file: nothing in it
    current,
    older,  // to be upgraded before it is written to
    newer   // of a later program, which says that this one can still use it
};

// Errors: malformed (a database of another program), unsupported (made by a newer Triptych that says so).
[[nodiscard]] Result<SchemaState> schemaStateOf(Database& database);

// Reads every page: one that was damaged would else be missed, or its labels missing, until somebody asks for the very
// row. Errors: malformed.
[[nodiscard]] Result<void> checkPages(Database& database);

// In one transaction; nothing where another program was quicker. `version`: of this program.
[[nodiscard]] Result<void> createSchema(Database& database, const std::string& version);

// The file is copied first ("NAME.triptych-project.version-1"), then altered in one transaction. Errors: those of the
// copy, which leave the project as it was.
[[nodiscard]] Result<void> upgradeSchema(Database& database);

}  // namespace triptych::store
