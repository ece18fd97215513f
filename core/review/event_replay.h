// The log of one layer replayed in memory: which of the groups that touched a place is in force there, which of them
// count no more, what undo and redo mean now, and what is not on the disk yet. Layers differ only in what a place is:
// a beat for labels, a beat's fiducial on a lead for waves.
#pragma once

#include "core/store/event.h"

#include <algorithm>
#include <cstddef>
#include <functional>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace triptych::review {

// Owned by one thread. Groups count in the order of the log, whatever the order in which they arrive; those not written
// yet come last. Undone groups are as if they had never been; one that was taken over from a file gives way to
// everything later than itself. `Place` has an order.
template <class Place>
class EventReplay {
public:
    using Places = std::vector<Place>;
    // nullopt: the mark can lie in no recording, and is left out (a log may come from anywhere).
    using PlaceOf = std::function<std::optional<Place>(const store::EventMark&)>;
    // `mark` nullptr: nobody said anything there that still counts.
    struct InForce {
        const store::EventGroup* group = nullptr;
        const store::EventMark* mark = nullptr;
        bool saved = true;  // false: what is in force, be it a value or that one was taken away, is not on the disk yet
    };

    EventReplay() = default;
    // Groups of other layers than `layer` are passed over; undo() takes back those of `reader`.
    EventReplay(std::string layer, std::string reader, PlaceOf place_of)
        : layer_(std::move(layer)), reader_(std::move(reader)), place_of_(std::move(place_of)) {}

    // A group made here (`own`), or by another window. One that is known already only learns its place in the log.
    // Returns the places where something else may be in force now, ascending.
    Places take(store::EventGroup group, bool own) {
        const std::string key = group.key;
        const std::int64_t order = group.order;
        const auto index = absorb(std::move(group), own);
        if (!index) return keep(key, order);
        return placesOf(isTurn(groups_[*index]) ? groups_[*index].target : key);
    }
    // What was in the log before this object was made: groups of its reader can be taken back like those made here.
    void takeLog(std::vector<store::EventGroup> log) {
        groups_.reserve(log.size());
        for (store::EventGroup& group : log) {
            const bool own = group.reader == reader_;
            absorb(std::move(group), own);
        }
    }
    // The group was committed at this place in the log.
    Places keep(std::string_view key, std::int64_t order) {
        const auto found = by_key_.find(std::string(key));
        if (found == by_key_.end() || order <= 0) return {};
        store::EventGroup& group = groups_[found->second];
        if (group.order == order) return {};
        if (group.order <= 0) --pending_;
        group.order = order;
        return placesOf(isTurn(group) ? std::string_view(group.target) : key);
    }

    [[nodiscard]] InForce at(const Place& place) {
        const auto found = at_.find(place);
        if (found == at_.end()) return {};
        std::vector<Entry>& entries = found->second;
        std::stable_sort(entries.begin(), entries.end(),
                         [this](const Entry& a, const Entry& b) { return isBefore(a.group, b.group); });
        InForce in_force;
        for (const Entry& entry : entries) {
            const store::EventGroup& group = groups_[entry.group];
            in_force.saved = in_force.saved && isSaved(group);
            if (isUndone(entry.group)) continue;
            if (group.kind == store::EventKind::taken_over && in_force.group != nullptr &&
                group.time <= in_force.group->time) {
                continue;
            }
            in_force.group = &group;
            in_force.mark = &group.marks[entry.mark];
        }
        return in_force;
    }
    [[nodiscard]] Places places() const {
        Places all;
        for (const auto& [place, entries] : at_) all.push_back(place);
        return all;
    }
    // That a group touches, ascending; empty where it is not known.
    [[nodiscard]] Places placesOf(std::string_view key) const {
        Places places;
        const auto found = by_key_.find(std::string(key));
        if (found == by_key_.end()) return places;
        for (const store::EventMark& mark : groups_[found->second].marks) places.push_back(*place_of_(mark));
        std::sort(places.begin(), places.end());
        places.erase(std::unique(places.begin(), places.end()), places.end());
        return places;
    }

    // The group that undo (redo) means now; nullopt where there is none. Another window may have turned it by itself.
    [[nodiscard]] std::optional<std::string> toUndo() const { return lastOf(to_undo_, false); }
    [[nodiscard]] std::optional<std::string> toRedo() const { return lastOf(to_redo_, true); }
    [[nodiscard]] bool isUndone(std::string_view key) const {
        const auto found = by_key_.find(std::string(key));
        return found != by_key_.end() && isUndone(found->second);
    }
    [[nodiscard]] std::size_t pending() const { return pending_; }
    // As they arrived; for the history, and for what must be written again.
    [[nodiscard]] const std::vector<store::EventGroup>& groups() const { return groups_; }

private:
    struct Entry {
        std::size_t group = 0, mark = 0;
    };
    // An undo or a redo of a group.
    struct Turn {
        std::size_t group = 0;
        bool undone = false;
    };

