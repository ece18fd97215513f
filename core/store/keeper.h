// Keeps what a reader does: a thread that owns the project, writes each event as soon as it is made, says when it is
// safe, reads what other windows wrote, and never drops an event that could not be written yet.
#pragma once

#include "core/domain/error.h"
#include "core/domain/recording.h"
#include "core/store/project.h"

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace triptych::store {

// What is known of a recording that was begun. `visit` is that of Keeper::begin().
struct Beginning {
    std::uint64_t visit = 0;
    std::string identity;  // of the recording
    std::string project;   // path of the one that is written to; empty where there is none
    std::vector<EventGroup> groups;
    std::optional<Place> place;
    std::size_t taken_over = 0;     // labels, from a file beside the recording
    std::vector<Warning> warnings;  // read-only, moved, changed, no project
};

// Called on the keeper's thread, one at a time.
struct KeeperListener {
    std::function<void(Beginning)> begun;
    // Committed: keys and places in the log, in the order of append().
    std::function<void(std::uint64_t visit, std::vector<std::pair<std::string, std::int64_t>>)> saved;
    // What could not be written waits, and is tried again. Once for each kind of trouble; nullopt: it is over.
    std::function<void(std::optional<Error>)> trouble;
    // Other windows' and programs' groups of the recording.
    std::function<void(std::uint64_t visit, std::vector<EventGroup>)> arrived;
    // A project that could not be opened when the recording was begun can be used now; what it holds of the recording
    // has arrived.
    std::function<void(std::string project)> opened;
    // Labels go elsewhere than was asked for, from now on.
    std::function<void(Warning)> moved;
};

// All functions from one thread (the window's); they return at once but for flush().
class Keeper {
public:
    // `project`: path; empty: the reader's own. Opened, in the background, with the first recording, or by prepare().
    // `reader`: whose place is kept.
    Keeper(std::string project, std::string reader, KeeperListener listener);
    // Tries once more to write what waits.
    ~Keeper();
    Keeper(const Keeper&) = delete;
    Keeper& operator=(const Keeper&) = delete;

    // A recording is on its way: the project is opened meanwhile, which takes the disk's time.
    void prepare();
    // A recording is read from now on; begun() follows, always. Returns the number of this visit, which comes with
    // every answer. `beside`: makes the groups to take over, given what the log knows (labels in a file beside the
    // recording).
    using TakeOver =
        std::function<std::vector<EventGroup>(const std::string& identity, const std::vector<EventGroup>& known)>;
    std::uint64_t begin(RecordingPtr recording, TakeOver beside = {});
    // Of the recording of the last begin().
    void append(std::vector<EventGroup> groups);
    void keepPlace(Place place);
    // Nothing is read any more; what waits is still written.
    void leave();

    // Groups that are not yet committed, of whatever recording.
    [[nodiscard]] std::size_t waiting() const;
    // Waits until everything was written, or an attempt failed, or `patience` is over. True: nothing waits.
    bool flush(std::chrono::milliseconds patience);

private:
    struct Visit {
        std::uint64_t number = 0;
        RecordingPtr recording;  // until begun
        TakeOver beside;
        RecordingCard card;
        std::int64_t id = 0;    // in the project that is written to
        std::int64_t seen = 0;  // place in the log up to which groups are known
        bool unread = false;    // there was no project when it was begun
    };
    struct Waiting {
        std::shared_ptr<Visit> visit;
        EventGroup group;
    };

    void serve(const std::stop_token& stop);
    void openProject();
    void fallBack(const Error& why);
    [[nodiscard]] Result<void> find(Visit& visit, Beginning& beginning);
    [[nodiscard]] Result<void> keepInPlace();
    void enterAnew();
    void beginVisit(const std::shared_ptr<Visit>& visit);
    void readLate();
    void write();
    [[nodiscard]] Result<void> writeOf(const std::shared_ptr<Visit>& visit, const std::vector<EventGroup>& groups);
    void writePlaces();
    void lookAround();
    void rest();
    void takeWaiting(const std::shared_ptr<Visit>& visit, Beginning& beginning);
    void say(const Error& error);
    void allIsWell();

    const std::string own_;     // the reader's own project; empty where there can be none
    const std::string wanted_;  // asked for
    const std::string reader_;
    const KeeperListener listener_;

    mutable std::mutex mutex_;
    mutable std::condition_variable_any changed_;
    std::deque<std::shared_ptr<Visit>> to_begin_;                  // guarded
    std::deque<Waiting> waiting_;                                  // guarded; oldest first
    std::deque<std::pair<std::shared_ptr<Visit>, Place>> places_;  // guarded
    std::shared_ptr<Visit> present_;                               // guarded: of the last begin()
    std::uint64_t visits_ = 0;                                     // guarded
    std::uint64_t attempts_ = 0;                                   // guarded: of writing, for flush()
    bool asked_ = false;                                           // guarded: something is to be done at once
    bool expects_ = false;                                         // guarded: a recording is on its way

    // The thread's own.
    std::optional<Project> read_only_;  // what was asked for, where it may not be written to
    std::optional<Project> project_;    // that is written to
    std::optional<Error> no_project_;
    std::vector<Warning> project_warnings_;
    std::int64_t foreign_changes_ = -1;
    std::int64_t behind_ = 0;  // places of this project lie behind those of projects that were read or written before
    int idle_looks_ = -1;      // since something was written; < 0: it has been brought into the project file itself
    std::string last_trouble_;
    std::jthread thread_;  // last: it uses everything above
};

}  // namespace triptych::store
