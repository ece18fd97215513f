#include "app/cli/input.h"

#include "app/cli/console/numbers.h"
#include "core/pipeline/find_beats.h"
#include "core/pipeline/open_recording.h"
#include "core/text/said.h"

#include <algorithm>
#include <cmath>

namespace triptych::cli {
namespace {

// Index of the first sample at or after `time_s`. The tolerance absorbs what decimal seconds lose in binary: 0.1 s at
// 360 Hz is sample 36, not 37.
std::int64_t indexAt(double time_s, double rate_hz) {
    const double position = time_s * rate_hz;
    const double tolerance = 1e-9 * std::max(1.0, std::abs(position));
    return static_cast<std::int64_t>(std::clamp(std::ceil(position - tolerance), -9e18, 9e18));
}

pipeline::BeatChoice choiceOf(BeatOrigin origin) {
    return origin == BeatOrigin::reference ? pipeline::BeatChoice::reference : pipeline::BeatChoice::detected;
}

}  // namespace

Result<LeadInput> openLead(const RecordingOptions& options, const Job& job, LeadUse use) {
    auto opened = pipeline::openRecording(options.file, job, options.hints());
    if (!opened) return std::unexpected(opened.error());
    LeadInput input{opened->recording, opened->lead, std::move(opened->warnings)};
    if (use == LeadUse::beats) {
        input.warnings.insert(input.warnings.end(), opened->beat_warnings.begin(), opened->beat_warnings.end());
    }
    if (options.lead.empty()) {
        if (opened->lead_stated.empty() || use == LeadUse::whole) return input;
        input.warnings.push_back(
            {use == LeadUse::beats ? opened->lead_stated
                                   : text::say("{1}: lead {2} is taken", opened->lead_because, input.leadInfo().name),
             {}});
        return input;
    }
    const auto found = findLead(*opened->recording, options.lead);
    if (!found) return std::unexpected(found.error());
    input.lead = *found;
    return input;
}

Result<SampleRange> sampleRange(const LeadInput& input, const RangeOptions& options) {
    const Lead& lead = input.leadInfo();
    const double end_s = static_cast<double>(lead.samples) / lead.rate_hz;
    const double from_s = options.from_s.value_or(0);
    const double to_s = options.to_s.value_or(end_s);
    if (options.from_s && options.to_s && to_s <= from_s) {
        return fail(ErrorCode::wrong_use,
                    text::say("--to {1} does not lie after --from {2}", shortest(to_s), shortest(from_s)), "",
                    "give the stretch in seconds, its end after its start");
    }
    SampleRange range{std::max<std::int64_t>(0, indexAt(from_s, lead.rate_hz)), lead.samples};
    if (options.to_s) range.last = std::min(range.last, indexAt(to_s, lead.rate_hz));
    if (range.last <= range.first) {
        return fail(
            ErrorCode::out_of_range,
            text::say("lead {1} has no sample between {2} s and {3} s", lead.name, shortest(from_s), shortest(to_s)),
            input.recording->path, text::say("it lasts from 0 s to {1} s", shortest(end_s)));
    }
    return range;
}

Result<BeatList> beatsOf(const LeadInput& input, BeatOrigin origin, const Job& job) {
    return pipeline::findBeats(*input.recording, input.lead, choiceOf(origin), job);
}

Result<std::shared_ptr<const BeatList>> beatsOf(const inference::RecordingAnalysis& analysis, std::size_t lead,
                                                BeatOrigin origin, const Job& job) {
    return pipeline::findBeats(analysis, lead, choiceOf(origin), job);
}

std::string name(BeatOrigin origin) {
    return origin == BeatOrigin::reference ? "reference" : "detected";
}

}  // namespace triptych::cli
