// Files that appear whole or not at all: what was there before survives a full disk, a crash or a power cut.
#pragma once

#include "core/domain/error.h"

#include <cstddef>
#include <span>
#include <string>

namespace triptych::files {

enum class WriteMode {
    replace,     // an existing file's content and nothing else of it is exchanged: its permissions stay
    create_new,  // refused where the name is taken
};

// Writes beside `path` under a temporary name, flushes it to the disk and renames it. A symbolic link is followed.
// Errors: not_found (no such folder), not_readable (no permission), refused (create_new; a data base or a device stands
// there), not_a_file, io_failed.
[[nodiscard]] Result<void> writeFile(const std::string& path, std::span<const std::byte> bytes, WriteMode mode);

}  // namespace triptych::files
