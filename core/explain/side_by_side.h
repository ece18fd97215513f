// Work in pieces on two threads, the calling one and one more: as many as a model may use (docs/decisions/0003).
#pragma once

#include "core/domain/error.h"
#include "core/domain/job.h"

#include <cstddef>
#include <functional>

namespace triptych::explain {

// Calls piece(0) … piece(count − 1), each once, from two threads with one Torch thread each; results belong in places
// of their own, so that they do not depend on who was quicker. Errors: cancelled. Throws what a piece throws.
[[nodiscard]] Result<void> sideBySide(std::size_t count, const std::function<void(std::size_t)>& piece, const Job& job);

}  // namespace triptych::explain
