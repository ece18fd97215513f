// What the reader did last, label or mark, taken back and made again.
#include "ui/window/last_deed.h"
#include "ui/window/session.h"

namespace triptych::ui {

void Session::undo() {
    switch (lastToUndo(labels_.journal(), waves_.journal())) {
        case Deed::label:
            return labels_.undo();
        case Deed::wave:
            waves_.setUndone(*waves_.journal().toUndo(), true);
            break;
        case Deed::none:
            break;
    }
}

void Session::redo() {
    const auto own = [this](const std::string& key) { return labels_.isOwn(key); };
    switch (lastToRedo(labels_.journal(), waves_.journal(), own)) {
        case Deed::label:
            return labels_.redo();
        case Deed::wave:
            waves_.setUndone(*waves_.journal().toRedo(), false);
            break;
        case Deed::none:
            break;
    }
}

bool Session::canUndo() const {
    return labels_.canUndo() || waves_.journal().toUndo().has_value();
}

bool Session::canRedo() const {
    const auto own = [this](const std::string& key) { return labels_.isOwn(key); };
    return lastToRedo(labels_.journal(), waves_.journal(), own) != Deed::none;
}

}  // namespace triptych::ui
