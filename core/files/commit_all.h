// Several files that get their names together or not at all.
#pragma once

#include "core/domain/error.h"
#include "core/files/file_writer.h"

#include <vector>

namespace triptych::files {

// Gives all their names, the last one last. Where one cannot have it, what the others replaced comes back and what they
// made goes: half of a recording under another's header is worse than none. Meanwhile what is replaced has a second
// name beside it (a link, or a copy where there are no links). Errors: those of FileWriter::commit(); io_failed, where
// nothing can be kept for that time.
[[nodiscard]] Result<void> commitAll(std::vector<FileWriter>& writers);

}  // namespace triptych::files
