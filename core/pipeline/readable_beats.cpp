#include "core/pipeline/readable_beats.h"

#include <cmath>
#include <cstddef>

namespace triptych::pipeline {

std::vector<std::uint8_t> unreadableOn(const beats::QualityTrack& track, std::span<const double> times_s) {
    std::vector<std::uint8_t> unreadable(times_s.size(), 1);
    if (!(track.step_s > 0)) return unreadable;
    for (std::size_t beat = 0; beat < times_s.size(); ++beat) {
        const double step = std::floor(times_s[beat] / track.step_s);
        if (!(step >= 0) || step >= static_cast<double>(track.quality.size())) continue;
        unreadable[beat] = track.quality[static_cast<std::size_t>(step)] == beats::Quality::good ? 0 : 1;
    }
    return unreadable;
}

}  // namespace triptych::pipeline
