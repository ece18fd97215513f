#include "core/store/project.h"

#include "core/store/network_share.h"
#include "core/store/new_project.h"
#include "core/store/recording_identity.h"
#include "core/store/schema.h"
#include "core/text/said.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <thread>

namespace triptych::store {
namespace {

namespace fs = std::filesystem;

constexpr const char* kDefaultName = "labels.triptych-project";

std::string now() {
    return utcText(std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now()));
}

bool mayBeReadInstead(const Error& error) {
    return error.code == ErrorCode::not_readable;
}

// The write-ahead log is what lets a second window read while the first one writes; FULL has a commit reach the disk
// before it comes back. Where the file system cannot do the former, SQLite stays with its rollback journal.
// Its shared memory needs one machine: on a network share, where only the reader's own project may lie, the rollback
// journal has to do.
Result<void> tune(Database& database) {
    const char* mode = networkShareOf(database.path()) ? "PRAGMA journal_mode = DELETE" : "PRAGMA journal_mode = WAL";
    // For this change alone SQLite does not wait for others, who may be making the same one.
    constexpr int kTries = 100;
    constexpr auto kPause = std::chrono::milliseconds(20);
    auto journal = database.run(mode);
    for (int i = 0; i < kTries && !journal && journal.error().code == ErrorCode::io_failed; ++i) {
        std::this_thread::sleep_for(kPause);
        journal = database.run(mode);
    }
    if (!journal) return journal;
    for (const char* sql : {"PRAGMA synchronous = FULL", "PRAGMA foreign_keys = ON"}) {
        if (auto done = database.run(sql); !done) return done;
    }
    return {};
}

// A pipe would be waited for, for ever, and a device written to.
Result<void> refuseOdd(const std::string& path) {
    std::error_code status;
    const fs::file_status what = fs::status(path, status);
    if (!fs::exists(what) || fs::is_regular_file(what)) return {};
    return fail(ErrorCode::not_a_file,
                fs::is_directory(what) ? text::Said("a folder has this name") : text::Said("this is no regular file"),
                path, "choose a project file");
}

// Locks that the other machine does not hear of let two desks write over each other.
Result<void> refuseShare(const std::string& path) {
    const auto share = networkShareOf(path);
    if (!share || path == defaultProjectPath()) return {};
    return fail(ErrorCode::refused,
                text::say("a project cannot be kept on a network share ({1}): desks that write to it at the same time "
                          "would damage it",
                          *share),
                path, "copy it to a disk of this machine, and bring the copies together with \"review merge\"");
}

Result<Database> openToWrite(const std::string& path) {
    auto database = Database::open(path, Access::create);
    if (!database) return database;
    // Not before it is known to be ours: setting the journal would already write into another program's database.
    auto state = schemaStateOf(*database);
    if (!state) return std::unexpected(state.error());
    if (auto tuned = tune(*database); !tuned) return std::unexpected(tuned.error());
    if (*state == SchemaState::empty) {
        if (auto made = createSchema(*database, TRIPTYCH_VERSION); !made) return std::unexpected(made.error());
    } else if (*state == SchemaState::older) {
        if (auto made = upgradeSchema(*database); !made) return std::unexpected(made.error());
    }
    // A file on a read-only medium opens all the same, and only a write tells.
    if (auto writable = Transaction::begin(*database); !writable) return std::unexpected(writable.error());
    return database;
}

Result<Database> openToRead(const std::string& path) {
    auto database = Database::open(path, Access::read);
    if (!database) return database;
    auto state = schemaStateOf(*database);
    if (!state && state.error().code == ErrorCode::not_readable) {
        // A write-ahead log needs a file beside it, which a read-only folder does not allow.
        std::error_code ignored;
        if (const auto log = fs::file_size(path + "-wal", ignored); !ignored && log > 0) {
            return fail(ErrorCode::not_readable,
                        "the newest labels of this project stand in its write-ahead log, which cannot be read where "
                        "nothing may be written",
                        path, "copy the project and the file \"-wal\" beside it to a folder that you may write to");
        }
        database = Database::open(path, Access::unchanging);
        if (!database) return database;
        state = schemaStateOf(*database);
    }
    if (!state) return std::unexpected(state.error());
    if (*state == SchemaState::empty) {
        return fail(ErrorCode::empty, "nothing was ever kept in this project", path,
                    "name another, or bring a backup back with \"review restore\"");
    }
    if (auto sound = checkPages(*database); !sound) return std::unexpected(sound.error());
    return database;
}

EventMark markOf(Statement& row) {
    EventMark mark;
    mark.sample = row.integer(9);
    mark.end_sample = row.integer(10);
    mark.rate_hz = row.real(11);
    mark.lead = row.text(12);
    mark.from = row.optionalText(13);
    mark.to = row.optionalText(14);
    if (!row.isNull(15)) {
        mark.model =
            ModelWord{row.text(15), row.text(16), row.text(17), static_cast<float>(row.real(18)), row.integer(19) != 0};
    }
    mark.provenance = row.text(20);
    return mark;
}

}  // namespace

