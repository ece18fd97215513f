// Where the keys lead: from one beat to the next that is of some kind.
#pragma once

#include "core/pipeline/beat_labels.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>

namespace triptych::pipeline {

enum class Direction { forward, backward };

// The nearest beat after (or before) `from` for which `wanted` holds; `from` itself never. Without `from` the search
// begins at the first (or last) beat, which then counts. nullopt when there is none.
[[nodiscard]] std::optional<std::size_t> seekBeat(std::size_t beats, std::optional<std::size_t> from,
                                                  Direction direction, const std::function<bool(std::size_t)>& wanted);

}  // namespace triptych::pipeline
