#include "ui/window/last_deed.h"

#include <algorithm>
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

Deed later(const std::optional<Time>& label, const std::optional<Time>& wave) {
    if (!label && !wave) return Deed::none;
    if (!label || !wave) return label ? Deed::label : Deed::wave;
    return *wave > *label ? Deed::wave : Deed::label;
}

}  // namespace

Deed lastToUndo(const review::LabelJournal& labels, const review::WaveJournal& waves) {
    const auto touched = [](const auto& journal) -> std::optional<Time> {
        const auto key = journal.toUndo();
        return key ? std::optional(lastTouched(journal, *key)) : std::nullopt;
    };
    return later(touched(labels), touched(waves));
}

Deed lastToRedo(const review::LabelJournal& labels, const review::WaveJournal& waves, const IsOwn& is_own) {
    const auto touched = [](const auto& journal, Time newest_elsewhere) -> std::optional<Time> {
        const auto key = journal.toRedo();
        if (!key) return std::nullopt;
        const Time at = lastTouched(journal, *key);
        return at > newest_elsewhere ? std::optional(at) : std::nullopt;
    };
    return later(touched(labels, lastEdit(waves, is_own)), touched(waves, lastEdit(labels, is_own)));
}

}  // namespace triptych::ui