std::string defaultProjectPath() {
    if (const char* chosen = std::getenv("TRIPTYCH_PROJECT"); chosen != nullptr && *chosen != '\0') {
        return fs::absolute(chosen).string();
    }
    if (const char* data = std::getenv("XDG_DATA_HOME"); data != nullptr && *data == '/') {
        return (fs::path(data) / "triptych" / kDefaultName).string();
    }
    if (const char* home = std::getenv("HOME"); home != nullptr && *home == '/') {
        return (fs::path(home) / ".local" / "share" / "triptych" / kDefaultName).string();
    }
    return {};
}

RecordingCard cardOf(const Recording& recording) {
    RecordingCard card{identityOf(recording), recording.name, {}, recording.format, recording.duration_s};
    if (recording.path.empty()) return card;
    std::error_code ignored;
    const fs::path absolute = fs::absolute(recording.path, ignored);
    card.path = absolute.empty() ? recording.path : absolute.lexically_normal().string();
    return card;
}

Result<Project> Project::open(const std::string& path, bool may_read_only) {
    if (path.empty()) {
        return fail(ErrorCode::not_found, "there is no folder to keep labels in", {},
                    "set HOME or XDG_DATA_HOME, or choose a project");
    }
    if (auto odd = refuseOdd(path); !odd) return std::unexpected(odd.error());
    if (auto share = refuseShare(path); !share) return std::unexpected(share.error());
    std::error_code status;
    const auto made = fs::exists(path, status) ? Result<bool>(false) : makeProject(path);
    if (!made) return std::unexpected(made.error());
    auto database = openToWrite(path);
    if (!database && *made) unmakeProject(path);
    if (database) return Project(std::move(*database), false);
    if (!may_read_only || !mayBeReadInstead(database.error()) || !fs::exists(path, status)) {
        return std::unexpected(database.error());
    }
    // Of one that is empty it is to be said why nothing can be put in.
    auto readable = openForReading(path);
    if (!readable && readable.error().code == ErrorCode::empty) return std::unexpected(database.error());
    return readable;
}

Result<Project> Project::openForReading(const std::string& path) {
    std::error_code status;
    if (path.empty() || !fs::exists(path, status)) {
        return fail(ErrorCode::not_found, "there is no such project", path, "name one that is there");
    }
    if (auto odd = refuseOdd(path); !odd) return std::unexpected(odd.error());
    auto readable = openToRead(path);
    if (!readable) return std::unexpected(readable.error());
    return Project(std::move(*readable), true);
}

Project::FileNumber Project::numberOf(const std::string& path) {
    struct stat status {};
    if (::stat(path.c_str(), &status) != 0) return {};
    return {status.st_dev, status.st_ino};
}

Project::Project(Database database, bool read_only)
    : database_(std::move(database)), read_only_(read_only), file_(numberOf(path())), log_(numberOf(path() + "-wal")) {}

void Project::removeLog() const {
    if (log_ == FileNumber{} || numberOf(path() + "-wal") != log_) return;
    for (const char* ending : {"-wal", "-shm"}) ::unlink((path() + ending).c_str());
}

