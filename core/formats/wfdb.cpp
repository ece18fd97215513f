#include "core/formats/wfdb.h"

#include "core/formats/annotation_files.h"
#include "core/formats/lead_names.h"
#include "core/formats/mapped_file.h"
#include "core/formats/text.h"
#include "core/formats/wfdb_header.h"
#include "core/formats/wfdb_source.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <map>
#include <set>

namespace triptych::formats {
namespace {

// A header of a thousand commented leads has a tenth of this; whatever is larger is no header and is not read.
constexpr std::int64_t kLargestHeader_bytes = 1 << 20;

std::string plural(std::size_t count, const std::string& noun) {
    return std::to_string(count) + ' ' + noun + (count == 1 ? "" : "s");
}

std::string joined(const std::vector<std::string>& parts) {
    std::string out;
    for (const std::string& part : parts) out += (out.empty() ? "" : ", ") + part;
    return out;
}

// The signals that share a file, by index into the header's, in its order.
struct SignalFile {
    std::string name;
    std::vector<std::size_t> signals;
};

std::vector<SignalFile> filesOf(const WfdbHeader& header) {
    std::vector<SignalFile> files;
    std::map<std::string, std::size_t> index;
    for (std::size_t i = 0; i < header.signals.size(); ++i) {
        const std::string& name = header.signals[i].file;
        const auto [entry, is_new] = index.try_emplace(name, files.size());
        if (is_new) files.push_back({name, {}});
        files[entry->second].signals.push_back(i);
    }
    return files;
}

class Opener {
public:
    Opener(std::string header_path, WfdbHeader header)
        : path_(std::move(header_path)),
          folder_(std::filesystem::path(path_).parent_path()),
          header_(std::move(header)) {
        recording_.warnings = std::move(header_.warnings);
    }

    Result<RecordingPtr> open(const Job& job) {
        if (const auto checked = checkHeader(); !checked) return std::unexpected(checked.error());
        lanes_.resize(header_.signals.size());
        std::set<int> formats;
        for (const SignalFile& file : filesOf(header_)) {
            if (job.stopRequested()) return fail(ErrorCode::cancelled, "opening was stopped", path_);
            const auto opened = openFile(file);
            if (opened) {
                formats.insert(header_.signals[file.signals.front()].format);
                continue;
            }
            if (opened.error().code == ErrorCode::malformed || opened.error().code == ErrorCode::refused) {
                return std::unexpected(opened.error());
            }
            if (!first_failure_) first_failure_ = opened.error();
            std::vector<std::string> names;
            for (const std::size_t i : file.signals) names.push_back(leadName(i));
            warn(opened.error().what + "; not shown: " + joined(names), opened.error().where);
        }
        return assemble(formats);
    }

private:
    Result<void> checkHeader() {
        if (header_.segments > 0) {
            return fail(ErrorCode::unsupported,
                        "this record is made of " + plural(static_cast<std::size_t>(header_.segments), "segment") +
                            ", which Triptych does not read yet",
                        path_, "open one of its segments");
        }
        if (header_.signals.empty()) {
            return fail(header_.signals_promised == 0 ? ErrorCode::empty : ErrorCode::malformed,
                        header_.signals_promised == 0
                            ? std::string("the record has no signals")
                            : "the header promises " +
                                  plural(static_cast<std::size_t>(header_.signals_promised), "signal") +
                                  " and describes none",
                        path_, "open a record that has signals");
        }
        const std::filesystem::path stem = std::filesystem::path(path_).stem();
        if (stem.string() != header_.name) {
            warn("the header calls its record " + inQuotes(header_.name) + ", which is not the file's name", path_);
        }
        return {};
    }

    std::string leadName(std::size_t signal) const {
        const std::string& described = header_.signals[signal].description;
        return described.empty() ? "signal " + std::to_string(signal + 1) : described;
    }

