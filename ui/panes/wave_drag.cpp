#include "ui/panes/wave_drag.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace triptych::ui {

void WaveDrag::take(const WaveMark& mark, double at_s, std::span<const LabelledBeat> beats) {
    const auto time_s = waves_.timeOf(mark);
    const LeadWaves* lead = waves_.of(mark.lead);
    waves_.choose(mark);
    if (!time_s || lead == nullptr) return;
    std::vector<double> times_s(beats.size());
    std::transform(beats.begin(), beats.end(), times_s.begin(), [](const LabelledBeat& beat) { return beat.time_s; });
    held_ = mark;
    from_s_ = *time_s;
    offset_s_ = at_s - *time_s;
    range_ = rangeOf(*lead, mark.beat, mark.point, times_s);
    rate_hz_ = lead->rate_hz;
}

void WaveDrag::moveTo(double at_s) {
    if (!held_) return;
    if (const auto place_s = placedWithin(range_, at_s - offset_s_, rate_hz_)) {
        // A mark between two samples stays there until the pointer has left its sample.
        const bool stays = std::abs(at_s - offset_s_ - from_s_) * rate_hz_ < 0.5;
        waves_.setDragged(DraggedMark{*held_, stays ? from_s_ : *place_s});
    }
}

bool WaveDrag::drop() {
    const auto held = std::exchange(held_, std::nullopt);
    const auto dragged = waves_.dragged();
    waves_.setDragged(std::nullopt);
    if (!held || !dragged || dragged->mark != *held || dragged->time_s == from_s_) return false;
    waves_.askToPlace(*held, dragged->time_s, "drag");
    return true;
}

void WaveDrag::cancel() {
    held_.reset();
    waves_.setDragged(std::nullopt);
}

}  // namespace triptych::ui