Project::Whereabouts Project::whereabouts() const {
    struct stat status {};
    if (::stat(path().c_str(), &status) != 0) return errno == ENOENT ? Whereabouts::gone : Whereabouts::in_place;
    return FileNumber{status.st_dev, status.st_ino} == file_ ? Whereabouts::in_place : Whereabouts::replaced;
}

void Project::settle() {
    (void)database_.run("PRAGMA wal_checkpoint(PASSIVE)");
}

Result<void> Project::writeTo(const std::string& to) {
    auto vacuum = database_.prepare("VACUUM INTO ?");
    if (!vacuum) return std::unexpected(vacuum.error());
    return vacuum->bind(1, std::string_view(to)).run();
}

Result<std::int64_t> Project::foreignChanges() {
    return database_.number("PRAGMA data_version");
}

Result<std::optional<Place>> Project::placeOf(std::int64_t recording, const std::string& reader) {
    const auto has_places = database_.number("SELECT count(*) FROM sqlite_master WHERE name = 'place'");
    if (!has_places) return std::unexpected(has_places.error());
    if (*has_places == 0) return std::optional<Place>();  // an older project that may not be upgraded
    auto query = database_.prepare(
        "SELECT lead, beat_time_s, view_start_s, view_span_s, speed_mm_per_s, beats, model FROM place WHERE recording "
        "= ? AND reader = "
        "?");
    if (!query) return std::unexpected(query.error());
    const auto row = query->bind(1, recording).bind(2, std::string_view(reader)).step();
    if (!row) return std::unexpected(row.error());
    if (!*row) return std::optional<Place>();
    Place place;
    place.lead = query->text(0);
    if (!query->isNull(1)) place.beat_time_s = query->real(1);
    place.view_start_s = query->real(2);
    place.view_span_s = query->real(3);
    place.speed_mm_per_s = query->real(4);
    place.beats = query->text(5);
    place.model = query->text(6);
    return std::optional(std::move(place));
}

Result<KnownRecording> Project::find(const RecordingCard& card, const std::string& reader) {
    KnownRecording known;
    std::string last_path;
    {
        auto find = database_.prepare("SELECT id, last_path FROM recording WHERE identity = ?");
        if (!find) return std::unexpected(find.error());
        const auto row = find->bind(1, std::string_view(card.identity)).step();
        if (!row) return std::unexpected(row.error());
        if (*row) {
            known.id = find->integer(0);
            last_path = find->text(1);
        }
    }
    if (known.id == 0) {
        auto changed = changedAt(card);
        if (!changed) return std::unexpected(changed.error());
        known.changed = std::move(*changed);
        return known;
    }
    std::error_code ignored;
    if (last_path != card.path && !last_path.empty() && !fs::exists(last_path, ignored)) known.moved_from = last_path;
    auto groups = groupsOf(known.id, 0);
    if (!groups) return std::unexpected(groups.error());
    known.groups = std::move(*groups);
    // A place that cannot be read costs no label.
    if (auto place = placeOf(known.id, reader)) known.place = std::move(*place);
    return known;
}

// Another recording with labels was last seen under the path of this one.
Result<std::optional<KnownRecording::Changed>> Project::changedAt(const RecordingCard& card) {
    if (card.path.empty()) return std::optional<KnownRecording::Changed>();
    auto other = database_.prepare(
        "SELECT r.last_opened, count(e.sequence) FROM recording r JOIN event_group g ON g.recording = r.id "
        "JOIN event e ON e.event_group = g.id WHERE r.last_path = ? AND r.identity <> ? GROUP BY r.id "
        "ORDER BY r.last_opened DESC LIMIT 1");
    if (!other) return std::unexpected(other.error());
    const auto row = other->bind(1, std::string_view(card.path)).bind(2, std::string_view(card.identity)).step();
    if (!row) return std::unexpected(row.error());
    if (!*row) return std::optional<KnownRecording::Changed>();
    return std::optional(KnownRecording::Changed{other->text(0), static_cast<std::size_t>(other->integer(1))});
}

