#include "core/beats/lead_errors.h"

#include "core/beats/detect.h"
#include "core/beats/lead_survey.h"
#include "core/domain/no_beats.h"
#include "core/text/numbers.h"
#include "core/text/said.h"

#include <cmath>
#include <string>

namespace triptych::beats {

std::optional<Error> troubleWithLead(const Recording& recording, std::size_t lead) {
    if (lead < recording.leads.size()) return std::nullopt;
    return Error{ErrorCode::out_of_range,
                 text::say("there is no lead {1}, the recording has {2}", lead, recording.leads.size()), recording.name,
                 "count leads from 0"};
}

std::optional<Error> troubleWithKind(const Recording& recording) {
    const text::Said why = whyNoBeats(recording);
    if (why.empty()) return std::nullopt;
    return Error{ErrorCode::unsupported, why, recording.path, "open the recording that it was made from"};
}

std::optional<Error> troubleWithDetecting(const Recording& recording, std::size_t lead) {
    if (auto error = troubleWithLead(recording, lead)) return error;
    if (auto error = troubleWithKind(recording)) return error;
    const Lead& source = recording.leads[lead];
    if (isDetectable(source.rate_hz)) return std::nullopt;
    return Error{
        ErrorCode::unsupported,
        text::say("a lead of {1} Hz is outside the detector's {2} to {3} Hz", text::fixedText(source.rate_hz, 6),
                  std::lround(kLowestRate_hz), std::lround(kHighestRate_hz)),
        text::say("{1}, lead {2}", recording.name, source.name), "choose another lead, or the reference beats"};
}

std::optional<Error> troubleWithAssessing(const Recording& recording, std::size_t lead) {
    if (auto error = troubleWithLead(recording, lead)) return error;
    if (auto error = troubleWithKind(recording)) return error;
    const Lead& source = recording.leads[lead];
    if (isDetectable(source.rate_hz)) return std::nullopt;
    return Error{ErrorCode::unsupported, "the quality of a lead at this rate cannot be assessed",
                 text::say("{1}, lead {2}", recording.name, source.name), "choose another lead"};
}

std::unexpected<Error> stoppedWhile(const text::Said& doing, const Recording& recording) {
    return fail(ErrorCode::cancelled, text::say("{1} was stopped", doing), recording.name, "start it again");
}

BeatList detectedBeats(const Recording& recording, std::size_t lead, const std::vector<std::int64_t>& peaks) {
    const Lead& source = recording.leads[lead];
    BeatList list;
    list.lead = lead;
    list.lead_name = source.name;
    list.rate_hz = source.rate_hz;
    list.origin = BeatOrigin::detected;
    list.beats.reserve(peaks.size());
    for (const std::int64_t peak : peaks) list.beats.push_back({peak, kNormal});
    return list;
}

}  // namespace triptych::beats
