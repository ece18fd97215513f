#include "core/dsp/gaps.h"

#include <algorithm>
#include <cmath>

namespace triptych::dsp {

std::size_t bridgeGaps(std::span<float> signal) {
    const std::size_t count = signal.size();
    std::size_t replaced = 0;
    std::size_t i = 0;
    while (i < count) {
        if (std::isfinite(signal[i])) {
            ++i;
            continue;
        }
        const std::size_t first = i;
        while (i < count && !std::isfinite(signal[i])) ++i;
        replaced += i - first;
        if (first == 0 && i == count) return replaced;
        const float left = first > 0 ? signal[first - 1] : signal[i];
        const float right = i < count ? signal[i] : left;
        const double slope = (static_cast<double>(right) - left) / static_cast<double>(i - first + 1);
        for (std::size_t k = first; k < i; ++k)
            signal[k] = static_cast<float>(left + slope * static_cast<double>(k - first + 1));
    }
    return replaced;
}

}  // namespace triptych::dsp