Result<std::int64_t> Project::note(const RecordingCard& card) {
    auto note = database_.prepare(
        "INSERT INTO recording (name, format, duration_s, last_path, last_opened, identity) VALUES (?, ?, ?, ?, ?, ?) "
        "ON CONFLICT (identity) DO UPDATE SET name = excluded.name, duration_s = excluded.duration_s, "
        "last_path = excluded.last_path, last_opened = excluded.last_opened");
    if (!note) return std::unexpected(note.error());
    note->bind(1, std::string_view(card.name)).bind(2, std::string_view(card.format)).bind(3, card.duration_s);
    note->bind(4, std::string_view(card.path)).bind(5, std::string_view(now()));
    if (auto noted = note->bind(6, std::string_view(card.identity)).run(); !noted) {
        return std::unexpected(noted.error());
    }
    auto find = database_.prepare("SELECT id FROM recording WHERE identity = ?");
    if (!find) return std::unexpected(find.error());
    const auto row = find->bind(1, std::string_view(card.identity)).step();
    if (!row) return std::unexpected(row.error());
    return find->integer(0);
}

Result<std::vector<EventGroup>> Project::groupsOf(std::int64_t recording, std::int64_t after) {
    auto query = database_.prepare(
        "SELECT g.id, g.key, g.kind, g.target, g.layer, g.reader, g.time_utc, g.tool, g.reason, "
        "e.sample, e.end_sample, e.rate_hz, e.lead, e.from_value, e.to_value, m.name, m.hash, e.model_class, "
        "e.model_probability, e.model_visible, e.provenance FROM event_group g "
        "LEFT JOIN event e ON e.event_group = g.id LEFT JOIN model m ON m.id = e.model "
        "WHERE g.recording = ? AND g.id > ? ORDER BY g.id, e.sequence");
    if (!query) return std::unexpected(query.error());
    query->bind(1, recording).bind(2, after);
    std::vector<EventGroup> groups;
    while (true) {
        const auto row = query->step();
        if (!row) return std::unexpected(row.error());
        if (!*row) return groups;
        if (const std::int64_t id = query->integer(0); groups.empty() || groups.back().order != id) {
            EventGroup group;
            group.order = id;
            group.key = query->text(1);
            const auto kind = eventKindOf(query->text(2));
            const auto time = utcOf(query->text(6));
            if (!kind || !time) {
                return fail(ErrorCode::malformed, text::say("event group {1} of the project is unreadable", id), path(),
                            "open it with a newer Triptych, or restore it from a copy");
            }
            group.kind = *kind;
            group.target = query->text(3);
            group.layer = query->text(4);
            group.reader = query->text(5);
            group.time = *time;
            group.tool = query->text(7);
            group.reason = query->text(8);
            groups.push_back(std::move(group));
        }
        if (!query->isNull(9)) groups.back().marks.push_back(markOf(*query));
    }
}

Result<std::int64_t> Project::modelOf(const ModelWord& word) {
    auto add = database_.prepare("INSERT OR IGNORE INTO model (name, hash) VALUES (?, ?)");
    if (!add) return std::unexpected(add.error());
    if (auto added = add->bind(1, std::string_view(word.model_name)).bind(2, std::string_view(word.model_hash)).run();
        !added) {
        return std::unexpected(added.error());
    }
    auto find = database_.prepare("SELECT id FROM model WHERE name = ? AND hash = ?");
    if (!find) return std::unexpected(find.error());
    const auto row = find->bind(1, std::string_view(word.model_name)).bind(2, std::string_view(word.model_hash)).step();
    if (!row) return std::unexpected(row.error());
    return find->integer(0);
}

