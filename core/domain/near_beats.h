// Beats of a data base that a model takes for most alike to one at hand.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace triptych {

struct NearBeat {
    std::string record;   // "208", "svdb/801"
    double time_s = 0;    // of its mark, from the record's start
    std::string label;    // the annotator's letter
    double distance = 0;  // 1: as far as a beat's nearest one in another record lies, in the median
};

struct NearBeats {
    std::vector<NearBeat> beats;  // the nearest first
    std::size_t of_beats = 0, of_records = 0;
};

}  // namespace triptych
