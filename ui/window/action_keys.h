// The keys of an action as a sentence names them: a sentence that says which key to press asks the action table, so
// that it stays true when the table changes, and has a place for it when it is translated.
#pragma once

#include "ui/window/action_id.h"

#include <QString>

namespace triptych::ui {

// The first key of an action of the table, in the words of the reader's system: "Ctrl+S", "X", "←"; "" for an action
// without one.
[[nodiscard]] QString keyOf(ActionId id);

// `sentence` with every "{id}" replaced by keyOf(id): what the tips of the table say of other actions' keys.
[[nodiscard]] QString withKeys(QString sentence);

}  // namespace triptych::ui
