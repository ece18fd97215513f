// Moving through a recording: zooming and panning a viewport, and finding beats by time. Pure functions, so that wheel,
// drag, pinch and keys all move alike and tests need no window.
#pragma once

#include "ui/state/beat_state.h"
#include "ui/state/viewport.h"

#include <cstddef>
#include <optional>
#include <span>
#include <utility>

namespace triptych::ui {

inline constexpr double kShortestSpan_s = 0.2;

// The viewport with its span multiplied by `factor` (> 1 shows more), `anchor_s` staying at its pixel. Not clamped to a
// recording: ViewportState::setViewport does that.
[[nodiscard]] Viewport zoomedAt(const Viewport& viewport, double anchor_s, double factor);
[[nodiscard]] Viewport pannedBy(const Viewport& viewport, double seconds);
[[nodiscard]] Viewport centredOn(const Viewport& viewport, double time_s);

// Index of the beat nearest to `time_s`; the earlier of two equally near; nullopt when there is none.
[[nodiscard]] std::optional<std::size_t> nearestBeat(std::span<const LabelledBeat> beats, double time_s);
// Half-open range of the beats with from_s <= time < to_s, by binary search.
[[nodiscard]] std::pair<std::size_t, std::size_t> beatsWithin(std::span<const LabelledBeat> beats, double from_s,
                                                              double to_s);

}  // namespace triptych::ui
