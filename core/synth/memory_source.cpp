#include "core/synth/memory_source.h"

#include <algorithm>
#include <limits>

namespace triptych::synth {
namespace {

// out[i] = convert(values[first + i]) where there is such a value, else `nothing`.
template <class T, class Convert>
void copy(const std::vector<std::int16_t>& values, std::int64_t first, std::span<T> out, T nothing,
          const Convert& convert) {
    const auto samples = static_cast<std::int64_t>(values.size());
    const auto size = static_cast<std::int64_t>(out.size());
    std::fill(out.begin(), out.end(), nothing);
    if (first >= samples || first <= -size) return;
    const std::int64_t begin = std::max<std::int64_t>(-first, 0);
    const std::int64_t end = std::min(size, samples - first);
    std::transform(values.begin() + first + begin, values.begin() + first + end, out.begin() + begin, convert);
}

}  // namespace

void MemorySource::readPhysical(std::size_t lead, std::int64_t first, std::span<float> out) const {
    constexpr float kNothing = std::numeric_limits<float>::quiet_NaN();
    if (lead >= leads_.size()) return std::fill(out.begin(), out.end(), kNothing);
    const float gain = leads_[lead].gain;
    const float baseline = leads_[lead].baseline;
    copy(leads_[lead].values, first, out, kNothing,
         [gain, baseline](std::int16_t stored) { return (static_cast<float>(stored) - baseline) / gain; });
}

void MemorySource::readStored(std::size_t lead, std::int64_t first, std::span<std::int32_t> out) const {
    if (lead >= leads_.size()) return std::fill(out.begin(), out.end(), kMissingSample);
    copy(leads_[lead].values, first, out, kMissingSample, [](std::int16_t stored) { return std::int32_t{stored}; });
}

}  // namespace triptych::synth
