// Puts a beat's mark on the R peak of the lead itself, at its own rate. Private to this room.
#pragma once

#include "core/domain/job.h"
#include "core/dsp/sample_reader.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace triptych::beats {

// `near` are samples of the lead close to the middle of each QRS complex, ascending. Each is moved to the largest
// deflection within 50 ms from the local baseline (the median of 200 ms to either side), in the lead smoothed over
// 15 ms. Where a complex points up and down alike, the direction is that of most of the 16 beats around, so that the
// marks of one shape sit on one of its peaks throughout. Missing samples are never a peak; a beat that has nothing but
// missing ones is dropped; one where the lead stands still stays where it is. Result: ascending, no two alike. Stops
// between beats (then the result is cut short).
struct RMark {
    std::int64_t at = 0;
    std::size_t of = 0;  // index in `near`
};
[[nodiscard]] std::vector<RMark> markRPeaks(const dsp::SampleReader& read, std::int64_t count, double rate_hz,
                                            const std::vector<std::int64_t>& near, const Job& job);

}  // namespace triptych::beats
