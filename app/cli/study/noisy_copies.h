// Copies of a recording under the noises that a day of life brings, for a detector to learn from: moving electrodes,
// muscles, hum, leads that come off or clip.
#pragma once

#include "core/domain/annotation.h"
#include "core/synth/random.h"

#include <cstddef>
#include <vector>

namespace triptych::cli {

using Leads = std::vector<std::vector<float>>;

struct RecordedNoise {
    Leads signals;
    double rate_hz = 0;
};

// Noise of two signals made of stretches of what was recorded, each of root mean square 1 or so: turned over,
// backwards, faster or slower, mixed, so that few minutes teach what noise may be and not how these minutes went.
[[nodiscard]] Leads madeNoise(const RecordedNoise& recorded, std::size_t samples, double rate_hz,
                              synth::Random& random);

enum class Colour { white, brown, blue, pink };
[[nodiscard]] std::vector<float> colouredNoise(std::size_t samples, Colour colour, synth::Random& random);

// Changes stretches of 40 to 160 s of the leads, which `beats` belongs to: three in four have noise of electrodes, at
// 22 to -5 dB (synth/noise_stress.h), some have another noise or a fault.
void spoil(Leads& leads, double rate_hz, const AnnotationSet& beats, const RecordedNoise& recorded,
           synth::Random& random);

}  // namespace triptych::cli
