// The frequency axis that scalogram and spectrum share: the one place where hertz and pixel rows meet, as Viewport is
// for time, so that a peak in one pane stands at the same height in the other.
#pragma once

#include <algorithm>
#include <cmath>

namespace triptych::ui {

struct FrequencyAxis {
    double low_hz = 0.5;  // bottom of the plot; > 0 on a logarithmic axis
    double high_hz = 60;  // top of the plot
    bool logarithmic = true;

    // 0 at the bottom, 1 at the top; below 0 or above 1 outside. On a logarithmic axis 0 Hz and less lies at -infinity.
    [[nodiscard]] double fraction(double hz) const {
        if (!logarithmic) return (hz - low_hz) / (high_hz - low_hz);
        return hz > 0 ? std::log(hz / low_hz) / std::log(high_hz / low_hz) : -INFINITY;
    }
    [[nodiscard]] double at(double fraction_of_height) const {
        return logarithmic ? low_hz * std::pow(high_hz / low_hz, fraction_of_height)
                           : low_hz + fraction_of_height * (high_hz - low_hz);
    }
    [[nodiscard]] double yOf(double hz, double top_px, double height_px) const {
        return top_px + (1 - fraction(hz)) * height_px;
    }
    // The same, kept within the plot: for the edges of cells that reach beyond the axis.
    [[nodiscard]] double yWithin(double hz, double top_px, double height_px) const {
        return top_px + (1 - std::clamp(fraction(hz), 0.0, 1.0)) * height_px;
    }
    [[nodiscard]] double frequencyAt(double y_px, double top_px, double height_px) const {
        return at(1 - (y_px - top_px) / height_px);
    }
    friend bool operator==(const FrequencyAxis&, const FrequencyAxis&) = default;
};

}  // namespace triptych::ui
