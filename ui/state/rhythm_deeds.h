// What a reader does with episodes, as words that are kept: accepting one, calling it something else, denying it,
// moving its edges; and going to one. Pure functions, but for the goings.
#pragma once

#include "ui/state/view_state.h"

#include <optional>
#include <vector>

namespace triptych::ui {

using ReaderWords = std::vector<rhythm::ReaderWord>;

[[nodiscard]] ReaderWords accepted(const rhythm::Episode& episode);
[[nodiscard]] ReaderWords renamed(const rhythm::Episode& episode, rhythm::Rhythm rhythm);
[[nodiscard]] ReaderWords rejected(const rhythm::Episode& episode);
// What an edge leaves behind is denied, what it gains is named. Empty where it would pass the other edge.
[[nodiscard]] ReaderWords begunAt(const rhythm::Episode& episode, double time_s);
[[nodiscard]] ReaderWords endedAt(const rhythm::Episode& episode, double time_s);

// The moment that "here" means: where the pointer is, else the selected beat.
[[nodiscard]] std::optional<double> here(const ViewState& state);

// The stretch in view begins a little before it, and its first beat is selected.
void goToEpisode(ViewState& state, std::size_t episode);
void goToEvent(ViewState& state, std::size_t event);
void goToMoment(ViewState& state, double time_s);

}  // namespace triptych::ui
