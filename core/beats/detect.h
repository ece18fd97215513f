// R-peak detector: finds heart beats of one lead at any rate from 100 to 2,000 Hz.
#pragma once

#include "core/domain/beat.h"
#include "core/domain/error.h"
#include "core/domain/job.h"
#include "core/domain/recording.h"

#include <cstdint>
#include <span>
#include <vector>

namespace triptych::beats {

inline constexpr double kLowestRate_hz = 100, kHighestRate_hz = 10'000;  // proven to 2,000 Hz

// Whole lead of a recording, in blocks, with progress. Missing samples (NaN) are bridged and never yield beats; nor do
// calibration pulses (calibration_pulse.h).
// Errors: out_of_range (lead), unsupported (rate), cancelled.
[[nodiscard]] Result<BeatList> detectBeats(const Recording& recording, std::size_t lead, const Job& job = {});

// R-peak positions in samples, ascending; the pure function behind it. Any unit: only ratios of amplitudes count.
// Nothing where the lead is flat, missing or noise throughout, for a rate outside the range above, or when stopped.
[[nodiscard]] std::vector<std::int64_t> detectRPeaks(std::span<const float> signal_mv, double rate_hz,
                                                     const Job& job = {});

// The beats of a reference annotator (isBeat codes only) on the clock of `lead`.
// Errors: not_found when the recording has no annotation set, out_of_range (lead).
[[nodiscard]] Result<BeatList> referenceBeats(const Recording& recording, std::size_t lead);

// Beat-by-beat comparison after EC57: a test beat matches the reference beat nearest to it within window_s, one to
// one; nothing before start_s counts; beats inside ventricular flutter ([ ... ]) are left out of both lists.
struct DetectionScore {
    std::int64_t true_positive = 0, false_positive = 0, false_negative = 0;
    [[nodiscard]] double sensitivity() const;
    [[nodiscard]] double positivePredictivity() const;
};
[[nodiscard]] DetectionScore scoreDetection(const AnnotationSet& reference, const std::vector<std::int64_t>& test,
                                            double rate_hz, double window_s = 0.150, double start_s = 300,
                                            double end_s = 1e12);

}  // namespace triptych::beats
