// What spoils a strip: wandering baselines, mains, muscle, moving electrodes, narrow bands, coarse steps, spikes.
#pragma once

#include "core/statistics/random.h"

#include <span>
#include <vector>

namespace triptych::inference::training {

// Adds to a strip at waves::kNetwork_hz what one recorder and one patient may add, each with its own chance; `size` is
// how tall its QRS complexes are, `motion` real noise to cut pieces from (may be empty).
void spoil(std::span<float> strip, float size, std::span<const float> motion, Random& random);

// The waves of fibrillating atria as the leads of a patient see them: one rhythm for all, other sizes and delays.
class FibrillatoryWaves {
public:
    explicit FibrillatoryWaves(Random& random);
    // Adds them with a size of up to a sixth of `size`, sometimes invisibly.
    void addTo(std::span<float> strip, float size, Random& random) const;

private:
    std::vector<float> phase_;  // of the waves, at every sample, in turns
    double sharpness_ = 0;
    double size_ = 0;
};

}  // namespace triptych::inference::training
