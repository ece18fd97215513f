// One band of a signal alone: the inverse of its wavelet transform, of the rows of that band.
#pragma once

#include "core/domain/error.h"
#include "core/domain/job.h"
#include "core/dsp/sample_reader.h"
#include "core/dsp/wavelet.h"

#include <cstdint>
#include <vector>

namespace triptych::dsp {

struct InverseBandSpec {
    Wavelet wavelet;
    double low_hz = 0, high_hz = 0;
};

// Samples [first, first + count) of the reader, as the rows of [low_hz, high_hz] alone give them back: of no phase, so
// that waves stay where they are; neighbouring bands add up to the signal without its mean. Reads a margin on both
// sides; missing samples are bridged for the transform's sake and missing in the result. Errors: wrong_use (a band or a
// wavelet that is none), out_of_range (no samples, or more than 16 million), cancelled. Any thread.
[[nodiscard]] Result<std::vector<float>> inverseBand(const SampleReader& reader, double rate_hz, std::int64_t first,
                                                     std::int64_t count, const InverseBandSpec& spec,
                                                     const Job& job = {});

}  // namespace triptych::dsp
