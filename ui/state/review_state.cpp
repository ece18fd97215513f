#include "ui/state/review_state.h"

#include <algorithm>
#include <utility>

namespace triptych::ui {

const char* toolOf(ChosenBy by) {
    switch (by) {
        case ChosenBy::stretch:
            return "stretch";
        case ChosenBy::list:
            return "list";
        case ChosenBy::cluster:
            return "cluster";
        case ChosenBy::likeness:
            return "similar";
        case ChosenBy::lasso:
            return "lasso";
        case ChosenBy::page:
            return "page";
        case ChosenBy::nobody:
            break;
    }
    return "key";
}

bool ReviewState::isChosen(std::size_t beat) const {
    return std::binary_search(chosen_.begin(), chosen_.end(), beat);
}

void ReviewState::choose(std::vector<std::size_t> beats, ChosenBy by, const QString& from) {
    if (!std::is_sorted(beats.begin(), beats.end())) std::sort(beats.begin(), beats.end());
    beats.erase(std::unique(beats.begin(), beats.end()), beats.end());
    beats.erase(std::lower_bound(beats.begin(), beats.end(), beats_.all().size()), beats.end());
    if (beats.empty()) by = ChosenBy::nobody;
    if (beats == chosen_ && by == by_ && from == from_) return;
    if (beats.empty() && chosen_.empty()) return;
    chosen_ = std::move(beats);
    by_ = by;
    from_ = chosen_.empty() ? QString() : from;
    Q_EMIT chosenChanged();
}

void ReviewState::letGo() {
    choose({}, ChosenBy::nobody, {});
}

void ReviewState::forget() {
    letGo();
    setDragged(std::nullopt);
}

void ReviewState::setDragged(std::optional<DraggedBeat> dragged) {
    if (!dragged && !dragged_) return;
    dragged_ = dragged;
    Q_EMIT draggedChanged();
}

}  // namespace triptych::ui
