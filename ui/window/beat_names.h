// What a reader called beats, as those who measure them need it: a beat of another kind has no part in a median.
#pragma once

#include "core/domain/beat.h"
#include "core/review/noise_spans.h"
#include "ui/state/beat_state.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <vector>

namespace triptych::ui {

using BeatNames = std::map<std::size_t, std::uint8_t>;  // code by number of the beat, of those that a reader named

// Nothing where the state shows another list than `beats`. A beat in `noise` (review::noiseSpans) is none that anything
// is measured of, whatever it is called.
[[nodiscard]] BeatNames namesOf(const BeatState& state, const BeatList& beats,
                                const std::vector<review::NoiseSpan>& noise = {});
[[nodiscard]] std::shared_ptr<const BeatList> withNames(std::shared_ptr<const BeatList> beats, const BeatNames& names);

}  // namespace triptych::ui
