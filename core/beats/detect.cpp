#include "core/beats/detect.h"

#include "core/beats/calibration_pulse.h"
#include "core/beats/lead_errors.h"
#include "core/beats/lead_survey.h"
#include "core/beats/r_mark.h"
#include "core/beats/usable_leads.h"
#include "core/dsp/sample_reader.h"
#include "core/text/said.h"

#include <algorithm>
#include <cmath>

namespace triptych::beats {
namespace {

// Of the time that finding beats takes.
constexpr double kSurveyed = 0.7, kSurveyShare = 0.75, kSearchShare = 0.85;

// Where the lead's own candidate for a beat is, else the time that the leads agree on; in samples of the lead.
std::vector<std::int64_t> nearOnLead(const std::vector<double>& times_s, const LeadSurvey& survey, double rate_hz) {
    const std::vector<Candidate>& peaks = survey.candidates.peaks;
    const auto factor = static_cast<double>(survey.slow_factor);
    std::vector<std::int64_t> near;
    near.reserve(times_s.size());
    std::size_t next = 0;
    for (const double time_s : times_s) {
        const double at = time_s * survey.slow_rate_hz;
        const auto away = [&](std::size_t peak) { return std::abs(static_cast<double>(peaks[peak].at) - at); };
        while (next < peaks.size() && static_cast<double>(peaks[next].at) < at) ++next;
        std::size_t mine = next;
        if (mine > 0 && (mine == peaks.size() || away(mine - 1) < away(mine))) --mine;
        const bool has = mine < peaks.size() && away(mine) <= kJoin_s * survey.slow_rate_hz;
        near.push_back(has ? static_cast<std::int64_t>(peaks[mine].at * survey.slow_factor + survey.slow_factor / 2)
                           : std::llround(time_s * rate_hz + factor / 2));
    }
    return near;
}

LeadView viewOf(const SurveyedLead& surveyed) {
    return {surveyed.slow.get(), &surveyed.survey->candidates, &surveyed.survey->opinions};
}

struct Marks {
    std::vector<std::int64_t> at;
    Readability readability;
};

Marks markTogether(std::span<const SurveyedLead> leads, const dsp::SampleReader& read, std::int64_t count,
                   double rate_hz, const Job& job) {
    std::vector<LeadView> views;
    for (const SurveyedLead& lead : leads) views.push_back(viewOf(lead));
    JointBeats found = findTogether(views, static_cast<double>(count) / rate_hz, job, kSurveyShare, kSearchShare);
    Marks out;
    if (job.stopRequested()) return out;
    const auto near = nearOnLead(found.times_s, *leads.front().survey, rate_hz);
    for (const RMark& mark : markRPeaks(read, count, rate_hz, near, job)) {
        out.at.push_back(mark.at);
        out.readability.beats.push_back(found.readability.beats[mark.of]);
    }
    out.readability.stretches = std::move(found.readability.stretches);
    return out;
}

}  // namespace

SurveyedLead surveyForBeats(const dsp::SampleReader& read, std::int64_t count, double rate_hz, const Job& job) {
    auto survey = std::make_shared<LeadSurvey>(surveyLead(read, count, rate_hz, job, 1.0));
    auto slow = survey->quality ? survey->quality->lead() : nullptr;
    return {std::move(survey), std::move(slow)};
}

Job partOf(const Job& job, double from, double to) {
    return {job.stop, [&job, from, to](double fraction, std::string_view stage) {
                if (job.on_progress) job.on_progress(from + (to - from) * fraction, stage);
            }};
}

Result<FoundBeats> findBeatsAmong(const Recording& recording, std::size_t lead, std::span<const SurveyedLead> leads,
                                  const Job& job) {
    const Lead& source = recording.leads[lead];
    Marks marks = markTogether(leads, dsp::readerOf(recording, lead), source.samples, source.rate_hz, job);
    const std::vector<CalibrationPulse> pulses = findCalibrationPulses(recording, job);
    if (job.stopRequested()) return stoppedWhile("looking for beats", recording);
    FoundBeats found;
    std::vector<std::int64_t> peaks;
    for (std::size_t i = 0; i < marks.at.size(); ++i) {
        if (isOfPulse(pulses, static_cast<double>(marks.at[i]) / source.rate_hz)) continue;
        peaks.push_back(marks.at[i]);
        found.readability.beats.push_back(marks.readability.beats[i]);
    }
    found.readability.stretches = std::move(marks.readability.stretches);
    found.beats = detectedBeats(recording, lead, peaks);
    job.progress(1.0, "marking beats");
    return found;
}

Result<std::vector<SurveyedLead>> surveyTogether(const Recording& recording, std::size_t lead,
                                                 std::optional<SurveyedLead> own, const Job& job) {
    const std::vector<std::size_t> read = leadsReadWith(recording, lead, job);
    std::vector<SurveyedLead> leads;
    const double begun = own ? kSurveyed : 0.0;
    const double share = (kSurveyShare - begun) / static_cast<double>(read.size());
    for (const std::size_t i : read) {
        if (i == lead && own) {
            leads.push_back(*std::move(own));
            continue;
        }
        const double from = begun + share * static_cast<double>(leads.size());
        const Lead& source = recording.leads[i];
        leads.push_back(surveyForBeats(dsp::readerOf(recording, i), source.samples, source.rate_hz,
                                       partOf(job, from, from + share)));
        if (job.stopRequested()) return stoppedWhile("looking for beats", recording);
    }
    return leads;
}

Result<FoundBeats> findBeats(const Recording& recording, std::size_t lead, const Job& job) {
    if (auto error = troubleWithDetecting(recording, lead)) return std::unexpected(std::move(*error));
    const auto leads = surveyTogether(recording, lead, std::nullopt, job);
    if (!leads) return std::unexpected(leads.error());
    return findBeatsAmong(recording, lead, *leads, job);
}

Result<BeatList> detectBeats(const Recording& recording, std::size_t lead, const Job& job) {
    auto found = findBeats(recording, lead, job);
    if (!found) return std::unexpected(std::move(found.error()));
    return std::move(found->beats);
}

std::vector<std::int64_t> detectRPeaks(std::span<const float> signal_mv, double rate_hz, const Job& job) {
    if (!isDetectable(rate_hz)) return {};
    const auto read = dsp::readerOf(signal_mv);
    const auto count = static_cast<std::int64_t>(signal_mv.size());
    const SurveyedLead lead = surveyForBeats(read, count, rate_hz, partOf(job, 0, kSurveyShare));
    if (job.stopRequested()) return {};
    std::vector<std::int64_t> peaks = markTogether(std::span(&lead, 1), read, count, rate_hz, job).at;
    if (job.stopRequested()) return {};
    job.progress(1.0, "marking beats");
    return peaks;
}

}  // namespace triptych::beats
