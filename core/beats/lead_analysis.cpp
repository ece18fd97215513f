#include "core/beats/lead_analysis.h"

#include "core/beats/detect.h"
#include "core/beats/lead_errors.h"
#include "core/beats/lead_survey.h"
#include "core/beats/slow_lead.h"
#include "core/dsp/sample_reader.h"

#include <utility>

namespace triptych::beats {
namespace {

constexpr double kSurveyShare = 0.7;  // of the time that finding beats takes

}  // namespace

LeadAnalysis::LeadAnalysis(RecordingPtr recording, std::size_t lead) : recording_(std::move(recording)), lead_(lead) {}

LeadAnalysis::~LeadAnalysis() = default;

Result<std::shared_ptr<const LeadSurvey>> LeadAnalysis::survey(const Job& job) const {
    return survey_.get(job, [this](const Job& watched) -> Result<LeadSurvey> {
        const Lead& lead = recording_->leads[lead_];
        LeadSurvey made =
            surveyLead(dsp::readerOf(*recording_, lead_), lead.samples, lead.rate_hz, watched, kSurveyShare);
        if (watched.stopRequested()) return stoppedWhile("looking at the lead", *recording_);
        return made;
    });
}

Result<std::shared_ptr<const FoundBeats>> LeadAnalysis::found(const Job& job) const {
    if (auto error = troubleWithDetecting(*recording_, lead_)) return std::unexpected(std::move(*error));
    return found_.get(job, [this](const Job& watched) -> Result<FoundBeats> {
        const auto surveyed = survey(watched);
        if (!surveyed) return std::unexpected(surveyed.error());
        SurveyedLead own{*surveyed, (*surveyed)->quality->lead()};
        if (!own.slow) {
            // Its quality was judged first, and it was let go.
            const Lead& lead = recording_->leads[lead_];
            own.slow = std::make_shared<const SlowLead>(
                slowDown(dsp::readerOf(*recording_, lead_), lead.samples, lead.rate_hz, watched, 0));
        }
        const auto leads = surveyTogether(*recording_, lead_, std::move(own), watched);
        if (!leads) return std::unexpected(leads.error());
        return findBeatsAmong(*recording_, lead_, *leads, watched);
    });
}

Result<std::shared_ptr<const BeatList>> LeadAnalysis::beats(const Job& job) const {
    auto of = found(job);
    if (!of) return std::unexpected(std::move(of.error()));
    return std::shared_ptr<const BeatList>(*of, &(*of)->beats);
}

Result<std::shared_ptr<const Readability>> LeadAnalysis::readability(const Job& job) const {
    auto of = found(job);
    if (!of) return std::unexpected(std::move(of.error()));
    return std::shared_ptr<const Readability>(*of, &(*of)->readability);
}

Result<std::shared_ptr<const QualityTrack>> LeadAnalysis::quality(const Job& job) const {
    if (auto error = troubleWithAssessing(*recording_, lead_)) return std::unexpected(std::move(*error));
    const auto surveyed = survey(job);
    if (!surveyed) return std::unexpected(surveyed.error());
    const Lead& lead = recording_->leads[lead_];
    return (*surveyed)->quality->get((*surveyed)->candidates, static_cast<double>(lead.samples) / lead.rate_hz, job);
}

Result<std::shared_ptr<const SignalGaps>> LeadAnalysis::gaps(const Job& job) const {
    if (auto error = troubleWithLead(*recording_, lead_)) return std::unexpected(std::move(*error));
    auto surveyed = survey(job);
    if (!surveyed) return std::unexpected(std::move(surveyed.error()));
    return std::shared_ptr<const SignalGaps>(*surveyed, &(*surveyed)->gaps);
}

}  // namespace triptych::beats
