#include "core/inference/class_mapping.h"

#include <algorithm>

namespace triptych::inference {

bool isClassName(std::string_view class_name) {
    return isPtbClass(class_name) || std::ranges::find(kBeatClassNames, class_name) != kBeatClassNames.end();
}

bool isPtbClass(std::string_view class_name) {
    return std::ranges::find(kPtbNames, class_name) != kPtbNames.end();
}

std::optional<std::size_t> labelOf(std::uint8_t code, std::span<const std::string> class_names) {
    const auto beat_class = beatClassOf(code, ClassMapping::literature);
    return beat_class ? indexOf(*beat_class, class_names) : std::nullopt;
}

}  // namespace triptych::inference
