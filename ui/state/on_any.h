// One answer to several signals of several parts.
#pragma once

#include <QObject>

#include <utility>

namespace triptych::ui {

// A part of the view state, and one of its signals: std::pair(&state.view(), &ViewportState::cursorChanged). Calls
// `slot` of `receiver`, a function or a member, whenever any of them comes, and as long as both live.
template <class Receiver, class Slot, class... Parts, class... Signals>
void onAny(Receiver* receiver, Slot slot, const std::pair<Parts*, Signals>&... sources) {
    (QObject::connect(sources.first, sources.second, receiver, slot), ...);
}

}  // namespace triptych::ui
