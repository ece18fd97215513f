// When the data records of a discontinuous EDF+ file were recorded: blocks of records that follow each other without a
// gap.
#pragma once

#include "core/domain/error.h"

#include <cstdint>
#include <string>
#include <vector>

namespace triptych::formats {

struct EdfBlock {
    std::int64_t first_record = 0;
    double start_s = 0;  // from the first record's start
};

struct EdfTimeline {
    double start_s = 0;  // of the first record, from the header's start time
    std::vector<EdfBlock> blocks{{}};
    std::vector<Warning> warnings;
};

// `onset_s`: each record's own time, NaN where it has none; empty where the file states none at all. Blocks start where
// the time differs from the end of the record before by more than a millisecond. A file that calls itself continuous is
// taken at its word, with a warning where its times say otherwise. `most_s`: the longest recording, gaps included, that
// is shown in its own time; records that claim more are placed end to end, with a warning.
[[nodiscard]] EdfTimeline timelineOf(const std::vector<double>& onset_s, std::int64_t records, double record_duration_s,
                                     bool is_discontinuous, double most_s, const std::string& where);

}  // namespace triptych::formats
