// How far each second of a lead can be trusted: shown in the overview, and left out of statistics where it is bad.
#pragma once

#include "core/domain/error.h"
#include "core/domain/job.h"
#include "core/domain/recording.h"

#include <cstdint>
#include <vector>

namespace triptych::beats {

enum class Quality : std::uint8_t {
    good,
    noisy,    // `noise` of 0.08 or more
    flat,     // varies by less than 0.5 % of what the livelier seconds do: an electrode is off (or no heart beats)
    clipped,  // rests on the lead's largest or smallest value for 50 ms or more
    missing   // more than half of its samples are missing
};

struct QualityTrack {
    double step_s = 1;  // entry i begins at i × step_s; the last may reach beyond the lead
    std::vector<Quality> quality;
    std::vector<float> noise;  // relative to the QRS complexes within 12 s; 0 where there is nothing
};

// `noise` is the geometric mean of two ratios to the median QRS size around: of the median high-frequency content
// (second difference of the lead at 125-250 Hz), which muscle raises, and of the median of the detector's own
// envelope, which electrode motion raises. Medians over a second, so that the beats themselves do not count. On the
// first signals of the MIT-BIH Arrhythmia Database it separates seconds marked noisy from others with an area under the
// ROC curve of 0.91; 0.08 is passed by half of the former and 3 % of the latter.
// Any thread. Errors: out_of_range (lead), unsupported (rate, as detectBeats), cancelled.
[[nodiscard]] Result<QualityTrack> assessQuality(const Recording& recording, std::size_t lead, const Job& job = {});

}  // namespace triptych::beats
