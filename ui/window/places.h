// Where a reader stands in a recording: where to look first, where they stopped the last time, and how that is kept.
#pragma once

#include "core/domain/beat.h"
#include "core/store/project.h"
#include "ui/state/view_state.h"

#include <cstddef>
#include <optional>
#include <string>

namespace triptych::ui {

// Where to look first in a recording that is being opened.
struct Place {
    std::optional<double> time_s;
    std::optional<std::size_t> beat;
};

// The place to be kept: lead, beat, view, and whose beats and model. There is a recording in view, and its beats.
[[nodiscard]] store::Place placeNow(const ViewState& state, const BeatList& beats, std::string model);
// Looks where the reader had stopped. A paper speed is kept as such: it means another span in a window of another
// width.
void goToView(ViewState& state, const store::Place& place);
// The beat that is selected first: the one that was asked for, else the nearest to the time that was, else to the
// middle of what is in view. `beats` are there.
[[nodiscard]] std::size_t beatToBeginWith(const ViewState& state, const Place& place);

}  // namespace triptych::ui
