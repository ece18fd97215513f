#include "core/pipeline/measure_beats.h"

#include "core/formats/lead_names.h"
#include "core/pipeline/unreadable_of.h"

#include <utility>

namespace triptych::pipeline {

Result<measure::MeasureRequest> measureRequest(const inference::RecordingAnalysis& analysis,
                                               std::shared_ptr<const BeatList> beats,
                                               const std::vector<LeadWavesPtr>& waves, double trend_step_s,
                                               const Job& job) {
    const Recording& recording = analysis.recording();
    measure::MeasureRequest request;
    request.recording = analysis.recordingPtr();
    request.trend_step_s = trend_step_s;
    auto gaps = analysis.lead(beats->lead).gaps(job);
    if (!gaps) return std::unexpected(std::move(gaps.error()));
    request.gaps = std::move(*gaps);
    // An annotator's beats are all there, whatever the detector could read.
    if (beats->origin == BeatOrigin::detected) {
        auto unreadable = unreadableOf(analysis, beats->lead, job);
        if (!unreadable) return std::unexpected(std::move(unreadable.error()));
        request.unreadable = std::move(*unreadable);
    }
    request.beats = std::move(beats);
    for (const LeadWavesPtr& lead : waves) {
        if (lead == nullptr || lead->lead >= recording.leads.size()) {
            return fail(ErrorCode::out_of_range, "the waves are of a lead that the recording has not", recording.path,
                        "delineate one of its leads");
        }
        auto quality = analysis.lead(lead->lead).quality(job);
        if (!quality && quality.error().code == ErrorCode::cancelled) {
            return std::unexpected(std::move(quality.error()));
        }
        request.leads.push_back({lead, formats::millivoltsPer(recording.leads[lead->lead].unit),
                                 quality ? std::move(*quality) : nullptr});  // too slow to be judged
    }
    return request;
}

Result<measure::MeasurementsPtr> measureBeats(const inference::RecordingAnalysis& analysis,
                                              std::shared_ptr<const BeatList> beats,
                                              const std::vector<LeadWavesPtr>& waves, double trend_step_s,
                                              const Job& job) {
    const auto request = measureRequest(analysis, std::move(beats), waves, trend_step_s, job);
    if (!request) return std::unexpected(request.error());
    return measure::measureRecording(*request, job);
}

}  // namespace triptych::pipeline
