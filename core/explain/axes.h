// Axes with units for every input of a profile, so that an attribution cell lies at its own second and Hz.
#pragma once

#include "core/domain/explanation.h"
#include "core/inference/model_inputs.h"

#include <cstddef>
#include <vector>

namespace triptych::explain {

// [time] or [channel, time]; seconds from the start of the recording.
[[nodiscard]] std::vector<AttributionAxis> timeAxes(const inference::BeatInputs& inputs, std::size_t beat,
                                                    bool channels);
// [frequency, time] or [channel, frequency, time]; a column lies at its window's centre.
[[nodiscard]] std::vector<AttributionAxis> timeFrequencyAxes(const inference::BeatInputs& inputs, std::size_t beat,
                                                             bool channels);
// [frequency, time] of the scalogram, and [frequency] of the spectrum.
[[nodiscard]] std::vector<AttributionAxis> scalogramAxes(const inference::BeatInputs& inputs, std::size_t beat);
[[nodiscard]] std::vector<AttributionAxis> frequencyAxes();
[[nodiscard]] std::vector<AttributionAxis> rrAxes();
// [feature, beat]: each beat at its mark, in seconds from the start of the recording. At an end of the recording its
// last beat stands more than once.
[[nodiscard]] std::vector<AttributionAxis> neighbourAxes(const inference::BeatInputs& inputs, std::size_t beat);

}  // namespace triptych::explain
