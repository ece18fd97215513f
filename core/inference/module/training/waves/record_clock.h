// A stretch of a marked record under another clock: the heart beats faster, slower, or unevenly, while its waves stay
// whole.
#pragma once

#include "core/inference/module/training/waves/wave_corpus.h"
#include "core/statistics/random.h"

#include <cstddef>
#include <vector>

namespace triptych::inference::training {

// What is left out of a record, in its seconds.
struct Cut {
    double from_s = 0, to_s = 0;
};

// Of the record without its cuts (ascending, apart), second t of the strip is second from_s + t / stretch.
struct Clock {
    double from_s = 0;
    double stretch = 1;
    std::vector<Cut> cuts;

    [[nodiscard]] double inRecord(double strip_s) const;
    // Of what lies within a cut: where the cut is.
    [[nodiscard]] double inStrip(double record_s) const;
};

// `samples` samples of a lead at waves::kNetwork_hz under a clock; before and behind the lead its ends go on. Where
// something was left out the ends are bent to meet.
[[nodiscard]] std::vector<float> underClock(const std::vector<float>& signal, const Clock& clock, std::size_t samples);

// A share of each quiet time between a T wave and the next wave (on all leads together), the same share throughout or
// another each time: without it a T wave that runs into the next P wave, and intervals that change, are met in
// fibrillation and flutter almost alone, and become their signs.
[[nodiscard]] std::vector<Cut> drawCuts(const MarkedRecord& record, Random& random);

}  // namespace triptych::inference::training
