// A recording that is too short for its few beats to be a rhythm.
#pragma once

#include "core/rhythm/episode.h"

#include <cstddef>

namespace triptych::rhythm {

// So few beats tell no rhythm: of a recording that has no more, and is not so long that this alone is one.
inline constexpr std::size_t kFewestToTell = 3;
inline constexpr double kFewestToTell_s = 10;

// Of a recording that is shorter and has fewer: another rhythm by name, with no probability at all, which no other has.
[[nodiscard]] Episode tooShortToTell(Span span, std::size_t beats);
[[nodiscard]] bool isTooShortToTell(const Episode& episode);

}  // namespace triptych::rhythm
