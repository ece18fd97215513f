// What is to be read and how far it is: the recordings of a folder or of a project, who read which of them, and what
// became of the files since.
#pragma once

#include "core/domain/error.h"
#include "core/domain/job.h"
#include "core/store/project.h"
#include "core/text/said.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace triptych::pipeline {

enum class FileState : std::uint8_t {
    in_place,
    untouched,  // the project does not know it
    moved,      // known by its content; it was elsewhere, and is no longer there
    copied,     // likewise, and is there still
    changed,    // another recording lies where one was labelled
    gone,       // labelled, and not where it was
    unreadable
};
[[nodiscard]] std::string_view name(FileState state);  // for programs: "in_place"
[[nodiscard]] text::Said inWords(FileState state);

struct ReaderWork {
    std::string reader;
    std::size_t labels = 0;            // in force
    std::size_t decisions = 0;         // keys and batches
    std::optional<double> furthest_s;  // the last beat that was labelled
    std::optional<double> stopped_s;   // the beat that was selected when the reader left
    std::chrono::sys_time<std::chrono::milliseconds> first{}, last{};
    std::string mode;  // core/review/readers.h
    bool blinded = false, signed_off = false;
};

struct WorkItem {
    std::string path;  // to open; empty where it is gone
    std::string name;
    double duration_s = 0;
    FileState state = FileState::untouched;
    std::string was_at;  // of moved, copied and gone
    text::Said trouble;  // of unreadable ones
    std::vector<ReaderWork> readers;
    std::size_t conflicts = 0, decided = 0;

    // Has the reader signed it off?
    [[nodiscard]] bool isDoneBy(const std::string& reader) const;
};

struct WorkList {
    std::vector<WorkItem> items;  // by path
    std::vector<Warning> warnings;
};

// The recordings in `folder` and its folders. `project`: null: nobody has read anything. Errors: not_found, not_a_file,
// cancelled, those of the project.
[[nodiscard]] Result<WorkList> workListOfFolder(const std::string& folder, store::Project* project,
                                                const Job& job = {});
// The recordings that the project knows, where they were seen last.
[[nodiscard]] Result<WorkList> workListOfProject(store::Project& project, const Job& job = {});

// The first that the reader has not signed off and can open; nullopt: none is left.
[[nodiscard]] std::optional<std::size_t> nextUnread(const WorkList& list, const std::string& reader);

// A clock that all marks of a log can be told on: the finest of theirs, 1000 where there is none.
[[nodiscard]] double clockOf(const std::vector<store::EventGroup>& log);

}  // namespace triptych::pipeline
