#include "ui/window/places.h"

#include "ui/state/navigation.h"

#include <algorithm>
#include <utility>

namespace triptych::ui {

store::Place placeNow(const ViewState& state, const BeatList& beats, std::string model) {
    store::Place place;
    const RecordState& record = state.record();
    const Viewport& view = state.view().viewport();
    place.lead = record.recording()->leads[record.analysisLead()].name;
    if (const auto beat = state.beats().selected()) place.beat_time_s = state.beats().all()[*beat].time_s;
    place.view_start_s = view.start_s;
    place.view_span_s = view.span_s;
    if (state.view().atPresetSpeed()) place.speed_mm_per_s = state.display().speedMmPerS();
    place.beats = beats.origin == BeatOrigin::detected ? "detected" : "reference";
    place.model = std::move(model);
    return place;
}

void goToView(ViewState& state, const store::Place& place) {
    if (place.speed_mm_per_s > 0) state.display().setSpeedMmPerS(place.speed_mm_per_s);
    const double span_s = place.speed_mm_per_s > 0 ? state.view().viewport().span_s : place.view_span_s;
    state.view().setViewport({place.view_start_s, span_s});
}

std::size_t beatToBeginWith(const ViewState& state, const Place& place) {
    const auto& beats = state.beats().all();
    if (place.beat) return std::min(*place.beat, beats.size() - 1);
    const Viewport& view = state.view().viewport();
    // Of what is in view: a short recording fills a part of it.
    const double end_s = std::min(view.end_s(), state.record().duration_s());
    return nearestBeat(beats, place.time_s.value_or((view.start_s + end_s) / 2)).value_or(0);
}

}  // namespace triptych::ui
