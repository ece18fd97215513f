#include "ui/state/shape_state.h"

#include "ui/state/change.h"

#include <utility>

namespace triptych::ui {

void ShapeState::setTiles(Tiles tiles) {
    tiles_ = std::move(tiles);
    const bool lost = std::exchange(chosen_, std::nullopt).has_value();
    Q_EMIT changed();
    if (lost) Q_EMIT chosenChanged();
}

void ShapeState::setWorking(bool working) {
    if (change(working_, working)) Q_EMIT changed();
}

void ShapeState::want() {
    if (change(wanted_, true)) Q_EMIT wanted();
}

void ShapeState::forget() {
    if (tiles_) setTiles(nullptr);
}

void ShapeState::choose(std::optional<std::size_t> tile) {
    if (change(chosen_, tile)) Q_EMIT chosenChanged();
}

}  // namespace triptych::ui
