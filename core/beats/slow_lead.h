// A lead as the detector looks at it: averaged down to 125-250 Hz, whole, with its gaps bridged and remembered.
// Private to this room.
#pragma once

#include "core/domain/job.h"
#include "core/dsp/sample_reader.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace triptych::beats {

struct SlowLead {
    struct Gap {
        std::size_t first, past;  // slow samples
    };
    // Finite, centred, at most 1 in size: the detector never meets the lead's unit. Without hum (dsp/hum.h).
    std::vector<float> samples;
    std::vector<Gap> gaps;  // stretches without a single sample, ascending; bridged in `samples`
    double rate_hz = 0;
    std::size_t factor = 1;  // lead samples per slow sample
    bool flat = true;        // nothing to look at: constant, empty or missing throughout
};

// Means over `factor` neighbouring samples keep a QRS complex (5-25 Hz) whole: at 125 Hz and a factor of two, 25 Hz
// loses 5 %. Reads in blocks, stops between them (then the result is `flat`); progress runs from 0 to `share`.
[[nodiscard]] SlowLead slowDown(const dsp::SampleReader& read, std::int64_t count, double rate_hz, const Job& job,
                                double share);

}  // namespace triptych::beats
