#include "core/formats/export/survey.h"

#include <algorithm>
#include <cmath>

namespace triptych::formats {
namespace {

constexpr std::int64_t kBlock_samples = 1 << 18;
constexpr double kStepsPerUnit = 1000;  // where no other lead says how fine the steps are
constexpr double kLargest = 2e9;        // of an integer, with room for the marks of missing samples

// The finest steps among the leads in the same unit that have stored values.
double finestGain(const Recording& recording, const std::string& unit) {
    double gain = 0;
    for (const Lead& lead : recording.leads) {
        if (!lead.derived && lead.unit == unit && std::isfinite(lead.gain)) gain = std::max(gain, std::abs(lead.gain));
    }
    return gain > 0 ? gain : kStepsPerUnit;
}

ExportLead plan(const Recording& recording, std::size_t index) {
    const Lead& lead = recording.leads[index];
    ExportLead out;
    out.lead = index;
    out.samples = lead.samples;
    out.rate_hz = lead.rate_hz;
    out.from_physical =
        lead.derived || lead.gain == 0 || !std::isfinite(lead.gain) || !(std::abs(lead.baseline) < kLargest);
    if (out.from_physical) {
        out.gain = finestGain(recording, lead.unit);
        return out;
    }
    out.sign = lead.gain < 0 ? -1 : 1;
    out.gain = std::abs(lead.gain);
    out.baseline = out.sign * lead.baseline;
    return out;
}

}  // namespace

void readIntegers(const Recording& recording, const ExportLead& lead, std::int64_t first, std::span<std::int32_t> out) {
    if (!lead.from_physical) {
        recording.source->readStored(lead.lead, first, out);
        if (lead.sign > 0) return;
        for (std::int32_t& value : out) {
            if (value != kMissingSample) value = -value;
        }
        return;
    }
    std::vector<float> physical(out.size());
    recording.source->readPhysical(lead.lead, first, physical);
    std::transform(physical.begin(), physical.end(), out.begin(), [&lead](float value) {
        if (!std::isfinite(value)) return kMissingSample;
        return static_cast<std::int32_t>(std::llround(std::clamp(value * lead.gain, -kLargest, kLargest)));
    });
}

Result<std::vector<ExportLead>> surveyLeads(const Recording& recording, const Job& job, double until) {
    if (recording.leads.empty()) {
        return fail(ErrorCode::empty, "the recording has no leads to write", recording.path, "open another recording");
    }
    std::vector<ExportLead> leads;
    std::vector<std::int32_t> block;
    for (std::size_t i = 0; i < recording.leads.size(); ++i) {
        ExportLead lead = plan(recording, i);
        bool is_first = true;
        for (std::int64_t at = 0; at < lead.samples; at += kBlock_samples) {
            if (job.stopRequested()) return fail(ErrorCode::cancelled, "the export was stopped", recording.path);
            block.resize(static_cast<std::size_t>(std::min(kBlock_samples, lead.samples - at)));
            readIntegers(recording, lead, at, block);
            for (const std::int32_t value : block) {
                if (value == kMissingSample) {
                    lead.has_missing = true;
                    continue;
                }
                lead.lowest = is_first ? value : std::min(lead.lowest, value);
                lead.highest = is_first ? value : std::max(lead.highest, value);
                is_first = false;
            }
            const double part = static_cast<double>(at) / static_cast<double>(lead.samples);
            job.progress(until * (static_cast<double>(i) + part) / static_cast<double>(recording.leads.size()),
                         "reading");
        }
        leads.push_back(lead);
    }
    return leads;
}

Result<Frame> commonFrame(const std::vector<ExportLead>& leads, const std::string& where) {
    constexpr int kLongest = 10'000;
    double slowest_hz = leads.front().rate_hz;
    for (const ExportLead& lead : leads) slowest_hz = std::min(slowest_hz, lead.rate_hz);
    for (int samples = 1; samples <= kLongest; ++samples) {
        Frame frame;
        frame.rate_hz = slowest_hz / samples;
        const bool fits = std::all_of(leads.begin(), leads.end(), [&frame](const ExportLead& lead) {
            const double count = lead.rate_hz / frame.rate_hz;
            frame.samples.push_back(std::llround(count));
            return std::abs(count - std::round(count)) < 1e-7 * count;
        });
        if (fits) return frame;
    }
    return fail(ErrorCode::unsupported, "the leads' rates have no common frame, which this format needs", where,
                "write CSV or JSON");
}

}  // namespace triptych::formats
