// One reading of a lead and everything that follows from it: candidates for beats, gaps, and quality when it is asked
// for, so that beats need not wait for it. Private to this room.
#pragma once

#include "core/beats/beat_path.h"
#include "core/beats/detect.h"
#include "core/beats/joint_search.h"
#include "core/beats/qrs_candidates.h"
#include "core/beats/signal_gaps.h"
#include "core/beats/signal_quality.h"
#include "core/beats/slow_lead.h"
#include "core/domain/computed_once.h"
#include "core/domain/error.h"
#include "core/domain/job.h"
#include "core/domain/recording.h"
#include "core/dsp/sample_reader.h"

#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <vector>

namespace triptych::beats {

// The averaged lead, 43 MB for a day, until its quality has been judged. Any thread.
class QualityLater {
public:
    explicit QualityLater(SlowLead lead) : lead_(std::make_shared<const SlowLead>(std::move(lead))) {}
    // `candidates` and `duration_s` are the lead's. Errors: cancelled.
    [[nodiscard]] Result<std::shared_ptr<const QualityTrack>> get(const QrsCandidates& candidates, double duration_s,
                                                                  const Job& job);
    // Null when it has been let go.
    [[nodiscard]] std::shared_ptr<const SlowLead> lead() const;

private:
    mutable std::mutex guard_;
    std::shared_ptr<const SlowLead> lead_;  // guarded by guard_
    ComputedOnce<QualityTrack> quality_;
};

struct LeadSurvey {
    SignalGaps gaps;
    // Empty for a lead whose rate the detector does not know.
    QrsCandidates candidates;
    std::vector<LeadOpinion> opinions;  // of each candidate
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

// --- beats out of the surveys of several leads

struct SurveyedLead {
    std::shared_ptr<const LeadSurvey> survey;
    std::shared_ptr<const SlowLead> slow;
};
// Of a lead whose rate is detectable. Cut short when stopped.
[[nodiscard]] SurveyedLead surveyForBeats(const dsp::SampleReader& read, std::int64_t count, double rate_hz,
                                          const Job& job);
// `lead` first and those that are read with it; `own` where `lead` has been surveyed. Errors: cancelled.
[[nodiscard]] Result<std::vector<SurveyedLead>> surveyTogether(const Recording& recording, std::size_t lead,
                                                               std::optional<SurveyedLead> own, const Job& job);
// Errors: cancelled.
[[nodiscard]] Result<FoundBeats> findBeatsAmong(const Recording& recording, std::size_t lead,
                                                std::span<const SurveyedLead> leads, const Job& job);
// Reports its progress within from ... to of a job that outlives it.
[[nodiscard]] Job partOf(const Job& job, double from, double to);

}  // namespace triptych::beats