Result<void> Project::appendMarks(std::int64_t group, const std::vector<EventMark>& marks) {
    auto add = database_.prepare(
        "INSERT INTO event (event_group, sample, end_sample, rate_hz, lead, from_value, to_value, model, model_class, "
        "model_probability, model_visible, provenance) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    if (!add) return std::unexpected(add.error());
    std::map<std::pair<std::string, std::string>, std::int64_t> models;  // a batch speaks of one model, mostly
    for (const EventMark& mark : marks) {
        add->bind(1, group).bind(2, mark.sample).bind(3, mark.end_sample).bind(4, mark.rate_hz);
        add->bind(5, std::string_view(mark.lead)).bindOptional(6, mark.from).bindOptional(7, mark.to);
        if (mark.model) {
            const auto key = std::pair(mark.model->model_name, mark.model->model_hash);
            auto known = models.find(key);
            if (known == models.end()) {
                const auto id = modelOf(*mark.model);
                if (!id) return std::unexpected(id.error());
                known = models.emplace(key, *id).first;
            }
            add->bind(8, known->second).bind(9, std::string_view(mark.model->class_name));
            add->bind(10, static_cast<double>(mark.model->probability));
            add->bind(11, static_cast<std::int64_t>(mark.model->visible ? 1 : 0));
        } else {
            for (const int place : {8, 9, 10, 11}) add->bindNull(place);
        }
        if (auto added = add->bind(12, std::string_view(mark.provenance)).run(); !added) return added;
    }
    return {};
}

Result<std::int64_t> Project::appendOne(std::int64_t recording, const EventGroup& group) {
    {
        auto find = database_.prepare("SELECT id, recording FROM event_group WHERE key = ?");
        if (!find) return std::unexpected(find.error());
        const auto row = find->bind(1, std::string_view(group.key)).step();
        if (!row) return std::unexpected(row.error());
        if (*row && find->integer(1) != recording) {
            return fail(ErrorCode::internal, text::say("event group {1} stands under another recording", group.key),
                        path(), "please report this");
        }
        if (*row) return find->integer(0);
    }
    auto add = database_.prepare(
        "INSERT INTO event_group (key, recording, kind, target, layer, reader, time_utc, tool, reason) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)");
    if (!add) return std::unexpected(add.error());
    add->bind(1, std::string_view(group.key)).bind(2, recording).bind(3, name(group.kind));
    if (group.target.empty()) {
        add->bindNull(4);
    } else {
        add->bind(4, std::string_view(group.target));
    }
    add->bind(5, std::string_view(group.layer)).bind(6, std::string_view(group.reader));
    add->bind(7, std::string_view(utcText(group.time))).bind(8, std::string_view(group.tool));
    if (auto added = add->bind(9, std::string_view(group.reason)).run(); !added) return std::unexpected(added.error());
    const std::int64_t id = database_.lastRow();
    if (auto marks = appendMarks(id, group.marks); !marks) return std::unexpected(marks.error());
    return id;
}

Result<std::vector<std::int64_t>> Project::append(std::int64_t recording, const std::vector<EventGroup>& groups) {
    auto transaction = Transaction::begin(database_);
    if (!transaction) return std::unexpected(transaction.error());
    std::vector<std::int64_t> places;
    for (const EventGroup& group : groups) {
        const auto id = appendOne(recording, group);
        if (!id) return std::unexpected(id.error());
        places.push_back(*id);
    }
    if (auto committed = transaction->commit(); !committed) return std::unexpected(committed.error());
    return places;
}

Result<void> Project::keepPlace(std::int64_t recording, const std::string& reader, const Place& place) {
    auto keep = database_.prepare(
        "INSERT INTO place (recording, reader, lead, beat_time_s, view_start_s, view_span_s, speed_mm_per_s, beats, "
        "model) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (recording, reader) DO UPDATE SET lead = excluded.lead, "
        "beat_time_s = excluded.beat_time_s, view_start_s = excluded.view_start_s, view_span_s = excluded.view_span_s, "
        "speed_mm_per_s = excluded.speed_mm_per_s, beats = excluded.beats, model = excluded.model");
    if (!keep) return std::unexpected(keep.error());
    keep->bind(1, recording).bind(2, std::string_view(reader)).bind(3, std::string_view(place.lead));
    if (place.beat_time_s) {
        keep->bind(4, *place.beat_time_s);
    } else {
        keep->bindNull(4);
    }
    keep->bind(5, place.view_start_s).bind(6, place.view_span_s).bind(7, place.speed_mm_per_s);
    return keep->bind(8, std::string_view(place.beats)).bind(9, std::string_view(place.model)).run();
}

}  // namespace triptych::store
