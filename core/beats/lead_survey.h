// One reading of a lead and everything that follows from it: candidates for beats, gaps, and quality when it is asked
// for, so that beats need not wait for it. Private to this room.
#pragma once

#include "core/beats/qrs_candidates.h"
#include "core/beats/signal_gaps.h"
#include "core/beats/signal_quality.h"
#include "core/beats/slow_lead.h"
#include "core/domain/computed_once.h"
#include "core/domain/error.h"
#include "core/domain/job.h"
#include "core/dsp/sample_reader.h"

#include <cstdint>
#include <memory>
#include <mutex>
#include <vector>

namespace triptych::beats {

// The averaged lead, 43 MB for a day, until its quality has been judged. Any thread.
class QualityLater {
public:
    explicit QualityLater(SlowLead lead) : lead_(std::make_shared<const SlowLead>(std::move(lead))) {}
    // `candidates` and `duration_s` are the lead's. Errors: cancelled.
    [[nodiscard]] Result<std::shared_ptr<const QualityTrack>> get(const QrsCandidates& candidates, double duration_s,
                                                                  const Job& job);

private:
    std::mutex guard_;
    std::shared_ptr<const SlowLead> lead_;  // guarded by guard_
    ComputedOnce<QualityTrack> quality_;
};

struct LeadSurvey {
    SignalGaps gaps;
    // Empty for a lead whose rate the detector does not know.
    QrsCandidates candidates;
    double slow_rate_hz = 0;
    std::size_t slow_factor = 1;  // lead samples per slow sample
    std::unique_ptr<QualityLater> quality;
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
