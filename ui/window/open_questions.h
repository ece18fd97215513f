// What opening a recording asks a reader: which file, its rate where the file does not say it, which of several that
// it holds.
#pragma once

#include "ui/window/opening.h"

#include <QString>

class QWidget;

namespace triptych::ui {

// The file that the reader picks in a dialog; empty where they gave up.
[[nodiscard]] QString pickRecording(QWidget* parent, const QString& title, const QString& folder);

// Answers what `opening` asks by dialogs over `parent`, and opens again with the answer. Both must outlive each other's
// signals: the parent is the receiver. GUI thread.
void answerQuestions(QWidget& parent, Opening& opening);

}  // namespace triptych::ui
