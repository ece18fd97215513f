// Where a reader looks: plain values, the one place where time and pixels meet.
#pragma once

#include <optional>

namespace triptych::ui {

// The stretch of time in view. Every pane asks it where a moment stands.
struct Viewport {
    double start_s = 0;
    double span_s = 10;
    [[nodiscard]] double end_s() const { return start_s + span_s; }
    [[nodiscard]] double xOf(double time_s, double left_px, double width_px) const {
        return left_px + (time_s - start_s) / span_s * width_px;
    }
    [[nodiscard]] double timeAt(double x_px, double left_px, double width_px) const {
        return start_s + (x_px - left_px) / width_px * span_s;
    }
    friend bool operator==(const Viewport&, const Viewport&) = default;
};

struct Cursor {
    std::optional<double> time_s;
    std::optional<double> frequency_hz;
    friend bool operator==(const Cursor&, const Cursor&) = default;
};

struct Stretch {
    double from_s = 0, to_s = 0;
    [[nodiscard]] double length_s() const { return to_s - from_s; }
    friend bool operator==(const Stretch&, const Stretch&) = default;
};

}  // namespace triptych::ui
