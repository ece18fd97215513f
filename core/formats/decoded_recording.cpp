#include "core/formats/decoded_recording.h"

#include "core/formats/lead_names.h"
#include "core/formats/limb_leads.h"
#include "core/formats/records.h"
#include "core/text/said.h"

#include <algorithm>
#include <cmath>
#include <filesystem>

namespace triptych::formats {
namespace {

// Values that float cannot hold exactly are scaled in double.
bool needsDouble(const Lead& lead, const std::vector<std::int32_t>& values) {
    constexpr std::int32_t kExact = 1 << 23;
    return std::abs(lead.baseline) > kExact || lead.baseline != std::floor(lead.baseline) ||
           std::any_of(values.begin(), values.end(), [](std::int32_t value) {
               return value != kMissingSample && (value > kExact || value < -kExact);
           });
}

}  // namespace

DecodedRecording::DecodedRecording(std::string path, std::string format) {
    recording.name = std::filesystem::path(path).stem().string();
    recording.path = std::move(path);
    recording.format = std::move(format);
}

void DecodedRecording::warn(text::Said what) {
    recording.warnings.push_back({std::move(what), recording.path});
}

void DecodedRecording::add(Lead lead, std::vector<std::int32_t> values) {
    if (lead.name.empty()) lead.name = normalisedLeadName(lead.original_name);
    if (lead.name.empty()) lead.name = "lead " + std::to_string(recording.leads.size() + 1);
    if (values.empty() || lead.gain == 0 || !std::isfinite(lead.gain) || !std::isfinite(lead.baseline) ||
        !(lead.rate_hz > 0) || !std::isfinite(lead.rate_hz)) {
        warn(values.empty() ? text::say("lead {1} has no samples and is not shown", lead.name)
                            : text::say("lead {1} has no usable scale or rate and is not shown", lead.name));
        return;
    }
    if (const auto millivolts = millivoltsPer(lead.unit)) {
        lead.unit = "mV";
        lead.gain /= *millivolts;
    } else if (lead.unit.empty()) {
        lead.unit = "stored";
        without_unit_.push_back(lead.name);
    } else {
        warn(text::say("lead {1} is in \"{2}\", which is no unit of voltage, and is shown as it is", lead.name,
                       lead.unit));
    }
    lead.baseline += 0.0;  // -0 is a zero that nobody wrote
    lead.samples = static_cast<std::int64_t>(values.size());
    recording.duration_s = std::max(recording.duration_s, static_cast<double>(lead.samples) / lead.rate_hz);
    samples_.push_back({std::move(values), {lead.gain, lead.baseline, kMissingSample, false}});
    samples_.back().scale.wide = needsDouble(lead, samples_.back().values);
    recording.leads.push_back(std::move(lead));
}

Result<RecordingPtr> DecodedRecording::finish() {
    if (recording.leads.empty()) {
        return fail(ErrorCode::empty, "the file holds no rhythm that can be shown", recording.path,
                    "open a recording that has samples");
    }
    if (without_unit_.size() == 1) {
        warn(text::say("the file names no unit for lead {1}: it is shown as it is stored, not as millivolts",
                       without_unit_.front()));
    } else if (!without_unit_.empty()) {
        warn(text::say(
            "the file names no unit for these leads, which are shown as they are stored, not as millivolts: {1}",
            listed(without_unit_)));
    }
    recording.source = std::make_shared<DecodedSource>(std::move(samples_));
    deriveLimbLeads(recording);
    return std::make_shared<const Recording>(std::move(recording));
}

}  // namespace triptych::formats
