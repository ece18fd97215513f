// Trace, scalogram and spectrum in one triptych, as the window has them.
#pragma once

#include "ui/panes/beat_trace_pane.h"
#include "ui/panes/scalogram_pane.h"
#include "ui/panes/spectrum_pane.h"
#include "ui/panes/triptych_view.h"

namespace triptych::test {

class ThreePanes : public ui::TriptychView {
public:
    explicit ThreePanes(ui::ViewState& state)
        : ThreePanes(*new ui::BeatTracePane(state), *new ui::ScalogramPane(state), *new ui::SpectrumPane(state)) {}

    [[nodiscard]] ui::BeatTracePane& trace() const { return trace_; }
    [[nodiscard]] ui::ScalogramPane& scalogram() const { return scalogram_; }
    [[nodiscard]] ui::SpectrumPane& spectrum() const { return spectrum_; }

private:
    // The view owns them.
    ThreePanes(ui::BeatTracePane& trace, ui::ScalogramPane& scalogram, ui::SpectrumPane& spectrum)
        : ui::TriptychView({&trace, &scalogram, &spectrum}),
          trace_(trace),
          scalogram_(scalogram),
          spectrum_(spectrum) {}

    ui::BeatTracePane& trace_;
    ui::ScalogramPane& scalogram_;
    ui::SpectrumPane& spectrum_;
};

}  // namespace triptych::test
