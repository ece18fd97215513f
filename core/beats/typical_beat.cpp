#include "core/beats/typical_beat.h"

#include "core/beats/median.h"

#include <algorithm>

namespace triptych::beats {

std::vector<float> typicalBeat(std::span<const float> windows, std::size_t length) {
    std::vector<float> typical(length, 0.0F);
    const std::size_t count = length > 0 ? windows.size() / length : 0;
    if (count == 0) return typical;

    const std::size_t taken = std::min(count, kTypicalBeatSubsample);
    // Turned so that the values of one column lie side by side; the k-th of `taken` beats is the middle of the k-th
    // of as many equal shares of the record.
    std::vector<float> columns(taken * length);
    for (std::size_t k = 0; k < taken; ++k) {
        const std::size_t beat = (2 * k + 1) * count / (2 * taken);
        for (std::size_t i = 0; i < length; ++i) columns[i * taken + k] = windows[beat * length + i];
    }
    for (std::size_t i = 0; i < length; ++i) {
        typical[i] = medianInPlace(std::span(columns).subspan(i * taken, taken));
    }
    return typical;
}

}  // namespace triptych::beats
