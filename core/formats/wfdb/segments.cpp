#include "core/formats/wfdb/segments.h"

#include "core/formats/gaps.h"
#include "core/formats/wfdb/person.h"
#include "core/formats/wfdb/record.h"
#include "core/formats/wfdb/segments_source.h"
#include "core/text/numbers.h"
#include "core/text/said.h"
#include "core/text/words.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <map>
#include <set>
#include <utility>

namespace triptych::formats {
namespace {

constexpr std::size_t kMostWarnings = 20;
// No recorder runs longer than this, or writes more samples.
constexpr double kLongest_s = 400.0 * 86'400;
constexpr std::int64_t kMostSamples = std::int64_t{1} << 53;

// Where a lead of `samples` ends so that gaps, and segments that are played again and again, do not outweigh what there
// is by more than mostSamples() allows; pieces behind that are taken off.
std::int64_t endOfReadable(std::vector<Piece>& pieces, std::int64_t samples) {
    std::set<std::size_t> counted;
    std::int64_t recorded = 0;
    for (const Piece& piece : pieces) recorded += counted.insert(piece.segment).second ? piece.samples : 0;
    const std::int64_t most = mostSamples(recorded);
    if (samples <= most) return samples;
    std::erase_if(pieces, [most](const Piece& piece) { return piece.first >= most; });
    if (pieces.empty()) return 0;
    Piece& last = pieces.back();
    last.samples = std::min(last.samples, most - last.first);
    return last.first + last.samples;
}

// What is known of a segment once it was opened: its leads by signal, or none where it holds nothing.
struct Segment {
    std::size_t index = 0;  // among the distinct ones
    double frame_rate_hz = 0;
    std::optional<std::int64_t> frames;
    std::vector<std::string> signal_names;
    std::vector<std::optional<std::size_t>> lead_of_signal;
    std::vector<Lead> leads;
};

class Joiner {
public:
    Joiner(const std::string& header_path, WfdbHeader header)
        : path_(header_path), folder_(std::filesystem::path(path_).parent_path()), header_(std::move(header)) {
        for (Warning& warning : header_.warnings) warn(std::move(warning));
    }

    Result<Recording> join(const Job& job) {
        auto lines = std::span(std::as_const(header_.segment_lines));
        if (const auto checked = checkLengths(lines); !checked) return std::unexpected(checked.error());
        if (lines.size() > 1 && lines.front().frames == 0 && !lines.front().isGap()) {
            readLayout(lines.front());
            lines = lines.subspan(1);
        }
        std::int64_t frames = 0;
        for (const WfdbSegmentLine& line : lines) frames += line.frames;
        std::int64_t at = 0;
        for (std::size_t i = 0; i < lines.size(); ++i) {
            if (job.stopRequested()) return fail(ErrorCode::cancelled, "opening was stopped", path_);
            if (i % 64 == 0) job.progress(static_cast<double>(i) / static_cast<double>(lines.size()), "segments");
            if (!lines[i].isGap()) {
                const auto placed = place(lines[i], at, frames, job);
                if (!placed) return std::unexpected(placed.error());
            }
            at += lines[i].frames;
        }
        return assemble(at);
    }

private:
    struct Slot {
        std::string name;  // as written in the header, by which segments are matched with variable layout
        std::optional<Lead> lead;
        SegmentedLead data;
    };

