// What an SCP-ECG file says beside its signal: patient and acquisition (EN 1064 §5.4), global and lead measurements
// (§5.10, §5.13), interpretations (§5.11, §5.14) and the maker's own diagnosis (§5.12), as lines of text.
#pragma once

#include "core/formats/scp/file.h"

#include <optional>
#include <string>
#include <vector>

namespace triptych::formats {

struct ScpTexts {
    std::optional<std::string> start;  // ISO 8601
    std::vector<std::string> comments;
    std::vector<int> pacemaker_spikes_ms;  // from the beginning of the ECG

    // Adds a comment, unless there are more of them than anybody would read.
    void say(std::string line);
};

// Never fails: what is damaged is left out, with a warning in `file`.
[[nodiscard]] ScpTexts readScpTexts(ScpFile& file, const std::string& path);

}  // namespace triptych::formats
