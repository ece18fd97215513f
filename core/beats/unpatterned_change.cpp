#include "core/beats/unpatterned_change.h"

#include "core/beats/median.h"

#include <algorithm>
#include <cmath>
#include <span>

namespace triptych::beats {
namespace {

constexpr std::size_t kReach = 3;  // intervals to either side: covers bigeminy and trigeminy
constexpr std::size_t kAround = 30;
constexpr float kLargest = 1.0F;

}  // namespace

std::vector<float> unpatternedChange(const BeatList& beats) {
    const std::size_t count = beats.beats.size();
    std::vector<float> out(count, 0.0F);
    if (count < 3) return out;
    std::vector<float> logs(count - 1);
    for (std::size_t i = 0; i < logs.size(); ++i) {
        const auto samples = static_cast<double>(beats.beats[i + 1].sample - beats.beats[i].sample);
        logs[i] = static_cast<float>(std::log(std::max(1.0, samples)));
    }
    std::vector<float> least(logs.size(), kLargest);
    for (std::size_t i = 0; i < logs.size(); ++i) {
        for (std::size_t k = 1; k <= kReach; ++k) {
            if (i >= k) least[i] = std::min(least[i], std::abs(logs[i] - logs[i - k]));
            if (i + k < logs.size()) least[i] = std::min(least[i], std::abs(logs[i] - logs[i + k]));
        }
    }
    std::vector<float> scratch;
    for (std::size_t beat = 0; beat < count; ++beat) {
        const std::size_t first = beat > kAround ? beat - kAround - 1 : 0;
        const std::size_t past = std::min(beat + kAround, least.size());
        scratch.assign(least.begin() + static_cast<std::ptrdiff_t>(first),
                       least.begin() + static_cast<std::ptrdiff_t>(past));
        out[beat] = medianInPlace(std::span<float>(scratch));
    }
    return out;
}

}  // namespace triptych::beats
