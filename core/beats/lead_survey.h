// One reading of a lead and everything that follows from it: candidates for beats, quality, gaps. The averaged lead
// itself, 43 MB for a day, is gone when it is done. Private to this room.
#pragma once

#include "core/beats/qrs_candidates.h"
#include "core/beats/signal_gaps.h"
#include "core/beats/signal_quality.h"
#include "core/domain/job.h"
#include "core/dsp/sample_reader.h"

#include <cstdint>
#include <vector>

namespace triptych::beats {

struct LeadSurvey {
    SignalGaps gaps;
    // Empty for a lead whose rate the detector does not know.
    QrsCandidates candidates;
    double slow_rate_hz = 0;
    std::size_t slow_factor = 1;  // lead samples per slow sample
    QualityTrack quality;
};

// Cut short when stopped; progress runs from 0 to `share`.
[[nodiscard]] LeadSurvey surveyLead(const dsp::SampleReader& read, std::int64_t count, double rate_hz, const Job& job,
                                    double share);

// --- the steps that it is made of

// Rates that candidates can be found at.
[[nodiscard]] bool isDetectable(double rate_hz);
[[nodiscard]] SignalGaps gapsOfLead(const SlowLead& lead, std::int64_t count, double rate_hz);
[[nodiscard]] QualityTrack qualityOf(const SlowLead& lead, const QrsCandidates& candidates, double duration_s);
// R peaks in samples of the lead, ascending; cut short when stopped. Progress runs from about 0.8 to 1.
[[nodiscard]] std::vector<std::int64_t> peaksAmong(const QrsCandidates& candidates, double slow_rate_hz,
                                                   std::size_t slow_factor, const dsp::SampleReader& read,
                                                   std::int64_t count, double rate_hz, const Job& job);

}  // namespace triptych::beats
