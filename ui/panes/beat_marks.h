// Beat letters above the trace: a letter each while there is room, dots for normal beats when it gets crowded, and
// class colours by pixel when a whole day is in view, so that a ventricular beat never drowns among a hundred thousand.
#pragma once

#include "ui/panes/theme.h"
#include "ui/state/beat_state.h"
#include "ui/state/display_state.h"
#include "ui/state/viewport.h"

#include <QRectF>

#include <optional>
#include <span>

class QPainter;

namespace triptych::ui {

enum class MarkDensity { letters, dots_for_normal, coalesced };

// By the mean distance of neighbouring visible marks in pixels.
[[nodiscard]] MarkDensity markDensity(std::size_t visible_beats, double width_px);

struct BeatMarkScene {
    QRectF band;  // logical pixels; marks stand in it, its left and width are the time axis
    Viewport viewport;
    std::span<const LabelledBeat> beats;  // all of the recording, by time; only visible ones are touched
    std::optional<std::size_t> selected;
    bool ai_visible = true;  // borderline is the model's word: hidden with its layer
    Theme theme = Theme::light;
};

// Letters in their class's ink; borderline beats underlined, relabelled ones boxed (dotted until the label is on the
// disk), the selected one on a filled box.
void paintBeatMarks(QPainter& painter, const BeatMarkScene& scene);

}  // namespace triptych::ui
