#include "ui/state/map_state.h"

#include "ui/state/change.h"

#include <utility>

namespace triptych::ui {

void MapState::setRefined(std::shared_ptr<const Explanation> refined) {
    if (change(refined_, std::move(refined))) Q_EMIT changed();
}

void MapState::setTest(Test test, const QString& why) {
    const bool other = change(test_, test);
    if (change(why_, why) || other) Q_EMIT changed();
}

void MapState::setAbsolute(bool absolute) {
    if (change(absolute_, absolute)) Q_EMIT changed();
}

void MapState::forget() {
    refined_.reset();
    test_ = Test::none;
    why_.clear();
    Q_EMIT changed();
}

}  // namespace triptych::ui
