// The ECG signal of an SCP-ECG file (EN 1064 §5.6-5.9): entropy decoding, differences, decimation outside the protected
// areas around QRS complexes, and the reference beat put back that was subtracted from every one of them.
#pragma once

#include "core/domain/error.h"
#include "core/formats/scp/file.h"

#include <cstdint>
#include <string>
#include <vector>

namespace triptych::formats {

struct ScpLead {
    int number = 0;          // EN 1064's, see leadOfNumber()
    std::int64_t start = 1;  // its first sample, counted from 1 for the whole recording
    std::vector<std::int32_t> values;
};

// A QRS complex, in positions from 1 (see ScpRhythm::positions_per_sample).
struct ScpQrs {
    int type = 0;
    std::int64_t subtraction_first = 0;
    std::int64_t fiducial = 0;
    std::int64_t subtraction_last = 0;
    std::int64_t protected_first = 0;  // 0: not protected
    std::int64_t protected_last = 0;
};

struct ScpRhythm {
    double rate_hz = 0;
    double nanovolts = 0;  // of a stored unit; 0: not stated
    std::vector<ScpLead> leads;
    std::vector<ScpQrs> qrs;
    std::int64_t positions_per_sample =
        1;                         // more where all of the ECG is stored at a lower rate than the reference beat
    double reference_beat_ms = 0;  // 0: there is none
    std::string coding;            // "Huffman, second differences"
};

// What cannot be decoded to its end is shown as far as it goes, with a warning in `file`. Errors: malformed,
// unsupported, empty.
[[nodiscard]] Result<ScpRhythm> readScpRhythm(ScpFile& file, const std::string& path);

}  // namespace triptych::formats
