#include "core/review/merge_projects.h"

#include "core/review/event_replay.h"
#include "core/review/readers.h"
#include "core/text/digest.h"
#include "core/text/said.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <map>
#include <set>
#include <tuple>
#include <unordered_map>
#include <utility>

namespace triptych::review {
namespace {

using store::EventGroup;
using store::EventMark;
using Groups = std::vector<EventGroup>;
using Replay = EventReplay<std::string>;

// Where a mark stands, alike on every desk: microseconds, for clocks of leads differ.
std::optional<std::string> placeOf(const EventMark& mark) {
    if (!store::isPossible(mark)) return std::nullopt;
    const auto at = [&](std::int64_t sample) {
        const double time = mark.rate_hz > 0 ? static_cast<double>(sample) / mark.rate_hz * 1e6 : double(sample);
        return std::to_string(std::llround(time));
    };
    // A wave's value begins with its name: "P onset 2.2560 s".
    const std::string& value = mark.to ? *mark.to : mark.from ? *mark.from : std::string();
    std::string point;
    for (const std::string_view ending : {" onset", " peak", " offset"}) {
        if (const auto found = value.find(ending); found != std::string::npos) {
            point = value.substr(0, found + ending.size());
        }
    }
    return at(mark.sample) + ' ' + at(std::max(mark.sample, mark.end_sample)) + ' ' +
           (point.empty() ? std::string() : mark.lead + ' ' + point);
}

EventGroup withoutPlace(EventGroup group) {
    group.order = 0;
    return group;
}

Replay replayOf(const std::string& layer, const Groups& groups) {
    Replay replay(layer, {}, placeOf);
    replay.takeLog(groups);
    return replay;
}

std::set<std::string> keysOf(const Groups& groups) {
    std::set<std::string> keys;
    for (const EventGroup& group : groups) keys.insert(group.key);
    return keys;
}

// Those behind all of the first, as if they had been written now.
Groups together(Groups groups, const Groups& behind) {
    std::int64_t last = 0;
    for (const EventGroup& group : groups) last = std::max(last, group.order);
    for (EventGroup group : behind) {
        group.order = ++last;
        groups.push_back(std::move(group));
    }
    return groups;
}

std::optional<std::string> valueOf(const Replay::InForce& in_force) {
    return in_force.mark == nullptr ? std::nullopt : in_force.mark->to;
}

using Moment = std::pair<std::chrono::sys_time<std::chrono::milliseconds>, std::string>;  // and the group's key

struct Desk {
    Replay replay;
    std::set<std::string> keys;
    std::map<std::string, Moment> turned;  // by place: the last undo or redo there that the other desk does not know
};

bool isTurn(const EventGroup& group) {
    return group.kind == store::EventKind::undo || group.kind == store::EventKind::redo;
}

void findTurns(Desk& desk, const std::set<std::string>& known_elsewhere) {
    for (const EventGroup& group : desk.replay.groups()) {
        if (!isTurn(group) || known_elsewhere.contains(group.key)) continue;
        for (const std::string& place : desk.replay.placesOf(group.target)) {
            desk.turned[place] = std::max(desk.turned[place], Moment(group.time, group.key));
        }
    }
}

// Which of the two counts: nullptr where they agree.
struct Verdict {
    const Replay::InForce* counts = nullptr;
    bool both_new = false;
};

Verdict judge(const std::string& place, Desk& ours, Desk& theirs, const Replay::InForce& a, const Replay::InForce& b) {
    const std::string key_a = a.group != nullptr ? a.group->key : std::string();
    const std::string key_b = b.group != nullptr ? b.group->key : std::string();
    if (key_a == key_b) return {&a, false};
    const bool a_new = !key_a.empty() && !theirs.keys.contains(key_a);
    const bool b_new = !key_b.empty() && !ours.keys.contains(key_b);
    if (a_new != b_new) return {a_new ? &a : &b, false};
    // One desk took back, or made again, what both know.
    if (!a_new) return {ours.turned[place] > theirs.turned[place] ? &a : &b, false};
    const bool a_later = std::pair(a.group->time, key_a) > std::pair(b.group->time, key_b);
    return {a_later ? &a : &b, true};
}

DeskConflict::Side sideOf(const Replay::InForce& in_force) {
    return {in_force.group->reader, in_force.mark->to, in_force.group->time};
}

// The same on both desks, whoever makes it.
EventGroup settlement(const std::string& layer, const Replay::InForce& counts, const Replay::InForce& other) {
    EventGroup group;
    const std::string winner = counts.group != nullptr ? counts.group->key : std::string();
    const std::string loser = other.group != nullptr ? other.group->key : std::string();
    const EventMark& mark = counts.mark != nullptr ? *counts.mark : *other.mark;
    const std::string said = winner + '\n' + loser + '\n' + layer + '\n' + placeOf(mark).value_or("");
    group.key =
        "merge-" + std::to_string(text::fnv1a(said)) + '-' + std::to_string(text::fnv1a(said, 0x9e3779b97f4a7c15ULL));
    group.layer = layer;
    const EventGroup& of = counts.group != nullptr ? *counts.group : *other.group;
    group.reader = of.reader;
    group.time = of.time;
    group.tool = "merge";
    EventMark made = mark;
    made.model.reset();
    made.provenance.clear();
    made.from = valueOf(other);
    made.to = valueOf(counts);
    group.marks = {std::move(made)};
    return group;
}

Groups viewOf(const Groups& groups, const std::optional<std::string>& reader) {
    return reader ? ofReader(groups, *reader) : groups;
}

// Of one layer, as one reader has it, or all together.
void settleView(const std::string& layer, const std::optional<std::string>& reader, const Groups& mine,
                const Groups& theirs, Groups& behind, std::vector<DeskConflict>& conflicts) {
    Desk ours{replayOf(layer, viewOf(mine, reader)), keysOf(mine), {}};
    Desk others{replayOf(layer, viewOf(theirs, reader)), keysOf(theirs), {}};
    findTurns(ours, others.keys);
    findTurns(others, ours.keys);
    Replay both = replayOf(layer, viewOf(together(mine, behind), reader));
    for (const std::string& place : both.places()) {
        const auto a = ours.replay.at(place);
        const auto b = others.replay.at(place);
        if (a.group == nullptr && b.group == nullptr) continue;
        const Verdict verdict = judge(place, ours, others, a, b);
        const Replay::InForce& counts = *verdict.counts;
        const Replay::InForce& other = verdict.counts == &a ? b : a;
        const bool is_conflict = verdict.both_new && valueOf(a) != valueOf(b);
        // A reader's own two desks are told of as the reader's; two readers' as all see them.
        if (is_conflict && (reader.has_value() || a.group->reader != b.group->reader)) {
            conflicts.push_back({{},
                                 layer,
                                 a.mark->rate_hz > 0 ? static_cast<double>(a.mark->sample) / a.mark->rate_hz : 0,
                                 a.mark->lead,
                                 sideOf(a),
                                 sideOf(b),
                                 &counts == &b});
        }
        if (valueOf(both.at(place)) == valueOf(counts) && !is_conflict) continue;
        EventGroup group = settlement(layer, counts, other);
        if (ours.keys.contains(group.key)) continue;
        if (std::ranges::any_of(behind, [&](const EventGroup& one) { return one.key == group.key; })) continue;
        behind.push_back(std::move(group));
    }
}

Error altered(const std::string& key) {
    return {ErrorCode::refused,
            text::say("the two projects hold different events under one key ({1}): one of them was altered", key),
            {},
            "merge a copy that nobody altered; nothing was taken from this one"};
}

bool isSameFile(const std::string& a, const std::string& b) {
    std::error_code ignored;
    return std::filesystem::equivalent(a, b, ignored);
}

}  // namespace

Result<MergedLog> mergeLogs(const Groups& mine, const Groups& theirs) {
    std::unordered_map<std::string, const EventGroup*> by_key;
    for (const EventGroup& group : mine) by_key[group.key] = &group;
    MergedLog merged;
    std::set<std::string> layers;
    for (const EventGroup& group : theirs) {
        const auto known = by_key.find(group.key);
        if (known == by_key.end()) {
            merged.groups.push_back(withoutPlace(group));
            layers.insert(group.layer);
        } else if (withoutPlace(*known->second) != withoutPlace(group)) {
            return std::unexpected(altered(group.key));
        } else {
            ++merged.known;
        }
    }
    Groups behind = merged.groups;
    for (const std::string& layer : layers) {
        std::set<std::string> readers;
        for (const Groups* groups : {&mine, &theirs}) {
            for (const std::string& reader : readersOf(*groups)) readers.insert(reader);
        }
        for (const std::string& reader : readers) settleView(layer, reader, mine, theirs, behind, merged.conflicts);
        settleView(layer, std::nullopt, mine, theirs, behind, merged.conflicts);
    }
    merged.groups = std::move(behind);
    return merged;
}

Result<Merged> mergeProjects(store::Project& mine, store::Project& theirs, bool only_look) {
    if (isSameFile(mine.path(), theirs.path())) {
        return fail(ErrorCode::refused, "this is the project itself", theirs.path(), "name the other desk's copy");
    }
    if (auto sound = theirs.checkWhole(); !sound) return std::unexpected(sound.error());
    const auto ours = mine.recordings();
    if (!ours) return std::unexpected(ours.error());
    const auto others = theirs.recordings();
    if (!others) return std::unexpected(others.error());
    Merged merged;
    std::vector<store::RecordingLog> logs;
    for (const store::ListedRecording& listed : *others) {
        const auto known = std::ranges::find_if(
            *ours, [&](const store::ListedRecording& one) { return one.card.identity == listed.card.identity; });
        std::vector<EventGroup> here;
        if (known == ours->end()) {
            ++merged.recordings;
        } else {
            auto groups = mine.groupsOf(known->id, 0);
            if (!groups) return std::unexpected(groups.error());
            here = std::move(*groups);
        }
        const auto there = theirs.groupsOf(listed.id, 0);
        if (!there) return std::unexpected(there.error());
        auto log = mergeLogs(here, *there);
        if (!log) {
            Error error = log.error();
            error.where = theirs.path();
            return std::unexpected(std::move(error));
        }
        merged.known += log->known;
        merged.groups += there->size() - log->known;
        for (DeskConflict& conflict : log->conflicts) {
            conflict.recording = listed.card.name;
            merged.conflicts.push_back(std::move(conflict));
        }
        logs.push_back({listed, std::move(log->groups)});
    }
    if (only_look) return merged;
    if (auto appended = mine.appendLogs(logs); !appended) return std::unexpected(appended.error());
    return merged;
}

}  // namespace triptych::review