    Result<void> openFile(const SignalFile& file) {
        const WfdbSignalLine& leader = header_.signals[file.signals.front()];
        const std::string path = (folder_ / file.name).string();
        std::int64_t width = 0;
        for (const std::size_t i : file.signals) {
            const WfdbSignalLine& line = header_.signals[i];
            if (line.format != leader.format || line.byte_offset != leader.byte_offset) {
                return fail(ErrorCode::malformed,
                            "the header states two storage formats or offsets for one signal file",
                            path_ + " line " + std::to_string(line.line_number),
                            "correct the header or restore it from its source");
            }
            width += line.samples_per_frame;
        }
        if (leader.format == 0) {
            return fail(ErrorCode::unsupported, "no samples are stored for these signals (format 0)", path_,
                        "open a record that has samples");
        }
        const SignalFormat* const format = findSignalFormat(leader.format);
        if (format == nullptr) {
            const std::string name = unreadFormatName(leader.format);
            return fail(ErrorCode::unsupported,
                        "signals stored in WFDB format " + std::to_string(leader.format) +
                            (name.empty() ? " are unknown" : " (" + name + ") are not read yet"),
                        path, "convert the record to format 16 with WFDB's xform");
        }
        auto mapped = MappedFile::open(path);
        if (!mapped) {
            Error error = mapped.error();
            if (error.code == ErrorCode::not_found) {
                error.what = "the signal file that the header names is missing";
                error.hint = "put it beside its header";
            }
            return std::unexpected(std::move(error));
        }
        return layOut(file, *format, width, std::move(*mapped));
    }

    Result<void> layOut(const SignalFile& file, const SignalFormat& format, std::int64_t width,
                        std::shared_ptr<const MappedFile> mapped) {
        const WfdbSignalLine& leader = header_.signals[file.signals.front()];
        const std::int64_t data_bytes = mapped->size() - leader.byte_offset;
        const std::int64_t frames_there = data_bytes > 0 ? format.samplesIn(data_bytes) / width : 0;
        const std::int64_t frames = std::min(header_.frames.value_or(frames_there), frames_there);
        // With signal lines missing, the samples of the undescribed signals lie among the others' and everything would
        // be read shifted, unless the file's length proves that they lie elsewhere.
        const bool undescribed = static_cast<std::int64_t>(header_.signals.size()) < header_.signals_promised;
        if (undescribed && (!header_.frames || *header_.frames != frames_there)) {
            return fail(ErrorCode::malformed,
                        "the header promises " + std::to_string(header_.signals_promised) + " signals and describes " +
                            std::to_string(header_.signals.size()) + ", so the samples cannot be told apart",
                        path_, "restore the header from its source");
        }
        if (frames == 0) {
            return fail(mapped->size() == 0 ? ErrorCode::empty : ErrorCode::truncated,
                        mapped->size() == 0 ? "the signal file is empty" : "the signal file has not one whole sample",
                        mapped->path(), "restore it from its source");
        }
        lengthWarnings(*mapped, format, width, frames_there);
        std::int64_t place = 0;
        for (const std::size_t i : file.signals) {
            const WfdbSignalLine& line = header_.signals[i];
            WfdbLane lane;
            lane.file = mapped;
            lane.format = &format;
            lane.byte_offset = line.byte_offset;
            lane.frame_width = width;
            lane.place = place;
            lane.per_frame = line.samples_per_frame;
            lane.skew_frames = line.skew_frames;
            lane.stored_samples = frames * line.samples_per_frame;
            lane.samples =
                std::max<std::int64_t>(std::min(frames, frames_there - line.skew_frames), 0) * line.samples_per_frame;
            lane.before_first = line.initial_value.value_or(line.adc_zero);
            lanes_[i] = std::move(lane);
            place += line.samples_per_frame;
        }
        return {};
    }

    void lengthWarnings(const MappedFile& file, const SignalFormat& format, std::int64_t width,
                        std::int64_t frames_there) {
        if (!header_.frames) return;
        const auto frames_in_second = static_cast<std::int64_t>(std::ceil(header_.frame_rate_hz));
        if (frames_there < *header_.frames) {
            warn("the signal file ends early: the header promises " + std::to_string(*header_.frames) +
                     " samples and the file holds " + std::to_string(frames_there) + ", which are shown",
                 file.path());
        } else if (frames_there - *header_.frames >
                   std::max<std::int64_t>(frames_in_second, format.samplesIn(512) / width)) {
            // Files padded to a block of tape are common; a second or more is not padding.
            warn("the signal file holds " + std::to_string(frames_there) + " samples, and the header promises only " +
                     std::to_string(*header_.frames) + "; the others are not shown",
                 file.path());
        }
    }

