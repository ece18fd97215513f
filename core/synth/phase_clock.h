// The angle of the model's limit cycle as a function of time: 2πn at the R wave of beat n, and the beat's own speed for
// as long as its waves last.
#pragma once

#include "core/synth/beat_shapes.h"

#include <span>
#include <vector>

namespace triptych::synth {

// Piecewise linear, strictly ascending. Around every R wave the angle turns as in that beat's sinus cycle, so that P,
// QRS and T keep their lengths in a beat that comes early or before a pause; the diastole between makes up for the
// rest.
class PhaseClock {
public:
    // `beats` ascending in time, at least two; shapes[kind] as from shapeOf().
    PhaseClock(const std::vector<PlannedBeat>& beats, std::span<const BeatShape> shapes);

    // Times must be asked for in ascending order; constant time each.
    [[nodiscard]] double at(double time_s);

private:
    struct Knot {
        double time_s;
        double angle;
    };
    std::vector<Knot> knots_;
    std::size_t segment_ = 0;
};

}  // namespace triptych::synth
