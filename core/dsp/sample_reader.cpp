#include "core/dsp/sample_reader.h"

#include <algorithm>
#include <limits>

namespace triptych::dsp {

SampleReader readerOf(const Recording& recording, std::size_t lead) {
    return [source = recording.source, lead](std::int64_t first, std::span<float> out) {
        if (source)
            source->readPhysical(lead, first, out);
        else
            std::fill(out.begin(), out.end(), std::numeric_limits<float>::quiet_NaN());
    };
}

SampleReader readerOf(std::span<const float> samples) {
    return [samples](std::int64_t first, std::span<float> out) {
        const auto available = static_cast<std::int64_t>(samples.size());
        const auto wanted = static_cast<std::int64_t>(out.size());
        const std::int64_t begin = std::clamp<std::int64_t>(first, 0, available);
        const std::int64_t end = first >= available - wanted ? available : std::max(first + wanted, begin);
        // Missing before the array; its index may be as negative as integers go.
        const std::int64_t ahead = first <= -wanted ? wanted : std::max<std::int64_t>(0, begin - first);
        const auto fill = std::numeric_limits<float>::quiet_NaN();
        const auto body = std::fill_n(out.begin(), ahead, fill);
        const auto copied = std::min(end - begin, wanted - ahead);
        const auto rest = std::copy_n(samples.begin() + begin, copied, body);
        std::fill(rest, out.end(), fill);
    };
}

}  // namespace triptych::dsp
