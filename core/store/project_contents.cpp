// A project as a whole: what it holds, whether it is sound, and how another one's logs come into it.
#include "core/store/project.h"

#include "core/text/said.h"

namespace triptych::store {
namespace {

Error damaged(const std::string& path) {
    return {ErrorCode::malformed, "the project is damaged or was altered by something else", path,
            "restore it from a copy; nothing was taken from it"};
}

}  // namespace

Result<std::vector<ListedRecording>> Project::recordings() {
    auto query = database_.prepare(
        "SELECT id, identity, name, format, duration_s, last_path, last_opened FROM recording ORDER BY id");
    if (!query) return std::unexpected(query.error());
    std::vector<ListedRecording> all;
    while (true) {
        const auto row = query->step();
        if (!row) return std::unexpected(row.error());
        if (!*row) break;
        ListedRecording one;
        one.id = query->integer(0);
        one.card.identity = query->text(1);
        one.card.name = query->text(2);
        one.card.format = query->text(3);
        one.card.duration_s = query->real(4);
        one.card.path = query->text(5);
        one.last_opened = query->text(6);
        all.push_back(std::move(one));
    }
    const auto has_places = database_.number("SELECT count(*) FROM sqlite_master WHERE name = 'place'");
    if (!has_places) return std::unexpected(has_places.error());
    if (*has_places == 0) return all;
    auto readers = database_.prepare("SELECT reader FROM place WHERE recording = ?");
    if (!readers) return std::unexpected(readers.error());
    for (ListedRecording& one : all) {
        readers->bind(1, one.id);
        while (true) {
            const auto row = readers->step();
            if (!row) return std::unexpected(row.error());
            if (!*row) break;
            const std::string reader = readers->text(0);
            if (auto place = placeOf(one.id, reader); place && *place) one.places[reader] = **place;
        }
        readers->reset();
    }
    return all;
}

Result<void> Project::checkWhole() {
    {
        auto check = database_.prepare("PRAGMA integrity_check(1)");
        if (!check) return std::unexpected(damaged(path()));
        const auto row = check->step();
        if (!row || !*row || check->text(0) != "ok") return std::unexpected(damaged(path()));
    }
    {
        auto check = database_.prepare("PRAGMA foreign_key_check");
        if (!check) return std::unexpected(damaged(path()));
        const auto row = check->step();
        if (!row || *row) return std::unexpected(damaged(path()));
    }
    const auto listed = recordings();
    if (!listed) return std::unexpected(damaged(path()));
    for (const ListedRecording& one : *listed) {
        if (one.card.identity.empty()) return std::unexpected(damaged(path()));
        if (const auto groups = groupsOf(one.id, 0); !groups) return std::unexpected(damaged(path()));
    }
    return {};
}

Result<std::int64_t> Project::enter(const ListedRecording& recording) {
    const RecordingCard& card = recording.card;
    {
        auto find = database_.prepare("SELECT id FROM recording WHERE identity = ?");
        if (!find) return std::unexpected(find.error());
        const auto row = find->bind(1, std::string_view(card.identity)).step();
        if (!row) return std::unexpected(row.error());
        if (*row) return find->integer(0);
    }
    auto add = database_.prepare(
        "INSERT INTO recording (name, format, duration_s, last_path, last_opened, identity) VALUES (?, ?, ?, ?, ?, ?)");
    if (!add) return std::unexpected(add.error());
    add->bind(1, std::string_view(card.name)).bind(2, std::string_view(card.format)).bind(3, card.duration_s);
    add->bind(4, std::string_view(card.path)).bind(5, std::string_view(recording.last_opened));
    if (auto added = add->bind(6, std::string_view(card.identity)).run(); !added) {
        return std::unexpected(added.error());
    }
    return database_.lastRow();
}

Result<void> Project::appendLogs(const std::vector<RecordingLog>& logs) {
    auto transaction = Transaction::begin(database_);
    if (!transaction) return std::unexpected(transaction.error());
    for (const RecordingLog& log : logs) {
        const auto id = enter(log.recording);
        if (!id) return std::unexpected(id.error());
        for (const EventGroup& group : log.groups) {
            if (const auto added = appendOne(*id, group); !added) return std::unexpected(added.error());
        }
        for (const auto& [reader, place] : log.recording.places) {
            const auto there = placeOf(*id, reader);
            if (!there) return std::unexpected(there.error());
            if (*there) continue;
            if (auto kept = keepPlace(*id, reader, place); !kept) return kept;
        }
    }
    return transaction->commit();
}

}  // namespace triptych::store
