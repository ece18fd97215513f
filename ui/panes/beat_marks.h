// Beats above the trace: dots for normal ones, letters for the rest while there is room, and class colours by pixel
// when a whole day is in view, so that a ventricular beat never drowns among a hundred thousand.
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

class BeatTrend;

enum class MarkDensity { letters, coalesced };

// By the mean distance of neighbouring visible marks in pixels.
[[nodiscard]] MarkDensity markDensity(std::size_t visible_beats, double width_px);

struct BeatMarkScene {
    QRectF band;  // logical pixels; marks stand in it, its left and width are the time axis
    Viewport viewport;
    std::span<const LabelledBeat> beats;  // all of the recording, by time; only visible ones are touched
    std::optional<std::size_t> selected;
    bool ai_visible = true;  // borderline is the model's word: hidden with its layer
    Theme theme = Theme::light;
    const BeatTrend* trend = nullptr;  // of the same beats, for views of thousands; null: they are looked at one by one
};

// A normal beat that nothing else is said of is a dot. Letters in their class's ink, none over another: one that has no
// room is a tick beside its neighbour; borderline beats underlined, relabelled ones boxed (dotted until the label is on
// the disk), the selected one on a filled box.
void paintBeatMarks(QPainter& painter, const BeatMarkScene& scene);

}  // namespace triptych::ui
