#include "core/inference/module/training/augment.h"

#include "core/beats/windows.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace triptych::inference::training {

float augmentBeat(std::span<float> time, std::size_t samples, Random& random) {
    const auto beat = time.first(samples);
    const auto difference = time.subspan(samples, samples);
    std::vector<float> typical(samples);
    for (std::size_t i = 0; i < samples; ++i) typical[i] = beat[i] - difference[i];

    // The mark of a detector lies a few samples beside a reader's.
    if (random.uniform() < 0.5) {
        const auto shift = static_cast<std::ptrdiff_t>(random.below(5)) - 2;
        std::vector<float> moved(samples);
        for (std::size_t i = 0; i < samples; ++i) {
            const auto from = std::clamp<std::ptrdiff_t>(static_cast<std::ptrdiff_t>(i) + shift, 0,
                                                         static_cast<std::ptrdiff_t>(samples) - 1);
            moved[i] = beat[static_cast<std::size_t>(from)];
        }
        std::copy(moved.begin(), moved.end(), beat.begin());
    }
    if (random.uniform() < 0.5) {  // muscle: white noise of up to a twentieth of R
        const double sigma = random.uniform(0, 0.05);
        for (float& value : beat) value += static_cast<float>(sigma * random.normal());
    }
    if (random.uniform() < 0.5) {  // respiration and electrodes: slow wander
        const double amplitude = random.uniform(0, 0.15);
        const double frequency_hz = random.uniform(0.1, 0.7);
        const double phase = random.uniform(0, 6.283185307179586);
        for (std::size_t i = 0; i < samples; ++i) {
            const double t = static_cast<double>(i) / beats::kModelRateHz;
            beat[i] += static_cast<float>(amplitude * std::sin(6.283185307179586 * frequency_hz * t + phase));
        }
    }
    const auto gain = static_cast<float>(std::exp(random.uniform(-0.25, 0.25)));
    // Swapped electrodes and other leads: half of all beats stand on their head, so that no class hangs on polarity.
    const float sign = random.uniform() < 0.5 ? -1.0F : 1.0F;
    for (std::size_t i = 0; i < samples; ++i) {
        difference[i] = (beat[i] - typical[i]) * gain * sign;
        beat[i] *= gain * sign;
    }
    return gain;
}

}  // namespace triptych::inference::training
