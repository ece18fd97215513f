#include "core/formats/wfdb/record.h"

#include "core/files/mapped_file.h"
#include "core/formats/gaps.h"
#include "core/formats/lead_names.h"
#include "core/formats/wfdb/person.h"
#include "core/formats/wfdb/source.h"
#include "core/text/said.h"
#include "core/text/words.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <limits>
#include <map>
#include <set>

namespace triptych::formats {
namespace {

std::string joined(const std::vector<std::string>& parts) {
    std::string out;
    for (const std::string& part : parts) out += (out.empty() ? "" : ", ") + part;
    return out;
}

// Samples of a channel in a byte of a FLAC file, at most; in a recording that is half silence there is not yet one.
constexpr std::int64_t kMostPacked = 8;

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

// Programs that do not compute checksums write zeros. One sum is zero by chance in a recording of 65,536, and lines
// that begin with zero, too, may say nothing at all; two sums never are.
void forgetEmptyChecksums(std::vector<Lead>& leads) {
    const auto is_zero = [](const Lead& lead) { return lead.checksum.value_or(0) == 0; };
    const auto begins_with_zero = [](const Lead& lead) { return lead.stored_first.value_or(0) == 0; };
    const auto stated =
        std::count_if(leads.begin(), leads.end(), [](const Lead& lead) { return lead.checksum.has_value(); });
    if (!std::all_of(leads.begin(), leads.end(), is_zero)) return;
    if (stated < 2 && !std::all_of(leads.begin(), leads.end(), begins_with_zero)) return;
    for (Lead& lead : leads) lead.checksum.reset();
}

class Opener {
public:
    Opener(std::string header_path, WfdbHeader header)
        : path_(std::move(header_path)),
          folder_(std::filesystem::path(path_).parent_path()),
          header_(std::move(header)) {
        recording_.warnings = std::move(header_.warnings);
    }

    Result<WfdbRecord> open(const Job& job) {
        if (const auto checked = checkHeader(); !checked) return std::unexpected(checked.error());
        if (!header_.unpromised.empty()) takeUnpromised();
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
            warn(text::say("{1}; not shown: {2}", opened.error().what, joined(names)), opened.error().where);
        }
        return assemble(formats);
    }

private:
    Result<void> checkHeader() {
        if (header_.signals.empty()) {
            return fail(header_.signals_promised == 0 ? ErrorCode::empty : ErrorCode::malformed,
                        header_.signals_promised == 0
                            ? text::Said("the record has no signals")
                            : text::say("the header promises {1} and describes none",
                                        text::sayCount(header_.signals_promised, "{1} signal", "{1} signals")),
                        path_, "open a record that has signals");
        }
        const std::string stem = std::filesystem::path(path_).stem().string();
        // Programs that keep the samples in MATLAB's files name the record by them: "D0001.mat".
        if (header_.name != stem && std::filesystem::path(header_.name).stem() == stem) header_.name = stem;
        if (stem != header_.name) {
            warn(text::say("the header calls its record {1}, which is not the file's name",
                           text::inQuotes(header_.name)),
                 path_);
        }
        return {};
    }

    // Signals that are described beyond the number that the header promises lie among the samples where the one file of
    // all has exactly so many.
    void takeUnpromised() {
        const WfdbSignalLine& leader = header_.signals.front();
        const SignalFormat* const format = findSignalFormat(leader.format);
        std::int64_t promised = 0;
        std::int64_t described = 0;
        bool is_one_file = format != nullptr && format->decode != nullptr && header_.frames.has_value();
        for (const auto* const lines : {&header_.signals, &header_.unpromised}) {
            for (const WfdbSignalLine& line : *lines) {
                is_one_file = is_one_file && line.file == leader.file && line.format == leader.format &&
                              line.byte_offset == leader.byte_offset;
                described += line.samples_per_frame;
                promised += lines == &header_.signals ? line.samples_per_frame : 0;
            }
        }
        std::int64_t samples = 0;
        if (is_one_file) {
            const auto file = files::readExcerpt(signalFilePath(folder_, header_, leader.file), 1);
            if (file && file->file_size > leader.byte_offset) {
                samples = format->samplesIn(file->file_size - leader.byte_offset);
            }
        }
        const auto all = static_cast<std::int64_t>(header_.signals.size() + header_.unpromised.size());
        if (samples > 0 && samples / described == *header_.frames && samples / promised != *header_.frames) {
            warn(text::say(
                     "the header promises {1} signals and describes {2}, which its signal file holds: all are shown",
                     header_.signals_promised, all),
                 path_);
            for (WfdbSignalLine& line : header_.unpromised) header_.signals.push_back(std::move(line));
            header_.signals_promised = all;
        } else {
            warn(text::say("the header promises {1} signals and describes {2}; those beyond the promise are ignored",
                           header_.signals_promised, all),
                 path_);
        }
    }

