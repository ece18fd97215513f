#include "core/beats/typical_beat.h"

#include "core/beats/median.h"

#include <algorithm>
#include <cstdint>
#include <numeric>

namespace triptych::beats {

std::vector<float> typicalBeat(std::span<const float> windows, std::size_t length,
                               std::span<const std::uint8_t> on_time) {
    std::vector<float> typical(length, 0.0F);
    const std::size_t beats = length > 0 ? windows.size() / length : 0;
    if (beats == 0) return typical;
    std::vector<std::size_t> among;
    for (std::size_t beat = 0; beat < on_time.size(); ++beat) {
        if (on_time[beat] != 0) among.push_back(beat);
    }
    if (among.size() < kFewestOnTime) {
        among.resize(beats);
        std::iota(among.begin(), among.end(), std::size_t{0});
    }

    const std::size_t count = among.size();
    const std::size_t taken = std::min(count, kTypicalBeatSubsample);
    // One beat of each of `taken` equal shares of the record, by a fixed sequence of pseudo-random numbers (Numerical
    // Recipes' quick generator): every second beat of a bigeminy would be of one kind only. Turned so that the values
    // of one column lie side by side.
    std::vector<float> columns(taken * length);
    std::uint32_t random = 1;
    for (std::size_t k = 0; k < taken; ++k) {
        random = random * 1664525U + 1013904223U;
        const double within = taken < count ? static_cast<double>(random) / 4294967296.0 : 0.5;
        const double share = static_cast<double>(count) / static_cast<double>(taken);
        const auto beat = std::min(count - 1, static_cast<std::size_t>((static_cast<double>(k) + within) * share));
        for (std::size_t i = 0; i < length; ++i) columns[i * taken + k] = windows[among[beat] * length + i];
    }
    for (std::size_t i = 0; i < length; ++i) {
        typical[i] = medianInPlace(std::span(columns).subspan(i * taken, taken));
    }
    return typical;
}

}  // namespace triptych::beats
