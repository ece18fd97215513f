// R-peak detector: finds heart beats at any rate from 100 to 2,000 Hz, in all leads that show them together.
#pragma once

#include "core/beats/readability.h"
#include "core/domain/beat.h"
#include "core/domain/error.h"
#include "core/domain/job.h"
#include "core/domain/recording.h"

#include <cstdint>
#include <span>
#include <vector>

namespace triptych::beats {

inline constexpr double kLowestRate_hz = 100, kHighestRate_hz = 10'000;  // proven to 2,000 Hz

// Beats, how far each can be trusted, and where none can be read. In stretches of motion and muscle noise that hide the
// heart in every lead no beats are told; where every lead misses its samples, or stands still, there are none.
struct FoundBeats {
    BeatList beats;
    Readability readability;
};

// The beats of a recording, read from `lead` and the others that show the heart (usable_leads.h), and marked on the R
// peaks of `lead`: whichever lead is named, the beats are the same, save those where it has no samples. In blocks, with
// progress. Missing samples (NaN) are bridged and never yield beats; nor do calibration pulses (calibration_pulse.h).
// Errors: out_of_range (lead), unsupported (rate), cancelled.
[[nodiscard]] Result<FoundBeats> findBeats(const Recording& recording, std::size_t lead, const Job& job = {});
// The same, without what is said of them.
[[nodiscard]] Result<BeatList> detectBeats(const Recording& recording, std::size_t lead, const Job& job = {});

// R-peak positions of one lead alone, in samples, ascending. Any unit: only ratios of amplitudes count.
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
