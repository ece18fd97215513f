// What an SCP-ECG file says beside its signal: patient and acquisition (EN 1064 §5.4), global and lead measurements
// (§5.10, §5.13), interpretations (§5.11, §5.14) and the maker's own diagnosis (§5.12), as lines of text.
#pragma once

#include "core/domain/patient_header.h"
#include "core/formats/scp/file.h"

#include <optional>
#include <string>
#include <vector>

namespace triptych::formats {

// A pacemaker spike and what it triggered (EN 1064 §5.10.2): 0 nothing, 1 the QRS, 2 the P wave, 3 both; 255 unknown.
struct ScpSpike {
    int time_ms = 0;  // from the beginning of the ECG
    int type = 255;
};

struct ScpTexts {
    std::optional<std::string> start;  // ISO 8601
    std::vector<std::string> comments;
    std::vector<ScpSpike> pacemaker_spikes;
    PatientHeader header;

    // Adds a comment, unless there are more of them than anybody would read.
    void say(std::string line);
    // The first figure of a name stays.
    void measured(std::string name, double value, std::string unit);
};

// Never fails: what is damaged is left out, with a warning in `file`.
[[nodiscard]] ScpTexts readScpTexts(ScpFile& file, const std::string& path);

}  // namespace triptych::formats
