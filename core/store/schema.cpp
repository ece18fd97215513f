#include "core/store/schema.h"

#include "core/text/said.h"

#include <filesystem>

namespace triptych::store {
namespace {

// Events are history: the database itself refuses to rewrite them.
constexpr const char* kTables = R"sql(
CREATE TABLE project (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE recording (
    id INTEGER PRIMARY KEY,
    identity TEXT NOT NULL UNIQUE,  -- SHA-256 over format, lead table and blocks of samples
    name TEXT NOT NULL,
    format TEXT NOT NULL,
    duration_s REAL NOT NULL,
    last_path TEXT NOT NULL,
    last_opened TEXT NOT NULL);
CREATE TABLE model (id INTEGER PRIMARY KEY, name TEXT NOT NULL, hash TEXT NOT NULL, UNIQUE (name, hash));
CREATE TABLE event_group (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    key TEXT NOT NULL UNIQUE,
    recording INTEGER NOT NULL REFERENCES recording (id),
    kind TEXT NOT NULL,    -- edit, undo, redo, taken over
    target TEXT,           -- of undo and redo: the key of a group
    layer TEXT NOT NULL,
    reader TEXT NOT NULL,
    time_utc TEXT NOT NULL,
    tool TEXT NOT NULL,
    reason TEXT NOT NULL);
CREATE TABLE event (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    event_group INTEGER NOT NULL REFERENCES event_group (id),
    sample INTEGER NOT NULL,
    end_sample INTEGER NOT NULL,
    rate_hz REAL NOT NULL,
    lead TEXT NOT NULL,
    from_value TEXT,
    to_value TEXT,
    model INTEGER REFERENCES model (id),
    model_class TEXT,
    model_probability REAL,
    model_visible INTEGER,
    provenance TEXT NOT NULL);
CREATE INDEX event_group_of_recording ON event_group (recording, id);
CREATE INDEX event_of_group ON event (event_group, sequence);
CREATE TRIGGER event_group_stays BEFORE UPDATE ON event_group BEGIN SELECT RAISE(ABORT, 'events are never rewritten'); END;
CREATE TRIGGER event_group_is_kept BEFORE DELETE ON event_group BEGIN SELECT RAISE(ABORT, 'events are never removed'); END;
CREATE TRIGGER event_stays BEFORE UPDATE ON event BEGIN SELECT RAISE(ABORT, 'events are never rewritten'); END;
CREATE TRIGGER event_is_kept BEFORE DELETE ON event BEGIN SELECT RAISE(ABORT, 'events are never removed'); END;
)sql";

// Version 2: where each reader stopped in each recording. No event: it is overwritten.
constexpr const char* kPlaces = R"sql(
CREATE TABLE place (
    recording INTEGER NOT NULL REFERENCES recording (id),
    reader TEXT NOT NULL,
    lead TEXT NOT NULL,
    beat_time_s REAL,
    view_start_s REAL NOT NULL,
    view_span_s REAL NOT NULL,
    speed_mm_per_s REAL NOT NULL,
    beats TEXT NOT NULL,
    model TEXT NOT NULL,
    PRIMARY KEY (recording, reader)) WITHOUT ROWID;
)sql";

std::string pragma(const char* name, std::int64_t value) {
    return std::string("PRAGMA ") + name + " = " + std::to_string(value) + ';';
}

Result<std::int64_t> leastVersion(Database& database) {
    return database.number("SELECT CAST(value AS INTEGER) FROM project WHERE name = 'least_version'");
}

// By SQLite's own means: a plain copy of the file would leave out what stands in the write-ahead log.
Result<void> keepCopy(Database& database, std::int64_t version) {
    const std::string copy = database.path() + ".version-" + std::to_string(version);
    std::error_code ignored;
    if (std::filesystem::exists(copy, ignored)) return {};  // of an upgrade that did not come to its end
    auto vacuum = database.prepare("VACUUM INTO ?");
    if (!vacuum) return std::unexpected(vacuum.error());
    if (auto copied = vacuum->bind(1, std::string_view(copy)).run(); !copied) {
        Error error = copied.error();
        error.what = text::say(
            "the project is of an older version, and no copy could be made before it is brought up to date ({1})",
            error.what);
        return std::unexpected(std::move(error));
    }
    return {};
}

}  // namespace

