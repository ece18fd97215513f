// The reader's language: one file of Qt (.qm) has the words of the window, which ask for them by tr(), and those of the
// core, whose sentences come through core/text/said.h under the context "core".
#pragma once

#include <QString>

namespace triptych::ui {

// The core's sentences come from Qt's translators from now on, whichever are installed. Once, after the application was
// made and before there is a second thread.
void sayThroughQt();

// Installs the file that TRIPTYCH_TRANSLATION names, else the one of the reader's language in `folder` (triptych_de.qm,
// triptych_pt_BR.qm), for as long as the application lives. False: there is none, and English is spoken.
bool installLanguage(const QString& folder);

}  // namespace triptych::ui
