#include "ui/window/last_deed.h"

#include <algorithm>
#include <initializer_list>
#include <optional>

namespace triptych::ui {
namespace {

using Time = decltype(store::EventGroup::time);

// When a group was made, taken back or made again last.
template <class Journal>
Time lastTouched(const Journal& journal, const std::string& key) {
    Time last{};
    for (const store::EventGroup& group : journal.groups()) {
        if (group.key == key || group.target == key) last = std::max(last, group.time);
    }
    return last;
}

// When something new was done last by who sits here: making again what was taken back is nothing new.
template <class Journal>
Time lastEdit(const Journal& journal, const IsOwn& is_own) {
    Time last{};
    for (const store::EventGroup& group : journal.groups()) {
        if (group.kind == store::EventKind::edit && is_own(group)) last = std::max(last, group.time);
    }
    return last;
}

struct Candidate {
    Deed deed = Deed::none;
    std::optional<Time> at;
};
// Of two of one moment the one that comes first.
Deed latest(std::initializer_list<Candidate> candidates) {
    Candidate last;
    for (const Candidate& one : candidates) {
        if (one.at && (!last.at || *one.at > *last.at)) last = one;
    }
    return last.deed;
}

}  // namespace

Deed lastToUndo(const Journals& journals) {
    const auto touched = [](const auto& journal) -> std::optional<Time> {
        const auto key = journal.toUndo();
        return key ? std::optional(lastTouched(journal, *key)) : std::nullopt;
    };
    return latest({{Deed::label, touched(journals.labels)},
                   {Deed::wave, touched(journals.waves)},
                   {Deed::rhythm, touched(journals.rhythm)},
                   {Deed::beat, touched(journals.beats)},
                   {Deed::note, touched(journals.notes)}});
}

Deed lastToRedo(const Journals& journals, const IsOwn& is_own) {
    const Time newest = std::max({lastEdit(journals.labels, is_own), lastEdit(journals.waves, is_own),
                                  lastEdit(journals.rhythm, is_own), lastEdit(journals.beats, is_own),
                                  lastEdit(journals.notes, is_own)});
    // A journal's own newer edit ends what it could make again, so that another's is all that can be newer.
    const auto touched = [newest](const auto& journal) -> std::optional<Time> {
        const auto key = journal.toRedo();
        if (!key) return std::nullopt;
        const Time at = lastTouched(journal, *key);
        return at > newest ? std::optional(at) : std::nullopt;
    };
    return latest({{Deed::label, touched(journals.labels)},
                   {Deed::wave, touched(journals.waves)},
                   {Deed::rhythm, touched(journals.rhythm)},
                   {Deed::beat, touched(journals.beats)},
                   {Deed::note, touched(journals.notes)}});
}

}  // namespace triptych::ui