Result<SchemaState> schemaStateOf(Database& database) {
    // Another program may just be making it: half of that would be taken for a stranger's.
    const auto moment = Transaction::beginReading(database);
    if (!moment) return std::unexpected(moment.error());
    const auto application = database.number("PRAGMA application_id");
    if (!application) return std::unexpected(application.error());
    const auto version = database.number("PRAGMA user_version");
    if (!version) return std::unexpected(version.error());
    const auto tables = database.number("SELECT count(*) FROM sqlite_master");
    if (!tables) return std::unexpected(tables.error());
    if (*application == 0 && *version == 0 && *tables == 0) return SchemaState::empty;
    if (*application != kApplicationId || *version < 1) {
        return fail(ErrorCode::malformed, "this is a database, and no project of Triptych", database.path(),
                    "choose a file that ends in .triptych-project");
    }
    // What a stranger put in could swallow events, or never come to an end.
    const auto strange = database.number(
        "SELECT count(*) FROM sqlite_master WHERE type = 'view' OR (type = 'trigger' AND name NOT IN "
        "('event_group_stays', 'event_group_is_kept', 'event_stays', 'event_is_kept'))");
    if (!strange) return std::unexpected(strange.error());
    if (*strange > 0) {
        return fail(ErrorCode::malformed, "the project holds views or triggers that Triptych did not make",
                    database.path(), "restore it from a copy, or start another project");
    }
    if (*version == kSchemaVersion) return SchemaState::current;
    if (*version < kSchemaVersion) return SchemaState::older;
    const auto least = leastVersion(database);
    if (!least) return std::unexpected(least.error());
    if (*least > kSchemaVersion || *least < 1) {
        return fail(
            ErrorCode::unsupported,
            text::say("the project was made by a newer Triptych (version {1} of the file, and this program knows {2})",
                      *version, kSchemaVersion),
            database.path(), "open it with a newer Triptych; nothing in it was changed");
    }
    return SchemaState::newer;
}

Result<void> checkPages(Database& database) {
    auto check = database.prepare("PRAGMA quick_check(1)");
    if (!check) return std::unexpected(check.error());
    const auto row = check->step();
    if (!row) return std::unexpected(row.error());
    if (*row && check->text(0) == "ok") return {};
    return fail(ErrorCode::malformed, "the project is damaged", database.path(),
                "bring a backup back with \"review restore\", which sets the damaged file aside");
}

Result<void> createSchema(Database& database, const std::string& version) {
    auto transaction = Transaction::begin(database);
    if (!transaction) return std::unexpected(transaction.error());
    const auto tables = database.number("SELECT count(*) FROM sqlite_master");
    if (!tables) return std::unexpected(tables.error());
    if (*tables == 0) {
        if (auto made = database.run(std::string(kTables) + kPlaces + pragma("application_id", kApplicationId) +
                                     pragma("user_version", kSchemaVersion) +
                                     "INSERT INTO project VALUES ('least_version', '1');");
            !made) {
            return made;
        }
        auto by = database.prepare("INSERT INTO project VALUES ('created_by', ?)");
        if (!by) return std::unexpected(by.error());
        if (auto said = by->bind(1, std::string_view("Triptych " + version)).run(); !said) return said;
    }
    return transaction->commit();
}

Result<void> upgradeSchema(Database& database) {
    const auto version = database.number("PRAGMA user_version");
    if (!version) return std::unexpected(version.error());
    if (auto kept = keepCopy(database, *version); !kept) return kept;
    auto transaction = Transaction::begin(database);
    if (!transaction) return std::unexpected(transaction.error());
    const auto now = database.number("PRAGMA user_version");
    if (!now) return std::unexpected(now.error());
    if (*now < 2) {
        if (auto added = database.run(std::string(kPlaces) + pragma("user_version", 2)); !added) return added;
    }
    return transaction->commit();
}

}  // namespace triptych::store
