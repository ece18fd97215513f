// Is a beat paced, where the samples are too slow to show a spike? A pacemaker's pulse still leaves a bend as sharp as
// the filters let through, out of complete calm, and a wide complex follows.
#pragma once

#include "core/domain/beat.h"
#include "core/domain/job.h"
#include "core/dsp/sample_reader.h"

#include <vector>

namespace triptych::rhythm {

struct PaceLook {
    float calm =
        0;  // sharpest bend within 0.16 s before to 0.05 s behind the mark, over the sharpest of 0.11 s before it
    float wide = 0;  // mean size of the lead 0.05 to 0.14 s behind that bend, of the complex
};

// [beats] of one lead; zeros where the beat lies at an end or samples are missing. Cut short when stopped.
[[nodiscard]] std::vector<PaceLook> lookForPacing(const dsp::SampleReader& read, std::int64_t samples, double rate_hz,
                                                  const BeatList& beats, const Job& job = {});

// [beats] How much the fifteen beats around each look paced, the lead that shows it best each: calm × wide by medians.
// Of the first records of MIT-BIH unpaced ones have medians up to 1.5 and stay under 3.4 in 99 % of their beats; the
// medians of the four paced records are 4.6 and more.
inline constexpr float kPacedFrom = 3.6F;
[[nodiscard]] std::vector<float> pacedScore(const std::vector<std::vector<PaceLook>>& leads);

}  // namespace triptych::rhythm
