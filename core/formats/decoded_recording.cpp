#include "core/formats/decoded_recording.h"

#include "core/formats/lead_names.h"

#include <algorithm>
#include <cmath>
#include <filesystem>

namespace triptych::formats {
namespace {

std::int32_t combined(std::int32_t i, std::int32_t ii, std::int32_t of_i, std::int32_t of_ii) {
    if (i == kMissingSample || ii == kMissingSample) return kMissingSample;
    const std::int64_t value = std::int64_t{of_i} * i + std::int64_t{of_ii} * ii;
    return value > INT32_MAX || value <= INT32_MIN ? kMissingSample : static_cast<std::int32_t>(value);
}

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

void DecodedRecording::warn(std::string what) {
    recording.warnings.push_back({std::move(what), recording.path});
}

void DecodedRecording::add(Lead lead, std::vector<std::int32_t> values) {
    if (lead.name.empty()) lead.name = normalisedLeadName(lead.original_name);
    if (lead.name.empty()) lead.name = "lead " + std::to_string(recording.leads.size() + 1);
    if (values.empty() || lead.gain == 0 || !std::isfinite(lead.gain) || !std::isfinite(lead.baseline) ||
        !(lead.rate_hz > 0) || !std::isfinite(lead.rate_hz)) {
        warn("lead " + lead.name + (values.empty() ? " has no samples" : " has no usable scale or rate") +
             " and is not shown");
        return;
    }
    if (const auto millivolts = millivoltsPer(lead.unit)) {
        lead.unit = "mV";
        lead.gain /= *millivolts;
    } else if (lead.unit.empty()) {
        lead.unit = "stored";
        warn("the file names no unit for lead " + lead.name + ": it is shown as it is stored, not as millivolts");
    } else {
        warn("lead " + lead.name + " is in \"" + lead.unit + "\", which is no unit of voltage, and is shown as it is");
    }
    lead.samples = static_cast<std::int64_t>(values.size());
    recording.duration_s = std::max(recording.duration_s, static_cast<double>(lead.samples) / lead.rate_hz);
    samples_.push_back({std::move(values), {lead.gain, lead.baseline, kMissingSample, false}});
    samples_.back().scale.wide = needsDouble(lead, samples_.back().values);
    recording.leads.push_back(std::move(lead));
}

void DecodedRecording::insertDerived(std::size_t place, const char* name, std::int32_t of_i, std::int32_t of_ii,
                                     double gain_factor) {
    const auto named = [&](std::string_view wanted) {
        const auto found = std::find_if(recording.leads.begin(), recording.leads.end(),
                                        [&](const Lead& lead) { return lead.name == wanted; });
        return static_cast<std::size_t>(found - recording.leads.begin());
    };
    const std::vector<std::int32_t>& i = samples_[named("I")].values;
    const std::vector<std::int32_t>& ii = samples_[named("II")].values;
    Lead lead = recording.leads[named("I")];
    lead.name = lead.original_name = name;
    lead.gain *= gain_factor;
    lead.baseline *= of_i + of_ii;
    lead.derived = true;
    lead.resolution_bits = 0;
    std::vector<std::int32_t> values(i.size());
    for (std::size_t k = 0; k < values.size(); ++k) values[k] = combined(i[k], ii[k], of_i, of_ii);
    DecodedLead decoded{std::move(values), {lead.gain, lead.baseline, kMissingSample, false}};
    decoded.scale.wide = needsDouble(lead, decoded.values);
    samples_.insert(samples_.begin() + static_cast<std::ptrdiff_t>(place), std::move(decoded));
    recording.leads.insert(recording.leads.begin() + static_cast<std::ptrdiff_t>(place), std::move(lead));
}

void DecodedRecording::deriveLimbLeads() {
    const Lead* i = nullptr;
    const Lead* ii = nullptr;
    std::size_t place = 0;
    for (std::size_t k = 0; k < recording.leads.size(); ++k) {
        const Lead& lead = recording.leads[k];
        if (lead.name == "I") i = &lead;
        if (lead.name == "II") {
            ii = &lead;
            place = k + 1;
        }
        for (const char* there : {"III", "aVR", "aVL", "aVF"}) {
            if (lead.name == there) return;
        }
    }
    if (i == nullptr || ii == nullptr || i->rate_hz != ii->rate_hz || i->samples != ii->samples ||
        i->gain != ii->gain || i->baseline != ii->baseline || i->unit != ii->unit) {
        return;
    }
    insertDerived(place, "III", -1, 1, 1);
    insertDerived(place + 1, "aVR", -1, -1, 2);
    insertDerived(place + 2, "aVL", 2, -1, 2);
    insertDerived(place + 3, "aVF", -1, 2, 2);
}

Result<RecordingPtr> DecodedRecording::finish() {
    if (recording.leads.empty()) {
        return fail(ErrorCode::empty, "the file holds no rhythm that can be shown", recording.path,
                    "open a recording that has samples");
    }
    recording.source = std::make_shared<DecodedSource>(std::move(samples_));
    return std::make_shared<const Recording>(std::move(recording));
}

}  // namespace triptych::formats
