// Taking hold of a wave's mark and dragging it along the time axis: the same in every pane that shows marks. Nothing is
// asked of anybody until the reader lets go at another place.
#pragma once

#include "ui/panes/wave_marks.h"

#include <optional>
#include <vector>

namespace triptych::ui {

// GUI thread. A member of its pane.
class WaveDrag {
public:
    explicit WaveDrag(WaveState& waves) : waves_(waves) {}

    [[nodiscard]] bool isOn() const { return held_.has_value(); }
    // Takes the mark in hand. `at_s`: where the pointer took hold, which keeps its distance from the mark.
    void take(const WaveMark& mark, double at_s, std::span<const LabelledBeat> beats);
    // The pointer is at `at_s` now: the mark follows, within its range and from sample to sample.
    void moveTo(double at_s);
    // Let go: asked to be placed where it was moved, else it is only in hand. True where it was moved.
    bool drop();
    // As if it had never been moved.
    void cancel();

private:
    WaveState& waves_;
    std::optional<WaveMark> held_;
    double from_s_ = 0;    // where the mark stood
    double offset_s_ = 0;  // of the pointer from the mark
    MarkRange range_;
    double rate_hz_ = 0;
};

}  // namespace triptych::ui
