// All rhythms, to choose one from by its letter or by the mouse.
#pragma once

#include "core/rhythm/episode.h"
#include "ui/state/display_state.h"

#include <QMenu>

namespace triptych::ui {

// GUI thread.
class RhythmMenu : public QMenu {
    Q_OBJECT
public:
    RhythmMenu(Theme theme, QWidget* parent);

Q_SIGNALS:
    void chosen(triptych::rhythm::Rhythm rhythm);
};

}  // namespace triptych::ui
