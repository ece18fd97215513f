#include "core/beats/detect.h"

#include "core/beats/beat_path.h"
#include "core/beats/qrs_candidates.h"
#include "core/beats/r_mark.h"
#include "core/beats/slow_lead.h"
#include "core/dsp/sample_reader.h"
#include "core/text/numbers.h"

#include <cmath>
#include <string>

namespace triptych::beats {
namespace {

bool supported(double rate_hz) {
    return rate_hz >= kLowestRate_hz && rate_hz <= kHighestRate_hz;
}

std::vector<std::int64_t> detect(const dsp::SampleReader& read, std::int64_t count, double rate_hz, const Job& job) {
    const SlowLead lead = slowDown(read, count, rate_hz, job, 0.4);
    const QrsCandidates candidates = findCandidates(lead, job, 0.4, 0.8);
    const std::vector<std::size_t> chosen = chooseBeats(candidates, lead.rate_hz, job);
    job.progress(0.9, "marking beats");
    std::vector<std::int64_t> near;
    near.reserve(chosen.size());
    for (const std::size_t peak : chosen) {
        near.push_back(static_cast<std::int64_t>(candidates.peaks[peak].at * lead.factor + lead.factor / 2));
    }
    std::vector<std::int64_t> marks = markRPeaks(read, count, rate_hz, near, job);
    if (job.stopRequested()) return {};
    job.progress(1.0, "marking beats");
    return marks;
}

}  // namespace

Result<BeatList> detectBeats(const Recording& recording, std::size_t lead, const Job& job) {
    if (lead >= recording.leads.size()) {
        return fail(ErrorCode::out_of_range,
                    "there is no lead " + std::to_string(lead) + ", the recording has " +
                        std::to_string(recording.leads.size()),
                    recording.name, "count leads from 0");
    }
    const Lead& source = recording.leads[lead];
    if (!supported(source.rate_hz)) {
        return fail(ErrorCode::unsupported,
                    "a lead of " + text::fixedText(source.rate_hz, 6) + " Hz is outside the detector's " +
                        std::to_string(std::lround(kLowestRate_hz)) + " to " +
                        std::to_string(std::lround(kHighestRate_hz)) + " Hz",
                    recording.name + ", lead " + source.name, "choose another lead, or the reference beats");
    }
    BeatList list;
    list.lead = lead;
    list.lead_name = source.name;
    list.rate_hz = source.rate_hz;
    list.origin = BeatOrigin::detected;
    const std::vector<std::int64_t> peaks = detect(dsp::readerOf(recording, lead), source.samples, source.rate_hz, job);
    if (job.stopRequested()) {
        return fail(ErrorCode::cancelled, "looking for beats was stopped", recording.name, "start it again");
    }
    list.beats.reserve(peaks.size());
    for (const std::int64_t peak : peaks) list.beats.push_back({peak, kNormal});
    return list;
}

std::vector<std::int64_t> detectRPeaks(std::span<const float> signal_mv, double rate_hz, const Job& job) {
    if (!supported(rate_hz)) return {};
    return detect(dsp::readerOf(signal_mv), static_cast<std::int64_t>(signal_mv.size()), rate_hz, job);
}

}  // namespace triptych::beats
