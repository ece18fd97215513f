// What became of a recording's files while it is open: a file that is cut loses its trace without an error, for reading
// never fails, and whoever looks at the recording has to be told.
#pragma once

#include "core/domain/recording.h"
#include "core/files/mapped_file.h"

#include <cstdint>
#include <string>
#include <vector>

namespace triptych::formats {

struct FileChange {
    std::string path;
    files::FileState state = files::FileState::same;
    std::int64_t bytes_lost = 0;
    std::int64_t samples_lost = 0;  // of all leads together; 0 where the format does not tell
};

// A source that reads its samples from files when they are asked for. Implemented beside SampleSource by each of them.
class FileBacked {
public:
    virtual ~FileBacked() = default;
    // The files that are no longer what was opened. Any thread; a few system calls a file, which may wait for a
    // network.
    [[nodiscard]] virtual std::vector<FileChange> fileChanges() const = 0;
};

// Those of a recording, whatever its format; none for one that lies in memory.
[[nodiscard]] std::vector<FileChange> fileChangesOf(const Recording& recording);

// In words: what is gone, what can still be relied on, and what to do.
[[nodiscard]] Warning warningOf(const FileChange& change);

}  // namespace triptych::formats
