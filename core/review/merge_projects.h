// Two desks work on copies of one project, and the copies come together again: the same event is there once, nothing is
// lost, what the desks say differently is told, and both come to the same labels, whichever of them merges first.
#pragma once

#include "core/domain/error.h"
#include "core/store/project.h"

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace triptych::review {

// Something of which the two desks say different things, each after the last exchange.
struct DeskConflict {
    struct Side {
        std::string reader;
        std::optional<std::string> value;  // nullopt: taken away
        std::chrono::sys_time<std::chrono::milliseconds> time{};
        friend bool operator==(const Side&, const Side&) = default;
    };
    std::string recording;  // by name
    std::string layer;
    double time_s = 0;
    std::string lead;
    Side ours, theirs;
    bool theirs_counts = false;  // the later one does, until somebody decides
};

struct Merged {
    std::size_t recordings = 0;  // that were not known here
    std::size_t groups = 0;      // that came in
    std::size_t known = 0;       // that were here already
    std::vector<DeskConflict> conflicts;
};

// What `theirs` holds comes behind what `mine` holds. Where both desks changed the same mark since their copies parted,
// the later one counts on both (of the same moment, the one with the larger key): an event with the tool "merge" sees
// to it where the order of the log would not; a reader can take it back or decide otherwise. One transaction: after an
// error nothing has changed. `only_look`: nothing is written. Errors: malformed (theirs is cut or foreign), refused
// (the two hold different events under one key: one of them was altered; or they are the same file), and those of
// writing.
[[nodiscard]] Result<Merged> mergeProjects(store::Project& mine, store::Project& theirs, bool only_look = false);

// The same of one recording's logs: what is to come behind `mine`.
struct MergedLog {
    std::vector<store::EventGroup> groups;  // without places in the log
    std::size_t known = 0;
    std::vector<DeskConflict> conflicts;
};
[[nodiscard]] Result<MergedLog> mergeLogs(const std::vector<store::EventGroup>& mine,
                                          const std::vector<store::EventGroup>& theirs);

}  // namespace triptych::review