    [[nodiscard]] static bool isTurn(const store::EventGroup& group) {
        return group.kind == store::EventKind::undo || group.kind == store::EventKind::redo;
    }
    // Groups that have no place in the log yet come behind all that have one.
    [[nodiscard]] static std::int64_t orderOf(const store::EventGroup& group) {
        return group.order > 0 ? group.order : std::numeric_limits<std::int64_t>::max();
    }
    [[nodiscard]] bool isBefore(std::size_t a, std::size_t b) const {
        const std::int64_t order_a = orderOf(groups_[a]);
        const std::int64_t order_b = orderOf(groups_[b]);
        return order_a != order_b ? order_a < order_b : a < b;
    }
    [[nodiscard]] bool isUndone(std::size_t group) const {
        const auto turns = turns_.find(groups_[group].key);
        if (turns == turns_.end()) return false;
        const auto last = std::max_element(turns->second.begin(), turns->second.end(),
                                           [this](const Turn& a, const Turn& b) { return isBefore(a.group, b.group); });
        return last->undone;
    }
    // With everything that turned it.
    [[nodiscard]] bool isSaved(const store::EventGroup& group) const {
        if (group.order <= 0) return false;
        const auto turns = turns_.find(group.key);
        return turns == turns_.end() || std::all_of(turns->second.begin(), turns->second.end(),
                                                    [this](const Turn& turn) { return groups_[turn.group].order > 0; });
    }
    [[nodiscard]] std::optional<std::string> lastOf(const std::vector<std::string>& keys, bool undone) const {
        const auto found = std::find_if(keys.rbegin(), keys.rend(), [&](const std::string& key) {
            return isUndone(std::string_view(key)) == undone;
        });
        return found == keys.rend() ? std::nullopt : std::optional(*found);
    }
    // Takes a group in; nullopt: its place in the log is all that may be new.
    std::optional<std::size_t> absorb(store::EventGroup group, bool own) {
        if (group.layer != layer_ || by_key_.contains(group.key)) return std::nullopt;
        std::erase_if(group.marks, [this](const store::EventMark& mark) { return !place_of_(mark); });
        const std::size_t index = groups_.size();
        by_key_.emplace(group.key, index);
        groups_.push_back(std::move(group));
        const store::EventGroup& taken = groups_.back();
        if (taken.order <= 0) ++pending_;
        if (own) remember(taken);
        if (isTurn(taken)) turns_[taken.target].push_back({index, taken.kind == store::EventKind::undo});
        for (std::size_t i = 0; i < taken.marks.size(); ++i) at_[*place_of_(taken.marks[i])].push_back({index, i});
        return index;
    }
    // A new edit ends what could be redone.
    void remember(const store::EventGroup& group) {
        switch (group.kind) {
            case store::EventKind::edit:
                to_undo_.push_back(group.key);
                to_redo_.clear();
                break;
            case store::EventKind::undo:
                std::erase(to_undo_, group.target);
                to_redo_.push_back(group.target);
                break;
            case store::EventKind::redo:
                std::erase(to_redo_, group.target);
                to_undo_.push_back(group.target);
                break;
            case store::EventKind::taken_over:
                break;
        }
    }

    std::string layer_, reader_;
    PlaceOf place_of_;
    std::vector<store::EventGroup> groups_;
    std::unordered_map<std::string, std::size_t> by_key_;
    std::map<Place, std::vector<Entry>> at_;
    std::unordered_map<std::string, std::vector<Turn>> turns_;  // by key of the group that is undone
    std::vector<std::string> to_undo_, to_redo_;                // latest last
    std::size_t pending_ = 0;
};

// What the journal of every layer tells of its log, whatever it makes of what is in force.
template <class Place>
class ReplayedLayer {
public:
    // The group that undo (redo) means now; nullopt where there is none.
    [[nodiscard]] std::optional<std::string> toUndo() const { return replay_.toUndo(); }
    [[nodiscard]] std::optional<std::string> toRedo() const { return replay_.toRedo(); }
    [[nodiscard]] bool isUndone(std::string_view key) const { return replay_.isUndone(key); }
    // That a group touches, ascending; empty where it is not known.
    [[nodiscard]] std::vector<Place> placesOf(std::string_view key) const { return replay_.placesOf(key); }
    // Groups that are not on the disk yet.
    [[nodiscard]] std::size_t pending() const { return replay_.pending(); }
    // All groups, as they arrived; for the history, and for what must be written again.
    [[nodiscard]] const std::vector<store::EventGroup>& groups() const { return replay_.groups(); }

protected:
    explicit ReplayedLayer(EventReplay<Place> replay) : replay_(std::move(replay)) {}

    EventReplay<Place> replay_;
};

}  // namespace triptych::review
