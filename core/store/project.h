// A project: one file in which everything is kept that readers did to any number of recordings. It is an append-only
// log in SQLite with a write-ahead log, so that what was committed survives the program's death, and several windows or
// programs may use it at once.
#pragma once

#include "core/domain/error.h"
#include "core/domain/recording.h"
#include "core/store/event.h"
#include "core/store/sqlite.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace triptych::store {

inline constexpr std::string_view kProjectSuffix = ".triptych-project";

// Where the reader's own project lies when none was chosen: TRIPTYCH_PROJECT, else "labels.triptych-project" in
// $XDG_DATA_HOME/triptych or ~/.local/share/triptych. Empty where there is no such folder to be known.
[[nodiscard]] std::string defaultProjectPath();

// How a recording is told from others; made on the thread that will use it.
struct RecordingCard {
    std::string identity;  // identityOf()
    std::string name;
    std::string path;  // absolute; empty for one made in memory
    std::string format;
    double duration_s = 0;
};
[[nodiscard]] RecordingCard cardOf(const Recording& recording);

// Where a reader stopped in a recording.
struct Place {
    std::string lead;  // analysed, by name
    std::optional<double> beat_time_s;
    double view_start_s = 0, view_span_s = 0;
    double speed_mm_per_s = 0;  // paper speed in force; 0: the view had been zoomed away from it
    std::string beats;          // "reference", "detected"
    std::string model;          // by name; empty: the default

    friend bool operator==(const Place&, const Place&) = default;
};

// What the project knows of a recording when it is opened.
struct KnownRecording {
    std::int64_t id = 0;
    std::vector<EventGroup> groups;  // oldest first
    std::optional<Place> place;      // of the reader who asks
    // Another recording that was last seen under the same path, and labelled: the file has changed since.
    struct Changed {
        std::string last_opened;  // UTC
        std::size_t events = 0;   // of readers, those taken back included
    };
    std::optional<Changed> changed;
    std::string moved_from;  // last path, where that is another one and no longer there
};

// A recording as a project has it in its list.
struct ListedRecording {
    std::int64_t id = 0;
    RecordingCard card;                   // path: where it was seen last
    std::string last_opened;              // UTC
    std::map<std::string, Place> places;  // by reader
};

// Everything that was done to one recording.
struct RecordingLog {
    ListedRecording recording;
    std::vector<EventGroup> groups;  // oldest first
};

// One connection; one thread at a time.
class Project {
public:
    // Creates the file where there is none, not its folder; upgrades an older one after a copy. A file that may not be
    // written to is opened for reading where `may_read_only`: see readOnly(). Errors: not_found, not_readable,
    // malformed, unsupported (newer), io_failed; refused (on a network share, but for the reader's own:
    // network_share.h).
    [[nodiscard]] static Result<Project> open(const std::string& path, bool may_read_only);

    // Looks and touches nothing: readOnly(). Errors: the same; not_found where there is no such file.
    [[nodiscard]] static Result<Project> openForReading(const std::string& path);

    [[nodiscard]] const std::string& path() const { return database_.path(); }
    [[nodiscard]] bool readOnly() const { return read_only_; }
    // Is the file that was opened still found under its path? One that was removed can still be written to, and what is
    // written goes with it.
    enum class Whereabouts { in_place, gone, replaced };
    [[nodiscard]] Whereabouts whereabouts() const;
    // Everything that it holds, into a new file.
    [[nodiscard]] Result<void> writeTo(const std::string& path);
    // Of a file that is not in its place any more: takes our write-ahead log away from beside whatever stands there
    // now, which would take it for its own. SQLite itself leaves it.
    void removeLog() const;
    // Brings what stands in the write-ahead log into the file itself, as far as nobody reads it.
    void settle();

    // What is known of a recording, by its identity; id 0: nothing. Writes nothing.
    [[nodiscard]] Result<KnownRecording> find(const RecordingCard& card, const std::string& reader);
    // Enters the recording where it is not known, and notes where it lies now. Returns its id.
    [[nodiscard]] Result<std::int64_t> note(const RecordingCard& card);
    // Groups of the recording after place `after` in the log, oldest first.
    [[nodiscard]] Result<std::vector<EventGroup>> groupsOf(std::int64_t recording, std::int64_t after);
    // All groups in one transaction; returns their places in the log. A group whose key is there already keeps its
    // place: asking twice is safe.
    [[nodiscard]] Result<std::vector<std::int64_t>> append(std::int64_t recording,
                                                           const std::vector<EventGroup>& groups);
    [[nodiscard]] Result<void> keepPlace(std::int64_t recording, const std::string& reader, const Place& place);
    // All that it has, in the order in which they were entered.
    [[nodiscard]] Result<std::vector<ListedRecording>> recordings();
    // Reads every page and every row: errors malformed, where the file was cut, altered or made by something else.
    [[nodiscard]] Result<void> checkWhole();
    // The logs of another project behind what is here, all in one transaction: recordings that are not known are
    // entered, groups whose key is there already keep their place. Places of readers are taken where there are none.
    [[nodiscard]] Result<void> appendLogs(const std::vector<RecordingLog>& logs);
    // Changes with every commit of another connection, never with our own.
    [[nodiscard]] Result<std::int64_t> foreignChanges();

private:
    Project(Database database, bool read_only);
    [[nodiscard]] Result<std::int64_t> enter(const ListedRecording& recording);
    [[nodiscard]] Result<std::int64_t> modelOf(const ModelWord& word);
    [[nodiscard]] Result<std::int64_t> appendOne(std::int64_t recording, const EventGroup& group);
    [[nodiscard]] Result<void> appendMarks(std::int64_t group, const std::vector<EventMark>& marks);
    [[nodiscard]] Result<std::optional<KnownRecording::Changed>> changedAt(const RecordingCard& card);
    [[nodiscard]] Result<std::optional<Place>> placeOf(std::int64_t recording, const std::string& reader);

    Database database_;
    bool read_only_ = false;
    using FileNumber = std::pair<std::uint64_t, std::uint64_t>;  // device and number
    [[nodiscard]] static FileNumber numberOf(const std::string& path);
    FileNumber file_{}, log_{};  // that were opened
};

}  // namespace triptych::store
