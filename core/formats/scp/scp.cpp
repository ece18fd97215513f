#include "core/formats/scp/scp.h"

#include "core/files/mapped_file.h"
#include "core/formats/decoded_source.h"
#include "core/formats/lead_names.h"
#include "core/formats/limb_leads.h"
#include "core/formats/scp/rhythm.h"
#include "core/formats/scp/texts.h"
#include "core/text/numbers.h"

#include <algorithm>
#include <cmath>
#include <filesystem>

namespace triptych::formats {
namespace {

// Lead data have lengths of 16 bits, and leads a count of 8: no file comes near this.
constexpr std::int64_t kLargest_bytes = std::int64_t{1} << 26;

std::string wordsOf(const ScpSpike& spike) {
    switch (spike.type) {
        case 0:
            return {};
        case 1:
            return "pacemaker spike (triggers the QRS complex)";
        case 2:
            return "pacemaker spike (triggers the P wave)";
        case 3:
            return "pacemaker spike (triggers P wave and QRS complex)";
        default:
            return "pacemaker spike (type unknown)";
    }
}

void addLeads(ScpRhythm rhythm, const std::vector<ScpSpike>& spikes, Recording& recording) {
    std::int64_t earliest = INT64_MAX;
    for (const ScpLead& lead : rhythm.leads) earliest = std::min(earliest, lead.start);
    std::vector<DecodedLead> samples;
    for (ScpLead& from : rhythm.leads) {
        if (from.values.empty()) continue;
        Lead lead;
        lead.name = leadOfNumber(from.number);
        if (lead.name.empty()) lead.name = "SCP lead " + std::to_string(from.number);
        lead.original_name = "SCP lead " + std::to_string(from.number);
        lead.rate_hz = rhythm.rate_hz;
        lead.baseline = 0;
        if (rhythm.nanovolts > 0) {
            lead.gain = 1e6 / rhythm.nanovolts;
        } else {
            lead.gain = 1;
            lead.unit = "stored";
        }
        DecodedLead decoded;
        decoded.values = std::move(from.values);
        decoded.values.insert(decoded.values.begin(), static_cast<std::size_t>(from.start - earliest), kMissingSample);
        decoded.scale = {lead.gain, 0, kMissingSample, true};
        lead.samples = static_cast<std::int64_t>(decoded.values.size());
        recording.duration_s = std::max(recording.duration_s, static_cast<double>(lead.samples) / lead.rate_hz);
        recording.leads.push_back(std::move(lead));
        samples.push_back(std::move(decoded));
    }
    recording.source = std::make_shared<DecodedSource>(std::move(samples));
    const double positions = static_cast<double>(rhythm.positions_per_sample);
    AnnotationSet set{"scp", rhythm.rate_hz * positions, {}};
    for (const ScpQrs& qrs : rhythm.qrs) {
        // A beat that nobody has classified: the file's types only say which look alike.
        set.annotations.push_back(
            {qrs.fiducial - earliest, kLearn, static_cast<std::int8_t>(std::clamp(qrs.type, 0, 127)), 0, 0, {}});
    }
    for (const ScpSpike& spike : spikes) {
        const std::int64_t sample = std::llround(spike.time_ms * set.rate_hz / 1000);
        if (static_cast<double>(sample) >= recording.duration_s * set.rate_hz) continue;
        // WFDB's mark says that the spike captured nothing: only where the file does.
        set.annotations.push_back({sample, spike.type == 0 ? kPacePeak : kNote, 0, 0, 0, wordsOf(spike)});
    }
    if (set.annotations.empty()) return;
    std::stable_sort(set.annotations.begin(), set.annotations.end(),
                     [](const Annotation& a, const Annotation& b) { return a.sample < b.sample; });
    recording.annotation_sets.push_back(std::move(set));
}

}  // namespace

bool sniffScp(std::string_view beginning) {
    return looksLikeScp(beginning);
}

Result<RecordingPtr> openScp(const std::string& path, const Job& job) {
    auto bytes = files::readWhole(path, kLargest_bytes, "SCP-ECG file");
    if (!bytes) return std::unexpected(bytes.error());
    ScpFile file;
    file.bytes = std::move(*bytes);
    if (const auto framed = readScpFrame(file, path); !framed) return std::unexpected(framed.error());
    if (job.stopRequested()) return fail(ErrorCode::cancelled, "opening was stopped", path);
    auto rhythm = readScpRhythm(file, path);
    if (!rhythm) return std::unexpected(rhythm.error());
    ScpTexts texts = readScpTexts(file, path);
    Recording recording;
    recording.name = std::filesystem::path(path).stem().string();
    recording.path = path;
    recording.format = "SCP-ECG";
    recording.format_detail = "version " + std::to_string(file.protocol / 10) + '.' +
                              std::to_string(file.protocol % 10) + ", " + rhythm->coding;
    recording.start = std::move(texts.start);
    recording.comments = std::move(texts.comments);
    recording.header = std::move(texts.header);
    if (rhythm->reference_beat_ms > 0) {
        recording.comments.push_back("a reference beat of " + text::shortestText(rhythm->reference_beat_ms) +
                                     " ms is not shown as rhythm");
    }
    if (rhythm->nanovolts == 0) {
        file.warnings.push_back(
            {"the file states no amplitude for its samples, which are shown as they are stored", path});
    }
    recording.warnings = std::move(file.warnings);
    addLeads(std::move(*rhythm), texts.pacemaker_spikes, recording);
    deriveLimbLeads(recording);
    return std::make_shared<const Recording>(std::move(recording));
}

}  // namespace triptych::formats
