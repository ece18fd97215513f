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

// When something new was done here last: making again what was taken back is nothing new.
template <class Journal>
Time lastEdit(const Journal& journal, const IsOwn& is_own) {
    Time last{};
    for (const store::EventGroup& group : journal.groups()) {
        if (group.kind == store::EventKind::edit && is_own(group.key)) last = std::max(last, group.time);
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
                   {Deed::rhythm, touched(journals.rhythm)}});
}

Deed lastToRedo(const Journals& journals, const IsOwn& is_own) {
    const Time label = lastEdit(journals.labels, is_own), wave = lastEdit(journals.waves, is_own);
    const Time rhythm = lastEdit(journals.rhythm, is_own);
    const auto touched = [](const auto& journal, Time newest_elsewhere) -> std::optional<Time> {
        const auto key = journal.toRedo();
        if (!key) return std::nullopt;
        const Time at = lastTouched(journal, *key);
        return at > newest_elsewhere ? std::optional(at) : std::nullopt;
    };
    return latest({{Deed::label, touched(journals.labels, std::max(wave, rhythm))},
                   {Deed::wave, touched(journals.waves, std::max(label, rhythm))},
                   {Deed::rhythm, touched(journals.rhythm, std::max(label, wave))}});
}

}  // namespace triptych::ui
