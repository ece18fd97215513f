#include "core/store/keeper.h"

#include "core/store/recording_identity.h"
#include "core/text/said.h"

#include <algorithm>
#include <exception>
#include <filesystem>

namespace triptych::store {
namespace {

constexpr auto kLook = std::chrono::milliseconds(300);    // how often other windows' labels are looked for
constexpr auto kRetry = std::chrono::milliseconds(1000);  // how often what could not be written is tried again
// Places of a project lie behind those of one that was read or written before it.
constexpr std::int64_t kBehind = std::int64_t{1} << 40;
constexpr int kIdleLooks = 7;  // of kLook each: until the write-ahead log is brought into the file

void makeFolderOf(const std::string& path) {
    if (path.empty()) return;
    std::error_code seen_when_it_is_opened;
    std::filesystem::create_directories(std::filesystem::path(path).parent_path(), seen_when_it_is_opened);
}

}  // namespace

Keeper::Keeper(std::string project, std::string reader, KeeperListener listener)
    : own_(defaultProjectPath()),
      wanted_(project.empty() ? own_ : std::move(project)),
      reader_(std::move(reader)),
      listener_(std::move(listener)),
      thread_([this](const std::stop_token& stop) { serve(stop); }) {}

Keeper::~Keeper() {
    thread_.request_stop();
    changed_.notify_all();
    thread_.join();
}

void Keeper::prepare() {
    const std::scoped_lock lock(mutex_);
    if (visits_ > 0) return;
    asked_ = expects_ = true;
    changed_.notify_all();
}

std::uint64_t Keeper::begin(RecordingPtr recording, TakeOver beside) {
    auto visit = std::make_shared<Visit>();
    visit->recording = std::move(recording);
    visit->beside = std::move(beside);
    const std::scoped_lock lock(mutex_);
    visit->number = ++visits_;
    present_ = visit;
    to_begin_.push_back(visit);
    asked_ = true;
    changed_.notify_all();
    return visit->number;
}

void Keeper::append(std::vector<EventGroup> groups) {
    const std::scoped_lock lock(mutex_);
    if (!present_) return;
    for (EventGroup& group : groups) waiting_.push_back({present_, std::move(group)});
    asked_ = true;
    changed_.notify_all();
}

void Keeper::keepPlace(Place place) {
    const std::scoped_lock lock(mutex_);
    if (!present_) return;
    std::erase_if(places_, [this](const auto& kept) { return kept.first == present_; });
    places_.emplace_back(present_, std::move(place));
    asked_ = true;
    changed_.notify_all();
}

void Keeper::leave() {
    const std::scoped_lock lock(mutex_);
    present_.reset();
}

std::size_t Keeper::waiting() const {
    const std::scoped_lock lock(mutex_);
    return waiting_.size();
}

bool Keeper::flush(std::chrono::milliseconds patience) {
    std::unique_lock lock(mutex_);
    const std::uint64_t before = attempts_;
    asked_ = true;
    changed_.notify_all();
    const auto is_done = [&] {
        return (waiting_.empty() && places_.empty() && to_begin_.empty()) || attempts_ > before;
    };
    changed_.wait_for(lock, patience, is_done);
    return waiting_.empty();
}

void Keeper::serve(const std::stop_token& stop) {
    while (true) {
        std::shared_ptr<Visit> visit;
        bool expects = false;
        {
            std::unique_lock lock(mutex_);
            const bool restless = present_ != nullptr || !waiting_.empty();
            const auto is_asked = [this] { return asked_; };
            if (restless) {
                changed_.wait_for(lock, stop, waiting_.empty() && project_ ? kLook : kRetry, is_asked);
            } else {
                changed_.wait(lock, stop, is_asked);
            }
            asked_ = false;
            expects = std::exchange(expects_, false);
            if (!to_begin_.empty()) {
                visit = std::move(to_begin_.front());
                to_begin_.pop_front();
                if (!to_begin_.empty()) asked_ = true;
            }
        }
        try {
            write();
            if (expects && !project_) {
                openProject();
                (void)identityOf({});  // the first digest of a program makes all of OpenSSL ready
            }
            if (visit) beginVisit(visit);
            write();
            if (!visit) readLate();
            writePlaces();
            lookAround();
            rest();
        } catch (const std::exception& exception) {
            say({ErrorCode::internal, text::say("labels could not be kept: {1}", std::string(exception.what())),
                 wanted_, "save them beside the recording and please report this"});
        }
        {
            const std::scoped_lock lock(mutex_);
            ++attempts_;
            changed_.notify_all();
            if (stop.stop_requested() && to_begin_.empty()) return;
        }
    }
}

void Keeper::openProject() {
    project_.reset();
    read_only_.reset();
    no_project_.reset();
    project_warnings_.clear();
    foreign_changes_ = -1;
    if (wanted_ == own_) makeFolderOf(own_);
    auto opened = Project::open(wanted_, true);
    if (opened && !opened->readOnly()) {
        project_ = std::move(*opened);
        return;
    }
    if (opened) {
        read_only_ = std::move(*opened);
        fallBack({ErrorCode::not_readable, "the project may not be written to", wanted_, {}});
    } else if (opened.error().code == ErrorCode::io_failed) {
        no_project_ = opened.error();  // held by another program, or a disk in trouble: tried again
    } else {
        fallBack(opened.error());
    }
}

// What was asked for cannot be written to: labels go to the reader's own project, and are not lost.
void Keeper::fallBack(const Error& why) {
    project_.reset();
    foreign_changes_ = -1;
    if (own_ == wanted_ || own_.empty()) {
        no_project_ = why;
        return;
    }
    makeFolderOf(own_);
    auto opened = Project::open(own_, false);
    if (!opened) {
        no_project_ = why;
        return;
    }
    project_ = std::move(*opened);
    behind_ += kBehind;
    project_warnings_.push_back(
        {text::say("labels cannot be kept there ({1}); they are kept in your own project, {2}", why.what, own_),
         wanted_});
}

Result<void> Keeper::find(Visit& visit, Beginning& beginning) {
    visit.seen = 0;
    visit.id = 0;
    const auto say_known = [&](const KnownRecording& known) {
        if (known.changed) {
            beginning.warnings.push_back({text::say("this file has changed since it was labelled: it has other leads "
                                                    "or samples than on {1}, and what was labelled until then ({2}) is "
                                                    "not shown; it stays in the project under the recording as it was",
                                                    known.changed->last_opened.substr(0, 10),
                                                    text::sayCount(known.changed->events, "{1} event", "{1} events")),
                                          visit.card.path});
        }
        if (!known.moved_from.empty()) {
            beginning.warnings.push_back(
                {text::say("the recording was found again by its content; its labels were given when it was at {1}",
                           known.moved_from),
                 visit.card.path});
        }
    };
    if (read_only_) {
        auto known = read_only_->find(visit.card, reader_);
        if (!known) return std::unexpected(known.error());
        say_known(*known);
        beginning.groups = std::move(known->groups);
        beginning.place = std::move(known->place);
    }
    auto known = project_->find(visit.card, reader_);
    if (!known) return std::unexpected(known.error());
    if (!read_only_) say_known(*known);
    visit.id = known->id;
    for (EventGroup& group : known->groups) {
        visit.seen = group.order;
        group.order += behind_;
        beginning.groups.push_back(std::move(group));
    }
    if (known->place) beginning.place = std::move(known->place);
    return {};
}

// What an earlier visit of the same recording could not write yet belongs to this one.
void Keeper::takeWaiting(const std::shared_ptr<Visit>& visit, Beginning& beginning) {
    const std::scoped_lock lock(mutex_);
    for (Waiting& one : waiting_) {
        if (one.visit == visit || one.visit->card.identity != visit->card.identity) continue;
        one.visit = visit;
        beginning.groups.push_back(one.group);
    }
}

// A project that is copied or mailed while a window is open should hold its labels in the file itself.
void Keeper::rest() {
    if (idle_looks_ < 0 || !project_ || ++idle_looks_ < kIdleLooks) return;
    idle_looks_ = -1;
    project_->settle();
}

void Keeper::beginVisit(const std::shared_ptr<Visit>& visit) {
    Beginning beginning;
    beginning.visit = visit->number;
    visit->card = cardOf(*visit->recording);
    beginning.identity = visit->card.identity;
    visit->recording.reset();
    if (!project_) openProject();
    if (project_) {
        beginning.project = project_->path();
        beginning.warnings = project_warnings_;
        if (auto found = find(*visit, beginning); !found) {
            beginning.warnings.push_back({found.error().what, found.error().where});
            beginning.groups.clear();
        }
    } else if (no_project_) {
        Error error = *no_project_;
        visit->unread = error.code == ErrorCode::io_failed;
        beginning.warnings.push_back({text::say("labels are not kept: {1}; {2}", error.what, error.hint), error.where});
    }
    takeWaiting(visit, beginning);
    if (visit->beside) {
        const auto take_over = std::exchange(visit->beside, {});
        std::vector<EventGroup> groups = take_over(visit->card.identity, beginning.groups);
        const std::scoped_lock lock(mutex_);
        for (EventGroup& group : groups) {
            beginning.taken_over += group.marks.size();
            beginning.groups.push_back(group);
            waiting_.push_back({visit, std::move(group)});
        }
    }
    if (listener_.begun) listener_.begun(std::move(beginning));
    // Where the recording lies is noted when the window has what it waits for: a commit takes the disk's time. Where it
    // cannot be noted now, the first label will.
    if (!project_) return;
    if (const auto id = project_->note(visit->card)) visit->id = *id;
}

// Recordings are entered again, into another project.
void Keeper::enterAnew() {
    foreign_changes_ = -1;
    const std::scoped_lock lock(mutex_);
    for (const Waiting& one : waiting_) one.visit->id = 0;
    if (present_) present_->id = 0;
}

// A project that was removed or replaced while it is in use would be written to, and be gone with the window.
Result<void> Keeper::keepInPlace() {
    const Project::Whereabouts whereabouts = project_->whereabouts();
    if (whereabouts == Project::Whereabouts::in_place) return {};
    const std::string path = project_->path();
    const bool gone = whereabouts == Project::Whereabouts::gone;
    const std::string aside = path + (gone ? ".rescued" : ".replaced");
    std::error_code status;
    std::filesystem::remove(aside, status);
    if (auto written = project_->writeTo(aside); !written) return written;
    // Closed before its path is opened anew: its write-ahead log must not be taken for another file's.
    project_->removeLog();
    project_.reset();
    if (gone) std::filesystem::rename(aside, path, status);
    auto opened = Project::open(path, false);
    if (!opened) {
        no_project_ = opened.error();
        return std::unexpected(opened.error());
    }
    project_ = std::move(*opened);
    if (!gone) behind_ += kBehind;
    enterAnew();
    if (listener_.moved) {
        listener_.moved(
            {gone ? text::Said("the project was removed while it was in use; all that it held was written again")
                  : text::say("another file took the project's place while it was in use; labels are kept in that one "
                              "from now on, and those given before stand in {1}",
                              aside),
             path});
    }
    return {};
}

Result<void> Keeper::writeOf(const std::shared_ptr<Visit>& visit, const std::vector<EventGroup>& groups) {
    if (!project_) openProject();
    if (!project_) return std::unexpected(*no_project_);
    if (auto in_place = keepInPlace(); !in_place) return in_place;
    if (visit->id == 0) {
        const auto id = project_->note(visit->card);
        if (!id) return std::unexpected(id.error());
        visit->id = *id;
        visit->seen = 0;
    }
    const auto places = project_->append(visit->id, groups);
    if (!places) return std::unexpected(places.error());
    std::vector<std::pair<std::string, std::int64_t>> kept;
    for (std::size_t i = 0; i < groups.size(); ++i) {
        kept.emplace_back(groups[i].key, (*places)[i] + behind_);
    }
    {
        const std::scoped_lock lock(mutex_);
        waiting_.erase(waiting_.begin(), waiting_.begin() + static_cast<std::ptrdiff_t>(groups.size()));
    }
    idle_looks_ = 0;
    if (listener_.saved) listener_.saved(visit->number, std::move(kept));
    return {};
}

void Keeper::write() {
    while (true) {
        std::shared_ptr<Visit> visit;
        std::vector<EventGroup> groups;
        {
            const std::scoped_lock lock(mutex_);
            for (const Waiting& one : waiting_) {
                // A visit that is not begun has no name yet.
                if ((visit && one.visit != visit) || one.visit->recording != nullptr) break;
                visit = one.visit;
                groups.push_back(one.group);
            }
        }
        if (groups.empty()) return allIsWell();
        auto written = writeOf(visit, groups);
        if (!written && written.error().code == ErrorCode::not_readable && project_ && project_->path() != own_) {
            // It could be written to when it was opened: a medium that was locked, a folder whose rights have changed.
            project_warnings_.clear();
            fallBack(written.error());
            enterAnew();
            if (project_ && listener_.moved) listener_.moved(project_warnings_.front());
            written = writeOf(visit, groups);
        }
        if (!written) return say(written.error());
    }
}

void Keeper::writePlaces() {
    while (project_) {
        std::shared_ptr<Visit> visit;
        Place place;
        {
            const std::scoped_lock lock(mutex_);
            if (places_.empty()) return;
            visit = places_.front().first;
            place = std::move(places_.front().second);
            places_.pop_front();
        }
        // A place that cannot be kept is no loss worth a sentence: labels would have said so already.
        if (visit->id != 0) (void)project_->keepPlace(visit->id, reader_, place);
    }
}

void Keeper::lookAround() {
    std::shared_ptr<Visit> visit;
    {
        const std::scoped_lock lock(mutex_);
        visit = present_;
    }
    if (!project_ || !visit || visit->id == 0) return;
    const auto changes = project_->foreignChanges();
    if (!changes || *changes == foreign_changes_) return;
    auto groups = project_->groupsOf(visit->id, visit->seen);
    if (!groups) return;  // looked for again: foreign_changes_ stays as it was
    foreign_changes_ = *changes;
    if (groups->empty()) return;
    visit->seen = groups->back().order;
    for (EventGroup& group : *groups) group.order += behind_;
    if (listener_.arrived) listener_.arrived(visit->number, std::move(*groups));
}

// A project that another program held, or a disk in trouble, when the recording was begun.
void Keeper::readLate() {
    std::shared_ptr<Visit> visit;
    {
        const std::scoped_lock lock(mutex_);
        visit = present_;
    }
    if (!visit || !visit->unread) return;
    if (!project_) openProject();
    if (!project_) return;
    Beginning late;
    if (!find(*visit, late)) return;
    visit->unread = false;
    if (visit->id == 0) {
        if (const auto id = project_->note(visit->card)) visit->id = *id;
    }
    if (listener_.arrived) listener_.arrived(visit->number, std::move(late.groups));
    if (listener_.opened) listener_.opened(project_->path());
    for (Warning& warning : late.warnings) {
        if (listener_.moved) listener_.moved(std::move(warning));
    }
    for (const Warning& warning : project_warnings_) {
        if (listener_.moved) listener_.moved(warning);
    }
}

void Keeper::say(const Error& error) {
    if (std::exchange(last_trouble_, sentence(error)) == sentence(error)) return;
    if (listener_.trouble) listener_.trouble(error);
}

void Keeper::allIsWell() {
    if (last_trouble_.empty()) return;
    last_trouble_.clear();
    if (listener_.trouble) listener_.trouble(std::nullopt);
}

}  // namespace triptych::store
