// The samples of an HL7 aECG: sequence sets, each with its own time and its leads.
#pragma once

#include "core/formats/aecg/hl7_time.h"
#include "core/formats/xml/xml_file.h"
#include "core/text/said.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace triptych::formats {

struct AecgLead {
    std::string code;  // as in the file: "MDC_ECG_LEAD_II"
    std::vector<std::int32_t> digits;
    double scale = 1;  // physical = origin + digit·scale, both in `unit`
    double origin = 0;
    std::string unit;
    // Of a generated list (GLIST): its digits are (i / repeats) mod period for every sample i of the leads beside it.
    bool is_generated = false;
    std::int64_t repeats = 1;
    std::int64_t period = 0;  // 0: none, it goes on rising
};

// One sequenceSet: leads that run side by side.
struct AecgStretch {
    std::optional<Hl7Time> start;
    double rate_hz = 0;
    std::vector<AecgLead> leads;
};

struct AecgSeries {
    std::string code;  // "RHYTHM", "REPRESENTATIVE_BEAT"
    std::vector<AecgStretch> stretches;
    std::vector<text::Said> complaints;  // what could not be read, for the reader
};

// `series`: a <series> or <derivedSeries>. A missing increment is computed from the series' interval and said so.
[[nodiscard]] AecgSeries readAecgSeries(const pugi::xml_node& series);

// How many seconds one `unit` of time is ("s", "ms", "us"); nullopt for others.
[[nodiscard]] std::optional<double> secondsPer(std::string_view unit);

}  // namespace triptych::formats
