#include "core/pipeline/work_list.h"

#include "core/formats/known_formats.h"
#include "core/formats/open.h"
#include "core/review/readers.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <map>
#include <utility>

namespace triptych::pipeline {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMostFiles = 20'000;  // more are no folder to be worked through
constexpr std::size_t kBeginning_bytes = 4096;

struct State {
    FileState state;
    const char* name;
    const char* words;
};
constexpr std::array<State, 7> kStates = {{
    {FileState::in_place, "in_place", text::idOf("there")},
    {FileState::untouched, "untouched", text::idOf("new")},
    {FileState::moved, "moved", text::idOf("moved")},
    {FileState::copied, "copied", text::idOf("a copy")},
    {FileState::changed, "changed", text::idOf("changed")},
    {FileState::gone, "gone", text::idOf("gone")},
    {FileState::unreadable, "unreadable", text::idOf("cannot be read")},
}};

std::string absolute(const std::string& path) {
    std::error_code ignored;
    const fs::path whole = fs::absolute(path, ignored);
    return whole.empty() ? path : whole.lexically_normal().string();
}

bool isThere(const std::string& path) {
    std::error_code ignored;
    return fs::exists(formats::fileOf(path), ignored) || fs::exists(path + ".hea", ignored);
}

bool looksLikeRecording(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    std::string beginning(kBeginning_bytes, '\0');
    file.read(beginning.data(), static_cast<std::streamsize>(beginning.size()));
    beginning.resize(static_cast<std::size_t>(std::max<std::streamsize>(file.gcount(), 0)));
    return !beginning.empty() && formats::looksLikeRecording(beginning, path.filename().string());
}

Result<std::vector<std::string>> recordingsUnder(const std::string& folder, std::vector<Warning>& warnings) {
    std::error_code error;
    if (!fs::exists(folder, error)) return fail(ErrorCode::not_found, "there is no such folder", folder, "check it");
    if (!fs::is_directory(folder, error)) {
        return fail(ErrorCode::not_a_file, "this is neither a folder nor a project", folder,
                    "name a folder of recordings, or a .triptych-project file");
    }
    std::vector<std::string> paths;
    std::size_t seen = 0;
    const auto options = fs::directory_options::skip_permission_denied;
    for (fs::recursive_directory_iterator it(folder, options, error), end; !error && it != end; it.increment(error)) {
        if (++seen > kMostFiles) {
            warnings.push_back({text::say("only the first {1} files were looked at", kMostFiles), folder});
            break;
        }
        const std::string file_name = it->path().filename().string();
        if (file_name.starts_with('.')) {
            if (it->is_directory(error)) it.disable_recursion_pending();
            continue;
        }
        if (it->is_regular_file(error) && !file_name.ends_with(store::kProjectSuffix) &&
            looksLikeRecording(it->path())) {
            paths.push_back(absolute(it->path().string()));
        }
    }
    std::ranges::sort(paths);
    return paths;
}

void tell(WorkItem& item, store::Project& project, const store::ListedRecording& known,
          std::vector<Warning>& warnings) {
    const auto log = project.groupsOf(known.id, 0);
    if (!log) {
        warnings.push_back({log.error().what, log.error().where});
        return;
    }
    const double rate_hz = clockOf(*log);
    const auto readings = review::readingsOf(*log, rate_hz);
    for (const review::Reading& reading : readings) {
        ReaderWork work;
        work.reader = reading.reader;
        work.labels = reading.labels.size();
        work.decisions = reading.decisions;
        if (!reading.labels.empty()) work.furthest_s = static_cast<double>(reading.labels.rbegin()->first) / rate_hz;
        work.first = reading.first;
        work.last = reading.last;
        work.mode = reading.mode;
        work.blinded = reading.blinded;
        work.signed_off = reading.signed_off;
        item.readers.push_back(std::move(work));
    }
    for (const auto& [reader, place] : known.places) {
        auto at = std::ranges::find(item.readers, reader, &ReaderWork::reader);
        if (at == item.readers.end()) {
            item.readers.push_back({});
            at = std::prev(item.readers.end());
            at->reader = reader;
        }
        at->stopped_s = place.beat_time_s ? place.beat_time_s : std::optional(place.view_start_s);
    }
    for (const review::DoublyRead& beat : review::sideBySide(readings, *log, rate_hz)) {
        if (!review::isConflict(beat)) continue;
        ++item.conflicts;
        if (beat.decided) ++item.decided;
    }
}

// By content where it is known, else by where it lies.
void place(WorkItem& item, const store::RecordingCard& card, store::Project& project,
           const std::vector<store::ListedRecording>& known, std::vector<Warning>& warnings) {
    const auto same = std::ranges::find_if(
        known, [&](const store::ListedRecording& one) { return one.card.identity == card.identity; });
    if (same != known.end()) {
        item.state = FileState::in_place;
        if (same->card.path != card.path && !same->card.path.empty()) {
            item.state = isThere(same->card.path) ? FileState::copied : FileState::moved;
            item.was_at = same->card.path;
        }
        tell(item, project, *same, warnings);
        return;
    }
    const bool was_labelled =
        std::ranges::any_of(known, [&](const store::ListedRecording& one) { return one.card.path == card.path; });
    item.state = was_labelled ? FileState::changed : FileState::untouched;
}

WorkItem itemOf(const std::string& path, const Job& job, store::RecordingCard& card) {
    WorkItem item;
    item.path = path;
    item.name = fs::path(path).filename().string();
    const auto recording = formats::open(path, job);
    if (!recording) {
        item.state = FileState::unreadable;
        item.trouble = recording.error().what;
        return item;
    }
    card = store::cardOf(**recording);
    item.name = card.name.empty() ? item.name : card.name;
    item.duration_s = card.duration_s;
    return item;
}

Error stopped() {
    return {ErrorCode::cancelled, "stopped", {}, {}};
}

}  // namespace

