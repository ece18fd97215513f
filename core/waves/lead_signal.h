// A lead as the network looks at it: at 250 Hz, without its slow baseline, its QRS complexes about one unit tall. The
// same for training and for answering.
#pragma once

#include <span>

namespace triptych::waves {

// Of a stretch at 250 Hz (seconds of it: the size is taken from how far the lead swings in most of them), in place.
// What cannot be divided by, a stretch that nowhere moves, becomes zeros. Finite samples in, finite samples out.
void normalise(std::span<float> stretch);

}  // namespace triptych::waves
