#include "core/beats/detect.h"

#include "core/beats/beat_path.h"
#include "core/beats/calibration_pulse.h"
#include "core/beats/lead_errors.h"
#include "core/beats/lead_survey.h"
#include "core/beats/r_mark.h"
#include "core/beats/slow_lead.h"
#include "core/dsp/sample_reader.h"

namespace triptych::beats {
namespace {

std::vector<std::int64_t> detect(const dsp::SampleReader& read, std::int64_t count, double rate_hz, const Job& job) {
    QrsCandidates candidates;
    double slow_rate_hz = 0;
    std::size_t factor = 1;
    {
        const SlowLead lead = slowDown(read, count, rate_hz, job, 0.4);
        candidates = findCandidates(lead, job, 0.4, 0.8);
        slow_rate_hz = lead.rate_hz;
        factor = lead.factor;
    }
    return peaksAmong(candidates, slow_rate_hz, factor, read, count, rate_hz, job);
}

}  // namespace

std::vector<std::int64_t> peaksAmong(const QrsCandidates& candidates, double slow_rate_hz, std::size_t slow_factor,
                                     const dsp::SampleReader& read, std::int64_t count, double rate_hz,
                                     const Job& job) {
    const std::vector<std::size_t> chosen = chooseBeats(candidates, slow_rate_hz, job);
    job.progress(0.9, "marking beats");
    std::vector<std::int64_t> near;
    near.reserve(chosen.size());
    for (const std::size_t peak : chosen) {
        near.push_back(static_cast<std::int64_t>(candidates.peaks[peak].at * slow_factor + slow_factor / 2));
    }
    std::vector<std::int64_t> marks = markRPeaks(read, count, rate_hz, near, job);
    if (job.stopRequested()) return {};
    job.progress(1.0, "marking beats");
    return marks;
}

Result<BeatList> detectBeats(const Recording& recording, std::size_t lead, const Job& job) {
    if (auto error = troubleWithDetecting(recording, lead)) return std::unexpected(std::move(*error));
    const Lead& source = recording.leads[lead];
    auto peaks = detect(dsp::readerOf(recording, lead), source.samples, source.rate_hz, job);
    leaveOutPulses(findCalibrationPulses(recording, job), source.rate_hz, peaks);
    if (job.stopRequested()) return stoppedWhile("looking for beats", recording);
    return detectedBeats(recording, lead, peaks);
}

std::vector<std::int64_t> detectRPeaks(std::span<const float> signal_mv, double rate_hz, const Job& job) {
    if (!isDetectable(rate_hz)) return {};
    return detect(dsp::readerOf(signal_mv), static_cast<std::int64_t>(signal_mv.size()), rate_hz, job);
}

}  // namespace triptych::beats
