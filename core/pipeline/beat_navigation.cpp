#include "core/pipeline/beat_navigation.h"

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

}  // namespace triptych::pipeline
