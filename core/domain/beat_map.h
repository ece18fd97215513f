// Beats as points of a plane: what a model's networks answer of each before their last layers, seen from where the
// beats of this recording differ most (the first two principal components). Near points are beats that the model takes
// for alike.
#pragma once

#include <cstddef>
#include <vector>

namespace triptych {

// Immutable once made.
struct BeatMap {
    std::vector<float> x, y;  // [beats]; NaN of a beat that the model was not shown whole
    double share = 0;         // 0..1 of all that the beats differ in, that the two axes show
    std::size_t of = 0;       // features that they are of
};

}  // namespace triptych
