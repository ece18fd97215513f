#include "ui/panes/beat_drag.h"

#include "core/beats/snap_mark.h"
#include "ui/state/navigation.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <utility>
#include <vector>

namespace triptych::ui {
namespace {

constexpr std::size_t kAround = 9;  // beats on either side

}  // namespace

double snapped_s(const ViewState& state, double time_s, std::optional<std::size_t> but) {
    const RecordingPtr& recording = state.record().recording();
    const std::size_t lead = state.record().analysisLead();
    if (!recording || lead >= recording->leads.size() || recording->leads[lead].rate_hz <= 0) return time_s;
    const double rate_hz = recording->leads[lead].rate_hz;
    const auto& rows = state.beats().all();
    const std::size_t near = nearestBeat(rows, time_s).value_or(0);
    std::vector<std::int64_t> around;
    for (std::size_t beat = near > kAround ? near - kAround : 0; beat < std::min(rows.size(), near + kAround); ++beat) {
        if (but != beat) around.push_back(std::llround(rows[beat].time_s * rate_hz));
    }
    const std::int64_t at = beats::snappedMark(*recording, lead, std::llround(time_s * rate_hz), around);
    return static_cast<double>(at) / rate_hz;
}

void BeatDrag::take(std::size_t beat, double at_s) {
    if (beat >= state_.beats().all().size()) return;
    held_ = beat;
    offset_s_ = at_s - state_.beats().all()[beat].time_s;
    state_.selectBeat(beat, false);
    state_.review().setDragged(DraggedBeat{beat, state_.beats().all()[beat].time_s});
}

void BeatDrag::moveTo(double at_s, bool free) {
    if (!held_ || !state_.review().dragged()) return;
    const double time_s = at_s - offset_s_;
    state_.review().setDragged(DraggedBeat{*held_, free ? time_s : snapped_s(state_, time_s, held_)});
}

void BeatDrag::drop() {
    const auto held = std::exchange(held_, std::nullopt);
    const auto dragged = state_.review().dragged();
    state_.review().setDragged(std::nullopt);
    if (!held || !dragged || dragged->beat != *held || *held >= state_.beats().all().size()) return;
    if (dragged->time_s != state_.beats().all()[*held].time_s) {
        state_.review().askToMove(*held, dragged->time_s, "drag");
    }
}

}  // namespace triptych::ui