    std::string leadName(std::size_t signal) const { return signalName(header_, signal); }

    Result<void> openFile(const SignalFile& file) {
        const WfdbSignalLine& leader = header_.signals[file.signals.front()];
        const std::string path = signalFilePath(folder_, header_, file.name);
        std::int64_t width = 0;
        for (const std::size_t i : file.signals) {
            const WfdbSignalLine& line = header_.signals[i];
            if (line.format != leader.format || line.byte_offset != leader.byte_offset) {
                return fail(ErrorCode::malformed,
                            "the header states two storage formats or offsets for one signal file",
                            text::say("{1} line {2}", path_, line.line_number),
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
            return fail(ErrorCode::unsupported,
                        text::say("signals stored in WFDB format {1} are unknown", leader.format), path,
                        "convert the record to format 16 with WFDB's xform");
        }
        auto mapped = files::MappedFile::open(path);
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
                        std::shared_ptr<const files::MappedFile> mapped) {
        const WfdbSignalLine& leader = header_.signals[file.signals.front()];
        std::shared_ptr<const FlacFile> flac;
        std::int64_t frames_there = 0;
        if (format.decode == nullptr && mapped->size() > 0) {
            auto opened = openFlac(file, format, mapped);
            if (!opened) return std::unexpected(opened.error());
            flac = std::move(*opened);
            frames_there = std::max<std::int64_t>(flac->samples() - leader.byte_offset, 0) / leader.samples_per_frame;
        } else {
            const std::int64_t data_bytes = mapped->size() - leader.byte_offset;
            frames_there = data_bytes > 0 ? format.samplesIn(data_bytes) / width : 0;
        }
        const std::int64_t frames = std::min(header_.frames.value_or(frames_there), frames_there);
        // With signal lines missing, the samples of the undescribed signals lie among the others' and everything would
        // be read shifted, unless the file's length proves that they lie elsewhere.
        const bool undescribed = static_cast<std::int64_t>(header_.signals.size()) < header_.signals_promised;
        if (undescribed && (!header_.frames || *header_.frames != frames_there)) {
            return fail(
                ErrorCode::malformed,
                text::say("the header promises {1} signals and describes {2}, so the samples cannot be told apart",
                          header_.signals_promised, header_.signals.size()),
                path_, "restore the header from its source");
        }
        if (frames == 0) {
            return fail(mapped->size() == 0 ? ErrorCode::empty : ErrorCode::truncated,
                        mapped->size() == 0 ? text::Said("the signal file is empty")
                                            : text::Said("the signal file has not one whole sample"),
                        mapped->path(), "restore it from its source");
        }
        lengthWarnings(*mapped, format, width, frames_there);
        std::int64_t place = 0;
        int channel = 0;
        for (const std::size_t i : file.signals) {
            const WfdbSignalLine& line = header_.signals[i];
            WfdbLane lane;
            lane.file = mapped;
            lane.format = &format;
            lane.flac = flac;
            lane.channel = channel++;
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

    // signal(5): a channel per signal, each with as many samples per frame, of at most the format's bits.
    Result<std::shared_ptr<const FlacFile>> openFlac(const SignalFile& file, const SignalFormat& format,
                                                     const std::shared_ptr<const files::MappedFile>& mapped) {
        const WfdbSignalLine& leader = header_.signals[file.signals.front()];
        std::int64_t most = std::numeric_limits<std::int64_t>::max();
        int latest = 0;
        for (const std::size_t i : file.signals) {
            latest = std::max(latest, header_.signals[i].skew_frames);
            if (header_.signals[i].samples_per_frame == leader.samples_per_frame) continue;
            return fail(ErrorCode::malformed, "signals of one FLAC file cannot have different rates",
                        text::say("{1} line {2}", path_, header_.signals[i].line_number),
                        "correct the header or restore it from its source");
        }
        // As far as the header goes and not a frame farther, unless it is too large to be multiplied.
        if (header_.frames && *header_.frames < (most >> 32) && leader.byte_offset < (most >> 2)) {
            most = leader.byte_offset + (*header_.frames + latest) * leader.samples_per_frame;
        }
        // Silence is packed eight thousand to one: a stream of it may be longer than anyone has recorded.
        const std::int64_t readable = mostSamples(kMostPacked * mapped->size());
        auto flac = FlacFile::open(mapped, format.missing, std::min(most, readable));
        if (!flac) return flac;
        if ((*flac)->samples() == readable && readable < most) {
            warn(text::say("the FLAC file claims more samples than its {1} bytes can mean; those behind sample {2} are "
                           "not shown",
                           mapped->size(), readable),
                 mapped->path());
        }
        if ((*flac)->channels() != static_cast<int>(file.signals.size()) || (*flac)->bits() > format.bits) {
            return fail(ErrorCode::malformed,
                        text::say("the FLAC file has {1} of {2} bits, and the header describes {3} of {4}",
                                  text::sayCount((*flac)->channels(), "{1} channel", "{1} channels"), (*flac)->bits(),
                                  file.signals.size(), format.bits),
                        mapped->path(), "correct the header or restore the file from its source");
        }
        return flac;
    }

    void lengthWarnings(const files::MappedFile& file, const SignalFormat& format, std::int64_t width,
                        std::int64_t frames_there) {
        if (!header_.frames) return;
        const auto frames_in_second = static_cast<std::int64_t>(std::ceil(header_.frame_rate_hz));
        if (frames_there < *header_.frames) {
            warn(text::say("the signal file ends early: the header promises {1} samples and the file holds {2}, which "
                           "are shown",
                           *header_.frames, frames_there),
                 file.path());
        } else if (format.decode != nullptr &&
                   frames_there - *header_.frames >
                       std::max<std::int64_t>(frames_in_second, format.samplesIn(512) / width)) {
            // Files padded to a block of tape are common; a second or more is not padding.
            warn(text::say(
                     "the signal file holds {1} samples, and the header promises only {2}; the others are not shown",
                     frames_there, *header_.frames),
                 file.path());
        }
    }

    Result<WfdbRecord> assemble(const std::set<int>& formats) {
        if (static_cast<std::int64_t>(header_.signals.size()) < header_.signals_promised) {
            warn(text::say("the header promises {1} signals and describes {2}", header_.signals_promised,
                           header_.signals.size()),
                 path_);
        }
        std::vector<WfdbLane> lanes;
        WfdbRecord record;
        record.lead_of_signal.resize(lanes_.size());
        for (std::size_t i = 0; i < lanes_.size(); ++i) {
            if (lanes_[i].file == nullptr) continue;
            if (lanes_[i].samples == 0) {
                warn(text::say("the skew of {1} is longer than the recording; the signal is not shown", leadName(i)),
                     path_);
                continue;
            }
            Lead lead = leadOf(header_.signals[i], leadName(i), header_.frame_rate_hz);
            lead.samples = lanes_[i].samples;
            // Float is exact for what most recorders store; for the rest it is computed in double.
            const bool wide = lanes_[i].format->bits > 16 || lanes_[i].format->differences ||
                              std::abs(lead.baseline) > (1 << 23) || static_cast<float>(lead.gain) != lead.gain;
            lanes_[i].scale = {lead.gain, lead.baseline, lanes_[i].format->missing, wide};
            recording_.duration_s = std::max(recording_.duration_s, static_cast<double>(lead.samples) / lead.rate_hz);
            record.lead_of_signal[i] = recording_.leads.size();
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
        recording_.name = header_.name;
        recording_.path = path_;
        recording_.format = "WFDB";
        std::vector<std::string> numbers;
        for (const int number : formats) numbers.push_back(std::to_string(number));
        recording_.format_detail = (numbers.size() == 1 ? "format " : "formats ") + joined(numbers);
        recording_.start = header_.start;
        recording_.comments = std::move(header_.comments);
        recording_.header.person = wfdbPerson(recording_.comments);
        forgetEmptyChecksums(recording_.leads);
        recording_.source = std::make_shared<WfdbSource>(std::move(lanes));
        record.recording = std::move(recording_);
        return record;
    }

    void warn(text::Said what, std::string where) {
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

std::string signalName(const WfdbHeader& header, std::size_t signal) {
    const std::string& described = header.signals[signal].description;
    return described.empty() ? "signal " + std::to_string(signal + 1) : described;
}

std::string signalFilePath(const std::filesystem::path& folder, const WfdbHeader& header, const std::string& file) {
    std::error_code ignored;
    const std::filesystem::path named = folder / file;
    if (header.folder.empty() || !file.starts_with(header.folder) || std::filesystem::exists(named, ignored)) {
        return named.string();
    }
    return (folder / file.substr(header.folder.size())).string();
}

Lead leadOf(const WfdbSignalLine& line, const std::string& name, double frame_rate_hz) {
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
    lead.rate_hz = frame_rate_hz * line.samples_per_frame;
    lead.baseline = line.baseline;
    lead.resolution_bits = line.adc_resolution_bits;
    lead.checksum = line.checksum;
    lead.stored_first = line.initial_value;
    return lead;
}

Result<WfdbHeader> readWfdbHeader(const std::string& header_path) {
    const auto text = files::readWhole(header_path, kLargestHeader_bytes, "WFDB header");
    if (!text) return std::unexpected(text.error());
    return parseWfdbHeader(*text, header_path);
}

Result<WfdbRecord> openWfdbRecord(const std::string& header_path, WfdbHeader header, const Job& job) {
    return Opener(header_path, std::move(header)).open(job);
}

}  // namespace triptych::formats
