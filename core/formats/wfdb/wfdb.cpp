#include "core/formats/wfdb/wfdb.h"

#include "core/formats/wfdb/annotation_files.h"
#include "core/formats/wfdb/header.h"
#include "core/formats/wfdb/record.h"
#include "core/formats/wfdb/segments.h"
#include "core/formats/wfdb/source.h"
#include "core/text/said.h"

#include <algorithm>
#include <filesystem>

namespace triptych::formats {
namespace {

void addAnnotations(Recording& recording, const std::vector<std::string>& signal_files, double frame_rate_hz) {
    FoundAnnotations found = findAnnotations(recording.path, signal_files, frame_rate_hz);
    recording.annotation_sets = std::move(found.sets);
    recording.warnings.insert(recording.warnings.end(), std::make_move_iterator(found.warnings.begin()),
                              std::make_move_iterator(found.warnings.end()));
}

// Said once for a whole record, however many segments it has.
void warnOfUnits(Recording& recording) {
    std::string list;
    for (const Lead& lead : recording.leads) {
        if (lead.unit != "mV") list += (list.empty() ? "" : ", ") + lead.name + " (" + lead.unit + ')';
    }
    if (list.empty()) return;
    recording.warnings.push_back(
        {text::say("these signals are not in a unit of voltage and are shown as they are: {1}", list), recording.path});
}

Result<Recording> openEither(const std::string& header_path, WfdbHeader header, const Job& job) {
    if (header.segments > 0) return openWfdbSegments(header_path, std::move(header), job);
    auto record = openWfdbRecord(header_path, std::move(header), job);
    if (!record) return std::unexpected(record.error());
    return std::move(record->recording);
}

}  // namespace

bool sniffWfdb(std::string_view beginning) {
    return looksLikeWfdbHeader(beginning);
}

std::optional<std::string> wfdbHeaderFor(const std::string& path) {
    std::error_code ignored;
    const std::filesystem::path given(path);
    std::filesystem::path replaced = given;
    replaced.replace_extension(".hea");
    for (const std::string& candidate : {path + ".hea", replaced.string()}) {
        if (candidate != path && std::filesystem::is_regular_file(candidate, ignored)) return candidate;
    }
    return std::nullopt;
}

Result<RecordingPtr> openWfdb(const std::string& header_path, const Job& job) {
    auto header = readWfdbHeader(header_path);
    if (!header) return std::unexpected(header.error());
    const double frame_rate_hz = header->frame_rate_hz;
    std::vector<std::string> signal_files;
    for (const WfdbSignalLine& line : header->signals) {
        signal_files.push_back(std::filesystem::path(line.file).filename().string());
    }
    auto recording = openEither(header_path, std::move(*header), job);
    if (!recording) return std::unexpected(recording.error());
    warnOfUnits(*recording);
    addAnnotations(*recording, signal_files, frame_rate_hz);
    return std::make_shared<const Recording>(std::move(*recording));
}

std::optional<std::int16_t> storedChecksum(const Recording& recording, std::size_t lead) {
    if (lead >= recording.leads.size() || !recording.leads[lead].checksum) return std::nullopt;
    if (const auto* const wfdb = dynamic_cast<const WfdbSource*>(recording.source.get())) return wfdb->checksum(lead);
    std::uint32_t sum = 0;
    std::vector<std::int32_t> block(1 << 16);
    for (std::int64_t at = 0; at < recording.leads[lead].samples; at += static_cast<std::int64_t>(block.size())) {
        recording.source->readStored(lead, at, block);
        for (const std::int32_t value : block) sum += value == kMissingSample ? 0U : static_cast<std::uint32_t>(value);
    }
    return static_cast<std::int16_t>(sum);
}

bool checksumAgrees(const Lead& lead, std::int16_t sum) {
    return lead.checksum && static_cast<std::int16_t>(*lead.checksum) == sum;
}

}  // namespace triptych::formats