std::string_view name(FileState state) {
    return kStates[static_cast<std::size_t>(state)].name;
}

text::Said inWords(FileState state) {
    return text::foreign(text::translated(kStates[static_cast<std::size_t>(state)].words));
}

bool WorkItem::isDoneBy(const std::string& reader) const {
    return std::ranges::any_of(readers,
                               [&](const ReaderWork& work) { return work.reader == reader && work.signed_off; });
}

double clockOf(const std::vector<store::EventGroup>& log) {
    double rate_hz = 0;
    for (const store::EventGroup& group : log) {
        for (const store::EventMark& mark : group.marks) {
            if (store::isPossible(mark)) rate_hz = std::max(rate_hz, mark.rate_hz);
        }
    }
    return rate_hz > 0 ? rate_hz : 1000;
}

Result<WorkList> workListOfFolder(const std::string& folder, store::Project* project, const Job& job) {
    WorkList list;
    const auto paths = recordingsUnder(folder, list.warnings);
    if (!paths) return std::unexpected(paths.error());
    std::vector<store::ListedRecording> known;
    if (project != nullptr) {
        auto listed = project->recordings();
        if (!listed) return std::unexpected(listed.error());
        known = std::move(*listed);
    }
    std::vector<std::string> all;
    for (const std::string& path : *paths) {
        // A file of several is as many recordings.
        const auto within = formats::recordsIn(path, job);
        if (!within || within->empty()) {
            all.push_back(path);
        } else {
            for (const std::string& one : *within) all.push_back(path + '/' + one);
        }
    }
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (job.stopRequested()) return std::unexpected(stopped());
        job.progress(static_cast<double>(i) / static_cast<double>(all.size()), "looking");
        store::RecordingCard card;
        WorkItem item = itemOf(all[i], job, card);
        if (item.state != FileState::unreadable && project != nullptr) {
            place(item, card, *project, known, list.warnings);
        }
        list.items.push_back(std::move(item));
    }
    return list;
}

Result<WorkList> workListOfProject(store::Project& project, const Job& job) {
    WorkList list;
    const auto known = project.recordings();
    if (!known) return std::unexpected(known.error());
    for (std::size_t i = 0; i < known->size(); ++i) {
        if (job.stopRequested()) return std::unexpected(stopped());
        job.progress(static_cast<double>(i) / static_cast<double>(known->size()), "looking");
        const store::ListedRecording& one = (*known)[i];
        WorkItem item;
        item.name = one.card.name;
        item.duration_s = one.card.duration_s;
        if (one.card.path.empty() || !isThere(one.card.path)) {
            item.state = FileState::gone;
            item.was_at = one.card.path;
        } else {
            store::RecordingCard card;
            item = itemOf(one.card.path, job, card);
            if (item.state != FileState::unreadable) {
                item.state = card.identity == one.card.identity ? FileState::in_place : FileState::changed;
            }
        }
        tell(item, project, one, list.warnings);
        list.items.push_back(std::move(item));
    }
    std::ranges::stable_sort(list.items, {}, &WorkItem::path);
    return list;
}

std::optional<std::size_t> nextUnread(const WorkList& list, const std::string& reader) {
    for (std::size_t i = 0; i < list.items.size(); ++i) {
        const WorkItem& item = list.items[i];
        if (item.state == FileState::unreadable || item.state == FileState::gone) continue;
        if (!item.isDoneBy(reader)) return i;
    }
    return std::nullopt;
}

}  // namespace triptych::pipeline
