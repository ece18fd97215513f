// What a notch of the wheel does, alike in every pane.
#pragma once

namespace triptych::ui {

inline constexpr double kWheelNotch = 120;     // QWheelEvent::angleDelta() of one notch: eighths of a degree
inline constexpr double kZoomPerNotch = 1.25;  // factor of the span
inline constexpr double kPanPerNotch = 0.1;    // of the view

}  // namespace triptych::ui
