#include "core/pipeline/beat_navigation.h"

#include "core/inference/class_mapping.h"

namespace triptych::pipeline {

std::optional<std::size_t> seekBeat(std::size_t beats, std::optional<std::size_t> from, Direction direction,
                                    const std::function<bool(std::size_t)>& wanted) {
    if (direction == Direction::forward) {
        for (std::size_t beat = from ? *from + 1 : 0; beat < beats; ++beat) {
            if (wanted(beat)) return beat;
        }
        return std::nullopt;
    }
    for (std::size_t beat = from ? *from : beats; beat-- > 0;) {
        if (wanted(beat)) return beat;
    }
    return std::nullopt;
}

char displayClassOf(std::uint8_t code) {
    if (const auto aami = inference::aamiClassOf(code)) return inference::kAamiNames[*aami].front();
    switch (code) {
        case kBbb:
        case kSupraventricularEscape:
            return 'N';  // as the mapping does with the other escape beats, e and j
        case kROnT:
            return 'V';
        case kLearn:
            return 'Q';
        default:
            return 0;
    }
}

}  // namespace triptych::pipeline
