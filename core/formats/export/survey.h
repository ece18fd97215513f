// What a writer must know of the samples before it writes the first: their range, and where there are none.
#pragma once

#include "core/domain/error.h"
#include "core/domain/job.h"
#include "core/domain/recording.h"

#include <cstdint>
#include <span>
#include <vector>

namespace triptych::formats {

// One lead as integers. Stored values are taken as they are (their sign turned where the gain is negative); leads that
// exist in physical units alone are rounded to the finest step of the recording's other leads.
struct ExportLead {
    std::size_t lead = 0;
    double gain = 200;    // integers per physical unit, positive
    double baseline = 0;  // integer of physical zero; may have a fraction
    bool from_physical = false;
    std::int32_t sign = 1;
    std::int32_t lowest = 0;  // of all that are not missing
    std::int32_t highest = 0;
    bool has_missing = false;
    std::int64_t samples = 0;
    double rate_hz = 0;
};

// Samples [first, first + out.size()); kMissingSample where there is none.
void readIntegers(const Recording& recording, const ExportLead& lead, std::int64_t first, std::span<std::int32_t> out);

// Reads every lead once; progress from 0 to `until`. Errors: cancelled, empty (no leads).
[[nodiscard]] Result<std::vector<ExportLead>> surveyLeads(const Recording& recording, const Job& job, double until);

// The frame in which every lead has a whole number of samples.
struct Frame {
    double rate_hz = 0;                 // frames per second
    std::vector<std::int64_t> samples;  // of each lead
};
// The shortest common frame. Error: unsupported, where there is none of up to ten thousand samples of the slowest lead.
[[nodiscard]] Result<Frame> commonFrame(const std::vector<ExportLead>& leads, const std::string& where);

}  // namespace triptych::formats