    Result<RecordingPtr> assemble(const std::set<int>& formats) {
        if (static_cast<std::int64_t>(header_.signals.size()) < header_.signals_promised) {
            warn("the header promises " + std::to_string(header_.signals_promised) + " signals and describes " +
                     std::to_string(header_.signals.size()),
                 path_);
        }
        std::vector<WfdbLane> lanes;
        std::vector<std::string> not_voltages;
        for (std::size_t i = 0; i < lanes_.size(); ++i) {
            if (lanes_[i].file == nullptr) continue;
            if (lanes_[i].samples == 0) {
                warn("the skew of " + leadName(i) + " is longer than the recording; the signal is not shown", path_);
                continue;
            }
            Lead lead = leadOf(header_.signals[i], lanes_[i], leadName(i));
            lanes_[i].scale = {
                lead.gain, lead.baseline, lanes_[i].format->missing,
                lanes_[i].format->bits > 16 || lanes_[i].format->differences || std::abs(lead.baseline) > (1 << 23)};
            if (lead.unit != "mV") not_voltages.push_back(lead.name + " (" + lead.unit + ')');
            recording_.duration_s = std::max(recording_.duration_s, static_cast<double>(lead.samples) / lead.rate_hz);
            recording_.leads.push_back(std::move(lead));
            lanes.push_back(std::move(lanes_[i]));
        }
        if (lanes.empty()) {
            if (!first_failure_) {
                return fail(ErrorCode::empty, "no signal of the record can be shown", path_,
                            "restore it from its source");
            }
            return std::unexpected(*first_failure_);
        }
        if (!not_voltages.empty()) {
            warn("these signals are not in a unit of voltage and are shown as they are: " + joined(not_voltages),
                 path_);
        }
        recording_.name = header_.name;
        recording_.path = path_;
        recording_.format = "WFDB";
        std::vector<std::string> numbers;
        for (const int number : formats) numbers.push_back(std::to_string(number));
        recording_.format_detail = (numbers.size() == 1 ? "format " : "formats ") + joined(numbers);
        recording_.start = header_.start;
        recording_.comments = std::move(header_.comments);
        recording_.source = std::make_shared<WfdbSource>(std::move(lanes));
        readAnnotationFiles();
        return std::make_shared<const Recording>(std::move(recording_));
    }

    Lead leadOf(const WfdbSignalLine& line, const WfdbLane& lane, const std::string& name) const {
        Lead lead;
        lead.original_name = line.description;
        lead.name = normalisedLeadName(name);
        lead.unit = line.unit.empty() ? "mV" : line.unit;
        lead.unit_assumed = line.unit.empty();
        lead.gain = line.gain;
        if (const auto millivolts = millivoltsPer(lead.unit)) {
            lead.unit = "mV";
            lead.gain = line.gain / *millivolts;
        }
        lead.rate_hz = header_.frame_rate_hz * line.samples_per_frame;
        lead.samples = lane.samples;
        lead.baseline = line.baseline;
        lead.resolution_bits = line.adc_resolution_bits;
        lead.checksum = line.checksum;
        lead.stored_first = line.initial_value;
        return lead;
    }

    void readAnnotationFiles() {
        std::vector<std::string> signal_files;
        for (const WfdbSignalLine& line : header_.signals) signal_files.push_back(line.file);
        FoundAnnotations found = findAnnotations(path_, signal_files, header_.frame_rate_hz);
        recording_.annotation_sets = std::move(found.sets);
        recording_.warnings.insert(recording_.warnings.end(), std::make_move_iterator(found.warnings.begin()),
                                   std::make_move_iterator(found.warnings.end()));
    }

    void warn(std::string what, std::string where) {
        recording_.warnings.push_back({std::move(what), std::move(where)});
    }

    std::string path_;
    std::filesystem::path folder_;
    WfdbHeader header_;
    Recording recording_;
    std::vector<WfdbLane> lanes_;  // as many as header_.signals; without a file where it could not be opened
    std::optional<Error> first_failure_;
};

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
    const auto text = readWhole(header_path, kLargestHeader_bytes, "WFDB header");
    if (!text) return std::unexpected(text.error());
    auto header = parseWfdbHeader(*text, header_path);
    if (!header) return std::unexpected(header.error());
    return Opener(header_path, std::move(*header)).open(job);
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
