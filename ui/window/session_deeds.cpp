// What the reader did last, label, mark or word on the rhythm, taken back and made again.
#include "ui/window/session.h"

namespace triptych::ui {

Journals Session::journals() const {
    return {labels_.journal(), waves_.journal(), rhythm_.journal()};
}

void Session::undo() {
    switch (lastToUndo(journals())) {
        case Deed::label:
            return labels_.undo();
        case Deed::wave:
            waves_.setUndone(*waves_.journal().toUndo(), true);
            break;
        case Deed::rhythm:
            rhythm_.setUndone(*rhythm_.journal().toUndo(), true);
            break;
        case Deed::none:
            break;
    }
}

void Session::redo() {
    const auto own = [this](const std::string& key) { return labels_.isOwn(key); };
    switch (lastToRedo(journals(), own)) {
        case Deed::label:
            return labels_.redo();
        case Deed::wave:
            waves_.setUndone(*waves_.journal().toRedo(), false);
            break;
        case Deed::rhythm:
            rhythm_.setUndone(*rhythm_.journal().toRedo(), false);
            break;
        case Deed::none:
            break;
    }
}

bool Session::canUndo() const {
    return lastToUndo(journals()) != Deed::none;
}

bool Session::canRedo() const {
    const auto own = [this](const std::string& key) { return labels_.isOwn(key); };
    return lastToRedo(journals(), own) != Deed::none;
}

}  // namespace triptych::ui
