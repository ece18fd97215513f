// The annotations of an HL7 aECG series, as WFDB's alphabet has them.
#pragma once

#include "core/domain/annotation.h"
#include "core/formats/xml/xml_file.h"

#include <cstdint>
#include <string>
#include <vector>

namespace triptych::formats {

// Where sample 0 of the recording and of this series lie (microseconds, see Hl7Time), and what a sample is.
struct AecgTimeLine {
    std::int64_t recording_us = 0;
    std::int64_t series_us = 0;  // what TIME_RELATIVE counts from
    bool absolute_known = false;
    double rate_hz = 0;
    std::int64_t samples = 0;  // annotations outside [0, samples) are not kept
};

struct AecgAnnotations {
    std::vector<AnnotationSet> sets;    // "aecg" first, then one a lead: "aecg_ii"
    std::vector<std::string> comments;  // statements and overall measurements
    std::int64_t without_place = 0;     // beats and waves that no time is stated for
};

// Beats stand at the middle of their QRS, for an aECG states its onset and end and not R. Onset and end of a wave
// become "(" and ")" with 0, 1, 2 for P, QRS, T in `number`, as ecgpuwave writes them; peaks "p", "t", "u"; rhythms
// "+". `leads`: names of the recording's leads, for `channel`.
[[nodiscard]] AecgAnnotations readAecgAnnotations(const pugi::xml_node& series, const AecgTimeLine& time,
                                                  const std::vector<std::string>& leads);

}  // namespace triptych::formats
