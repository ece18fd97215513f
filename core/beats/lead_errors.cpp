#include "core/beats/lead_errors.h"

#include "core/beats/detect.h"
#include "core/beats/lead_survey.h"
#include "core/text/numbers.h"

#include <cmath>
#include <string>

namespace triptych::beats {

std::optional<Error> troubleWithLead(const Recording& recording, std::size_t lead) {
    if (lead < recording.leads.size()) return std::nullopt;
    return Error{
        ErrorCode::out_of_range,
        "there is no lead " + std::to_string(lead) + ", the recording has " + std::to_string(recording.leads.size()),
        recording.name, "count leads from 0"};
}

std::optional<Error> troubleWithDetecting(const Recording& recording, std::size_t lead) {
    if (auto error = troubleWithLead(recording, lead)) return error;
    const Lead& source = recording.leads[lead];
    if (isDetectable(source.rate_hz)) return std::nullopt;
    return Error{ErrorCode::unsupported,
                 "a lead of " + text::fixedText(source.rate_hz, 6) + " Hz is outside the detector's " +
                     std::to_string(std::lround(kLowestRate_hz)) + " to " +
                     std::to_string(std::lround(kHighestRate_hz)) + " Hz",
                 recording.name + ", lead " + source.name, "choose another lead, or the reference beats"};
}

std::optional<Error> troubleWithAssessing(const Recording& recording, std::size_t lead) {
    if (auto error = troubleWithLead(recording, lead)) return error;
    const Lead& source = recording.leads[lead];
    if (isDetectable(source.rate_hz)) return std::nullopt;
    return Error{ErrorCode::unsupported, "the quality of a lead at this rate cannot be assessed",
                 recording.name + ", lead " + source.name, "choose another lead"};
}

std::unexpected<Error> stoppedWhile(std::string_view doing, const Recording& recording) {
    return fail(ErrorCode::cancelled, std::string(doing) + " was stopped", recording.name, "start it again");
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
