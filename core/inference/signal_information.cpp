#include "core/inference/signal_information.h"

#include <cmath>
#include <cstddef>
#include <vector>

namespace triptych::inference {

std::optional<statistics::AgainstChance> signalInformation(const Explanation& explanation) {
    const Attribution* map = inputNamed(explanation, "time");
    if (map == nullptr || map->axes.empty() || map->seen.size() != map->values.size()) return std::nullopt;
    const std::size_t samples = map->axes.back().values.size();
    if (samples == 0 || map->values.size() < samples) return std::nullopt;
    // The first channel is the beat itself.
    std::vector<double> signal(map->seen.begin(), map->seen.begin() + static_cast<std::ptrdiff_t>(samples));
    std::vector<double> size;
    for (std::size_t i = 0; i < samples; ++i) size.push_back(std::abs(map->values[i]));
    return statistics::binnedInformationAgainstShifts(signal, size);
}

}  // namespace triptych::inference
