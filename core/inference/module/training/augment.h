// Changes that a heart, a body or a recorder makes and that leave a beat's class what it was: noise, wander, a shifted
// mark, another gain, a swapped electrode.
#pragma once

#include "core/inference/model_inputs.h"
#include "core/statistics/random.h"

#include <span>

namespace triptych::inference::training {

// Product profile only: `time` is [2 × samples] (the beat; the beat minus the typical beat) and is changed in place.
// Returns the gain that was applied, for the STFT's decibels.
float augmentBeat(std::span<float> time, std::size_t samples, Random& random);

}  // namespace triptych::inference::training
