// What only the reader may know of a table of numbers: the rate, the unit of its columns, and which of them are
// signals.
#pragma once

#include "core/formats/open.h"

#include <QString>

#include <optional>

class QWidget;

namespace triptych::ui {

// Asks in a dialog of its own; nullopt where the reader gave up. `name`: the file's, as it is shown; `known` is kept
// where nothing is typed. GUI thread.
[[nodiscard]] std::optional<formats::OpenHints> askOfTable(QWidget* parent, const QString& name,
                                                           const formats::OpenHints& known = {});

}  // namespace triptych::ui
