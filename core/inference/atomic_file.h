// Writing a file so that nothing is lost: a temporary beside the target, flushed to disk, then renamed over it.
#pragma once

#include "core/domain/error.h"

#include <string>
#include <string_view>

namespace triptych::inference {

// Errors: io_failed (no space, no permission), and the old file stays as it was.
[[nodiscard]] Result<void> writeAtomically(const std::string& path, std::string_view bytes);

}  // namespace triptych::inference
