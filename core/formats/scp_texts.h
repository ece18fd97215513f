// What an SCP-ECG file says beside its signal: patient and acquisition (EN 1064 §5.4), global and lead measurements
// (§5.10, §5.13) and interpretations (§5.11, §5.12, §5.14), as lines of text.
#pragma once

#include "core/formats/scp_file.h"

#include <optional>
#include <string>
#include <vector>

namespace triptych::formats {

struct ScpTexts {
    std::optional<std::string> start;  // ISO 8601
    std::vector<std::string> comments;
};

// Never fails: what is damaged is left out, with a warning in `file`.
[[nodiscard]] ScpTexts readScpTexts(ScpFile& file, const std::string& path);

}  // namespace triptych::formats