    Result<void> checkLengths(std::span<const WfdbSegmentLine> lines) {
        if (static_cast<int>(lines.size()) < header_.segments) {
            warn({text::say("the header promises {1} segments and lists {2}", header_.segments, lines.size()), path_});
        }
        double frames = 0;
        for (const WfdbSegmentLine& line : lines) frames += static_cast<double>(line.frames);
        if (frames / header_.frame_rate_hz > kLongest_s || frames > static_cast<double>(kMostSamples)) {
            return fail(ErrorCode::malformed,
                        text::say("the segments add up to {1} samples, {2} days, which no recorder runs",
                                  text::shortestText(frames),
                                  text::shortestText(std::round(frames / header_.frame_rate_hz / 86'400))),
                        path_, "correct the lengths in the header or restore it from its source");
        }
        if (header_.frames && static_cast<double>(*header_.frames) != frames) {
            warn({text::say("the header promises {1} samples and its segments add up to {2}, which are shown",
                            *header_.frames, text::shortestText(frames)),
                  path_});
        }
        return {};
    }

    [[nodiscard]] std::string headerOf(const WfdbSegmentLine& line) const {
        return signalFilePath(folder_, header_, line.name + ".hea");
    }

    void readLayout(const WfdbSegmentLine& line) {
        variable_ = true;
        const auto layout = readWfdbHeader(headerOf(line));
        if (!layout) {
            warn({text::say("the layout of the segments cannot be read: {1}; leads are listed as they come",
                            layout.error().what),
                  layout.error().where});
            return;
        }
        for (std::size_t i = 0; i < layout->signals.size(); ++i) slots_.push_back({signalName(*layout, i), {}, {}});
    }

    // Opens a segment the first time it is named; nullptr where it cannot be read, which was said then.
    Result<const Segment*> segmentOf(const WfdbSegmentLine& line, const Job& job) {
        const auto [entry, is_new] = segments_.try_emplace(line.name);
        if (!is_new) return entry->second ? &*entry->second : nullptr;
        const std::string path = headerOf(line);
        auto header = readWfdbHeader(path);
        if (header && header->segments > 0) {
            return fail(ErrorCode::refused,
                        text::say("the segment {1} is itself made of segments, which WFDB does not allow",
                                  text::inQuotes(line.name)),
                        text::say("{1} line {2}", path_, line.line_number), "open that segment by itself");
        }
        if (!header && header.error().code == ErrorCode::refused) return std::unexpected(header.error());
        if (!header) return missing(line, header.error());
        if (std::all_of(header->signals.begin(), header->signals.end(),
                        [](const WfdbSignalLine& signal) { return signal.format == 0; })) {
            return nullptr;  // a "null record": a gap with a name
        }
        Segment segment;
        segment.frame_rate_hz = header->frame_rate_hz;
        segment.frames = header->frames;
        for (std::size_t i = 0; i < header->signals.size(); ++i) segment.signal_names.push_back(signalName(*header, i));
        auto record = openWfdbRecord(path, std::move(*header), job);
        if (!record) {
            if (record.error().code == ErrorCode::refused || record.error().code == ErrorCode::cancelled) {
                return std::unexpected(record.error());
            }
            return missing(line, record.error());
        }
        segment.index = headers_.size();
        held_.push_back(samplesOf(record->recording));
        segment.lead_of_signal = std::move(record->lead_of_signal);
        segment.leads = std::move(record->recording.leads);
        for (const Lead& lead : segment.leads) {
            if (!lead.checksum) continue;
            ++checksums_stated_;
            have_checksums_ = have_checksums_ || *lead.checksum != 0;
        }
        if (detail_.empty()) detail_ = record->recording.format_detail;
        for (Warning& warning : record->recording.warnings) warn(std::move(warning));
        for (const std::string& comment : record->recording.comments) {
            if (std::find(header_.comments.begin(), header_.comments.end(), comment) == header_.comments.end()) {
                header_.comments.push_back(comment);
            }
        }
        headers_.push_back(path);
        entry->second = std::move(segment);
        return &*entry->second;
    }

    const Segment* missing(const WfdbSegmentLine& line, const Error& error) {
        if (!first_failure_) first_failure_ = error;
        warn({text::say("segment {1} is shown as a gap: {2}", text::inQuotes(line.name), error.what), error.where});
        return nullptr;
    }

    // `frames`: of the whole record.
    Result<void> place(const WfdbSegmentLine& line, std::int64_t first_frame, std::int64_t frames, const Job& job) {
        const auto opened = segmentOf(line, job);
        if (!opened) return std::unexpected(opened.error());
        const Segment* const segment = *opened;
        if (segment == nullptr) return {};
        if (std::abs(segment->frame_rate_hz - header_.frame_rate_hz) > 1e-6 * header_.frame_rate_hz) {
            warn({text::say("segment {1} is shown as a gap: its rate is not the record's", text::inQuotes(line.name)),
                  path_});
            return {};
        }
        if (segment->frames && *segment->frames != line.frames) {
            warn({text::say(
                      "the header gives segment {1} {2} samples and the segment's own states {3}; the former are shown",
                      text::inQuotes(line.name), line.frames, *segment->frames),
                  text::say("{1} line {2}", path_, line.line_number)});
        }
        std::map<std::string, std::size_t> seen;
        for (std::size_t signal = 0; signal < segment->lead_of_signal.size(); ++signal) {
            const std::string& name = segment->signal_names[signal];
            Slot& slot = slots_[slotOf(signal, name, seen[name]++)];
            if (!segment->lead_of_signal[signal]) continue;
            const std::size_t lead = *segment->lead_of_signal[signal];
            if (samplesPerFrame(segment->leads[lead]) > kMostSamples / std::max<std::int64_t>(frames, 1)) {
                return fail(ErrorCode::malformed,
                            text::say("the record has {1} frames of {2} samples of {3}, which no recorder writes",
                                      frames, samplesPerFrame(segment->leads[lead]), segment->leads[lead].name),
                            text::say("{1} line {2}", path_, line.line_number),
                            "correct the lengths in the header or restore it from its source");
            }
            addPiece(slot, *segment, lead, line, first_frame);
        }
        return {};
    }

    // With fixed layout a signal is known by its place, with variable layout by its name.
    std::size_t slotOf(std::size_t signal, const std::string& name, std::size_t occurrence) {
        if (!variable_) {
            if (signal >= slots_.size()) slots_.resize(signal + 1);
            if (slots_[signal].name.empty()) slots_[signal].name = name;
            return signal;
        }
        for (std::size_t i = 0; i < slots_.size(); ++i) {
            if (slots_[i].name == name && occurrence-- == 0) return i;
        }
        slots_.push_back({name, {}, {}});
        return slots_.size() - 1;
    }

    [[nodiscard]] std::int64_t samplesPerFrame(const Lead& lead) const {
        return std::llround(lead.rate_hz / header_.frame_rate_hz);
    }

    void addPiece(Slot& slot, const Segment& segment, std::size_t lead_index, const WfdbSegmentLine& line,
                  std::int64_t first_frame) {
        const Lead& lead = segment.leads[lead_index];
        if (slot.lead && (slot.lead->unit != lead.unit || slot.lead->rate_hz != lead.rate_hz)) {
            warn({text::say("segment {1} has {2} in another unit or at another rate than the segments before it; it is "
                            "shown as a gap there",
                            text::inQuotes(line.name), lead.name),
                  path_});
            return;
        }
        if (!slot.lead) slot.lead = lead;
        if (slot.data.pieces.empty() || std::abs(lead.gain) > std::abs(slot.data.gain)) {
            slot.data.gain = lead.gain;
            slot.data.baseline = lead.baseline;
        }
        slot.lead->resolution_bits = std::max(slot.lead->resolution_bits, lead.resolution_bits);
        const std::int64_t per_frame = samplesPerFrame(lead);
        slot.data.pieces.push_back({first_frame * per_frame, std::min(lead.samples, line.frames * per_frame),
                                    segment.index, lead_index, lead.gain, lead.baseline});
    }

    Result<Recording> assemble(std::int64_t frames) {
        Recording recording;
        std::vector<SegmentedLead> data;
        bool begins_too_late = false;
        for (Slot& slot : slots_) {
            if (!slot.lead) {
                warn({text::say("no segment has samples of {1}; it is not shown", slot.name), path_});
                continue;
            }
            Lead lead = *slot.lead;
            lead.gain = slot.data.gain;
            lead.baseline = slot.data.baseline;
            lead.checksum.reset();  // every segment has its own
            lead.stored_first.reset();
            const std::int64_t promised = frames * samplesPerFrame(lead);
            lead.samples = endOfReadable(slot.data.pieces, promised);
            if (lead.samples < promised) {
                warn({text::say("the header promises {1} samples of {2}, far more than its segments hold: those behind "
                                "sample {3} are not shown",
                                promised, lead.name, lead.samples),
                      path_});
            }
            if (lead.samples == 0) {
                begins_too_late = true;
                continue;
            }
            recording.duration_s = std::max(recording.duration_s, static_cast<double>(lead.samples) / lead.rate_hz);
            recording.leads.push_back(std::move(lead));
            data.push_back(std::move(slot.data));
        }
        if (recording.leads.empty()) {
            if (first_failure_) return std::unexpected(*first_failure_);
            if (begins_too_late) {
                return fail(ErrorCode::malformed,
                            text::say("the header promises {1} samples, far more than its segments hold, and the first "
                                      "of these lies behind a gap that no recorder leaves",
                                      frames),
                            path_, "correct the lengths in the header or restore it from its source");
            }
            return fail(ErrorCode::empty, "the record is one long gap: no segment holds samples", path_,
                        "open a record that has samples");
        }
        recording.name = header_.name;
        recording.path = path_;
        recording.format = "WFDB";
        recording.format_detail = std::to_string(header_.segment_lines.size()) + " segments, " + detail_;
        recording.start = header_.start;
        recording.comments = std::move(header_.comments);
        recording.header.person = wfdbPerson(recording.comments);
        recording.source = std::make_shared<SegmentsSource>(std::move(headers_), std::move(held_), std::move(data),
                                                            have_checksums_ || checksums_stated_ < 2);
        if (warnings_left_out_ > 0) {
            warnings_.push_back({text::say("and {1} more warnings of this kind", warnings_left_out_), path_});
        }
        recording.warnings = std::move(warnings_);
        return recording;
    }

    // Segments of one record tend to have the same fault: each is said once, and not thousands.
    void warn(Warning warning) {
        for (const Warning& said : warnings_) {
            if (said.what == warning.what && said.where == warning.where) return;
        }
        if (warnings_.size() < kMostWarnings) {
            warnings_.push_back(std::move(warning));
        } else {
            ++warnings_left_out_;
        }
    }

    std::string path_;
    std::filesystem::path folder_;
    WfdbHeader header_;
    bool variable_ = false;
    std::vector<Slot> slots_;
    std::map<std::string, std::optional<Segment>> segments_;  // by name; without a value where it holds nothing
    std::vector<std::string> headers_;                        // of the distinct ones that can be read
    std::vector<std::int64_t> held_;                          // samples of each of these
    std::int64_t checksums_stated_ = 0;
    bool have_checksums_ = false;  // one of them is not zero: two that are zero by chance there never are
    std::string detail_;
    std::vector<Warning> warnings_;
    std::size_t warnings_left_out_ = 0;
    std::optional<Error> first_failure_;
};

}  // namespace

Result<Recording> openWfdbSegments(const std::string& header_path, WfdbHeader header, const Job& job) {
    return Joiner(header_path, std::move(header)).join(job);
}

void forEachSegment(const Recording& recording, const std::function<void(const Recording& segment)>& visit) {
    const auto* const source = dynamic_cast<const SegmentsSource*>(recording.source.get());
    if (source == nullptr) return;
    for (std::size_t i = 0; i < source->segments(); ++i) {
        if (const RecordingPtr segment = source->openSegment(i)) visit(*segment);
    }
}

}  // namespace triptych::formats
