#include "core/formats/decoded_source.h"

#include <algorithm>
#include <limits>
#include <span>

namespace triptych::formats {
namespace {

// The part of a lead that a request for `count` samples from `first` on meets, and where it lies in the answer.
struct Stretch {
    std::span<const std::int32_t> values;
    std::size_t before = 0;  // places of the answer that lie before it
};

Stretch stretchOf(const std::vector<DecodedLead>& leads, std::size_t lead, std::int64_t first, std::size_t count) {
    if (lead >= leads.size()) return {};
    const auto size = static_cast<std::int64_t>(leads[lead].values.size());
    const auto wanted = static_cast<std::int64_t>(count);
    if (first >= size || first <= -wanted) return {};
    const std::int64_t from = std::max<std::int64_t>(first, 0);
    const std::int64_t to = first > size - wanted ? size : first + wanted;
    return {std::span(leads[lead].values).subspan(static_cast<std::size_t>(from), static_cast<std::size_t>(to - from)),
            static_cast<std::size_t>(from - first)};
}

}  // namespace

void DecodedSource::readPhysical(std::size_t lead, std::int64_t first, std::span<float> out) const {
    std::fill(out.begin(), out.end(), std::numeric_limits<float>::quiet_NaN());
    const Stretch stretch = stretchOf(leads_, lead, first, out.size());
    if (!stretch.values.empty()) toPhysical(stretch.values, leads_[lead].scale, out.data() + stretch.before);
}

void DecodedSource::readStored(std::size_t lead, std::int64_t first, std::span<std::int32_t> out) const {
    std::fill(out.begin(), out.end(), kMissingSample);
    const Stretch stretch = stretchOf(leads_, lead, first, out.size());
    if (stretch.values.empty()) return;
    const std::int32_t missing = leads_[lead].scale.missing;
    std::transform(stretch.values.begin(), stretch.values.end(),
                   out.begin() + static_cast<std::ptrdiff_t>(stretch.before),
                   [missing](std::int32_t value) { return value == missing ? kMissingSample : value; });
}

}  // namespace triptych::formats
