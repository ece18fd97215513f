// The whole record in as many bins as the overview has pixels: heart rate, beat classes, noise. Pure functions of
// values.
#pragma once

#include "core/beats/signal_gaps.h"
#include "ui/panes/theme.h"
#include "ui/state/view_state.h"

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace triptych::ui {

// Rate over a stretch of at least 5 s, from the RR intervals that end in it; NaN where there is none.
struct RateBin {
    float mean_bpm = 0, low_bpm = 0, high_bpm = 0;
};
// The interval between two beats that follow each other, where it is one that a rate is made of.
[[nodiscard]] std::optional<double> rateInterval_s(const LabelledBeat& before, const LabelledBeat& beat,
                                                   const beats::SignalGaps* gaps);
// Whether a beat counts in the bands of classes.
[[nodiscard]] bool hasPaintedClass(const LabelledBeat& beat);

// `bins` equal parts of [from_s, from_s + duration_s). Intervals shorter than 0.2 s or longer than 3 s are no rate: a
// missed or doubled beat, or a pause; nor is the distance of two beats across a gap, or across what cannot be read.
// `gaps` null: none are known.
[[nodiscard]] std::vector<RateBin> rateBins(std::span<const LabelledBeat> beats, double duration_s, std::size_t bins,
                                            const beats::SignalGaps* gaps = nullptr, double from_s = 0);

// How many beats of each class (in the order of BeatClass) fall into each of those parts; a
// beat that has no class, and no label that is one, falls into none.
using ClassCounts = std::array<std::uint32_t, kBeatClasses>;
[[nodiscard]] std::vector<ClassCounts> classBins(std::span<const LabelledBeat> beats, double duration_s,
                                                 std::size_t bins, double from_s = 0);

// Stretches that the reference annotator called noisy ("~" with a subtype other than 0 begins one, 0 ends it) or
// unreadable; clipped to the recording.
[[nodiscard]] std::vector<Stretch> noisyStretches(const Layers& layers, double duration_s);

// The same, and what the beats' finder could not read.
[[nodiscard]] std::vector<Stretch> stretchesNotRead(const ViewState& state);

}  // namespace triptych::ui
