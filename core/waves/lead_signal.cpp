#include "core/waves/lead_signal.h"

#include <algorithm>
#include <cstddef>
#include <vector>

namespace triptych::waves {
namespace {

constexpr std::size_t kHalfBox = 75;  // 0.3 s to either side, twice: the baseline turns over at about 0.6 Hz
constexpr std::size_t kSecond = 250;
constexpr double kUsualSwing = 0.75;  // of the seconds swing less than this, whether the heart is slow or not
constexpr float kLargest = 3;         // spikes of pacemakers, electrodes that come off

// The mean over kHalfBox to either side, of what there is of it.
std::vector<float> boxed(std::span<const float> signal) {
    std::vector<double> sums(signal.size() + 1, 0);
    for (std::size_t i = 0; i < signal.size(); ++i) sums[i + 1] = sums[i] + static_cast<double>(signal[i]);
    std::vector<float> out(signal.size());
    for (std::size_t i = 0; i < signal.size(); ++i) {
        const std::size_t from = i > kHalfBox ? i - kHalfBox : 0;
        const std::size_t to = std::min(i + kHalfBox + 1, signal.size());
        out[i] = static_cast<float>((sums[to] - sums[from]) / static_cast<double>(to - from));
    }
    return out;
}

float usualSwing(std::span<const float> signal) {
    std::vector<float> swings;
    for (std::size_t first = 0; first < signal.size(); first += kSecond) {
        const std::size_t count = std::min(kSecond, signal.size() - first);
        if (count < kSecond / 2 && !swings.empty()) break;
        const auto [low, high] = std::ranges::minmax(signal.subspan(first, count));
        if (high > low) swings.push_back(high - low);  // seconds that are missing say nothing
    }
    if (swings.empty()) return 0;
    const auto at = swings.begin() + static_cast<std::ptrdiff_t>(kUsualSwing * static_cast<double>(swings.size() - 1));
    std::nth_element(swings.begin(), at, swings.end());
    return *at;
}

}  // namespace

void normalise(std::span<float> stretch) {
    if (stretch.empty()) return;
    const auto baseline = boxed(boxed(stretch));
    for (std::size_t i = 0; i < stretch.size(); ++i) stretch[i] -= baseline[i];
    const float swing = usualSwing(stretch);
    const float scale = swing > 0 ? 1 / swing : 0;
    for (float& value : stretch) value = std::clamp(value * scale, -kLargest, kLargest);
}

}  // namespace triptych::waves
