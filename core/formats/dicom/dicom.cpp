#include "core/formats/dicom/dicom.h"

#include "core/formats/dicom/content.h"
#include "core/formats/dicom/guard.h"
#include "core/formats/dicom/notes.h"
#include "core/formats/dicom/padding.h"
#include "core/formats/dicom/source.h"
#include "core/formats/gaps.h"
#include "core/formats/lead_names.h"
#include "core/formats/limb_leads.h"
#include "core/text/numbers.h"
#include "core/text/said.h"
#include "core/text/words.h"

#include <algorithm>
#include <cmath>
#include <filesystem>

namespace triptych::formats {
namespace {

constexpr double kHighestRate_hz = 1e6;
constexpr double kLongestDelay_s = 86'400;
// A group that is derived from another and no longer than this is a median beat, whatever its label.
constexpr double kLongestMedian_s = 2.4;

bool saysMedian(std::string_view text) {
    const std::string low = text::lowered(text);
    for (const char* word : {"median", "average", "template", "representative"}) {
        if (low.find(word) != std::string::npos) return true;
    }
    return false;
}

bool isMedian(const DicomGroup& group) {
    if (text::lowered(group.label) == "rhythm") return false;
    if (saysMedian(group.label)) return true;
    for (const DicomChannel& channel : group.definitions) {
        for (const DicomCode& modifier : channel.modifiers) {
            if (saysMedian(modifier.meaning)) return true;
        }
    }
    return group.originality == "DERIVED" && group.label.empty() &&
           static_cast<double>(group.samples) < kLongestMedian_s * group.rate_hz;
}

class Opener {
public:
    Opener(std::string path, DicomLayout layout, DicomContent content)
        : path_(std::move(path)), layout_(std::move(layout)), content_(std::move(content)) {}

    Result<RecordingPtr> open() {
        std::vector<DicomGroupTime> times;
        for (std::size_t i = 0; i < content_.groups.size(); ++i) {
            const DicomGroup& group = content_.groups[i];
            times.push_back({!isMedian(group), group.rate_hz > 0 ? group.rate_hz : 1, group.offset_ms / 1000});
            if (!times.back().shown) {
                recording_.comments.push_back(groupName(i).text() + " holds median beats and is not shown as rhythm");
                continue;
            }
            if (const auto added = addGroup(i); !added && !first_failure_) first_failure_ = added.error();
        }
        if (recording_.leads.empty()) {
            if (first_failure_) return std::unexpected(*first_failure_);
            return fail(ErrorCode::unsupported, "the DICOM file holds median beats alone and no rhythm", path_,
                        "open the recording that they were made from");
        }
        alignStarts(times);
        DicomNotes notes = notesOf(content_.notes, times, recording_.leads.front().rate_hz);
        for (AnnotationSet& set : notes.sets) recording_.annotation_sets.push_back(std::move(set));
        return finish(std::move(notes.comments));
    }

private:
    [[nodiscard]] text::Said groupName(std::size_t index) const {
        const std::string& label = content_.groups[index].label;
        return label.empty() ? text::say("waveform group {1}", index + 1)
                             : text::say("waveform group {1} ({2})", index + 1, label);
    }

    // A group that cannot be shown is said, and the others are.
    Result<void> refuse(std::size_t index, ErrorCode code, const text::Said& reason) {
        const text::Said what = text::say("{1} {2}", groupName(index), reason);
        warn(what);
        return fail(code, what, path_, "restore the file from its source");
    }

    Result<void> addGroup(std::size_t index) {
        const DicomGroup& group = content_.groups[index];
        const DicomSamples& samples = layout_.samples[index];
        const DicomSampleFormat* const format = findDicomSampleFormat(group.interpretation, group.bits_allocated);
        if (format == nullptr) {
            return refuse(index, ErrorCode::unsupported,
                          text::say("has samples of an unknown kind, {1} in {2} bits",
                                    text::inQuotes(group.interpretation), group.bits_allocated));
        }
        if (!(group.rate_hz > 0 && group.rate_hz <= kHighestRate_hz)) {
            return refuse(index, ErrorCode::malformed,
                          text::say("has a sampling rate of {1} Hz", text::shortestText(group.rate_hz)));
        }
        if (group.channels == 0) return refuse(index, ErrorCode::malformed, "has no channels");
        const std::int64_t whole_words = samples.bytes & ~static_cast<std::int64_t>(samples.swap);
        const std::int64_t there = whole_words / (std::int64_t{format->bytes} * group.channels);
        if (there == 0) return refuse(index, ErrorCode::empty, "holds no samples");
        std::int64_t count = there;
        if (group.samples > there) {
            warn(text::say("{1} promises {2} samples and holds {3}, which are shown", groupName(index), group.samples,
                           there));
        } else if (group.samples > 0) {
            count = group.samples;
        }
        if (static_cast<int>(group.definitions.size()) != group.channels) {
            names_are_sure_ = false;
            warn(
                text::say("{1} defines {2} channels and holds {3}: names and amplitudes are those of the first ones "
                          "defined, and may not be these channels' own",
                          groupName(index), group.definitions.size(), group.channels));
        }
        for (int channel = 0; channel < group.channels; ++channel) {
            const DicomChannel unknown;
            const bool defined = channel < static_cast<int>(group.definitions.size());
            addLead(index, channel, count, *format,
                    defined ? group.definitions[static_cast<std::size_t>(channel)] : unknown);
        }
        if (group.padding) {
            const auto added = std::span(lanes_).last(static_cast<std::size_t>(group.channels));
            findPadding(layout_.bytes, added, *group.padding, group.rate_hz);
        }
        return {};
    }

    void addLead(std::size_t index, int channel, std::int64_t count, const DicomSampleFormat& format,
                 const DicomChannel& definition) {
        const DicomGroup& group = content_.groups[index];
        Lead lead;
        lead.original_name = !definition.source.meaning.empty() ? definition.source.meaning : definition.label;
        lead.name = leadOfCode(definition.source.scheme, definition.source.value);
        if (lead.name.empty()) lead.name = normalisedLeadName(lead.original_name);
        if (lead.name.empty()) lead.name = "channel " + std::to_string(recording_.leads.size() + 1);
        lead.rate_hz = group.rate_hz;
        lead.resolution_bits = definition.bits_stored;
        scaleOf(definition, format, lead);
        DicomLane lane;
        lane.samples = layout_.samples[index];
        lane.format = &format;
        lane.channels = group.channels;
        lane.channel = channel;
        lane.count = count;
        lane.delay = delayOf(definition, group, lead.name);
        const bool wide = format.bytes == 4 || static_cast<float>(lead.gain) != lead.gain ||
                          static_cast<float>(lead.baseline) != lead.baseline;
        lane.scale = {lead.gain, lead.baseline, kMissingSample, wide};
        lane.sign_bits = signBitsOf(lane, definition, lead.name);
        recording_.leads.push_back(std::move(lead));
        lanes_.push_back(lane);
    }

    // PS3.3 C.10.9.1.5 has the bits behind those that are stored repeat the sign. Where samples of "12 bits in 16"
    // never do, some writer left them empty, and the sign is the twelfth bit; where they use more bits than are stated,
    // the statement is wrong. 0: the samples are as they should be.
    int signBitsOf(DicomLane lane, const DicomChannel& definition, const std::string& name) {
        constexpr std::int64_t kLooked_samples = 1 << 18;
        const int bits = definition.bits_stored;
        const bool is_signed = lane.format->interpretation == "SS" || lane.format->interpretation == "SL";
        if (!is_signed || bits < 2 || bits >= 8 * lane.format->bytes) return 0;
        lane.delay = 0;
        std::vector<std::int32_t> values(static_cast<std::size_t>(std::min(lane.count, kLooked_samples)));
        DicomSource(layout_.bytes, {lane}).readStored(0, 0, values);
        const std::int64_t half = std::int64_t{1} << (bits - 1);
        std::int64_t lowest = 0;
        std::int64_t highest = 0;
        for (const std::int32_t value : values) {
            if (value == kMissingSample) continue;
            lowest = std::min<std::int64_t>(lowest, value);
            highest = std::max<std::int64_t>(highest, value);
        }
        if (lowest >= -half && highest < half) return 0;
        if (lowest >= 0 && highest < 2 * half) return bits;
        warn(text::say("the samples of {1} use more than the {2} bits that the file states; all of them are shown",
                       name, bits));
        return 0;
    }

    // PS3.3 C.10.9.1.4: value = stored · sensitivity · correction factor + baseline, in the sensitivity's units.
    void scaleOf(const DicomChannel& definition, const DicomSampleFormat& format, Lead& lead) {
        const double step = definition.sensitivity.value_or(0) * definition.correction;
        const std::string& unit = definition.unit.value.empty() ? definition.unit.meaning : definition.unit.value;
        lead.baseline = 0 - format.offset;  // never -0
        if (step == 0 || !std::isfinite(1 / step)) {
            lead.unit = "stored";
            lead.gain = 1;
            unscaled_.push_back(lead.name);
            return;
        }
        lead.gain = 1 / step;
        lead.baseline -= definition.baseline / step;
        lead.unit = unit.empty() ? "unknown unit" : unit;
        if (const auto millivolts = millivoltsPer(unit)) {
            lead.unit = "mV";
            lead.gain /= *millivolts;
        } else {
            not_voltages_.push_back(lead.name + " (" + lead.unit + ')');
        }
    }

    std::int64_t delayOf(const DicomChannel& definition, const DicomGroup& group, const std::string& name) {
        const double delay_s = group.offset_ms / 1000 +
                               (definition.skew_s != 0 ? definition.skew_s : definition.skew_samples / group.rate_hz);
        if (std::abs(delay_s) > kLongestDelay_s) {
            warn(text::say("the stated start of {1}, {2} s off, is ignored", name, text::shortestText(delay_s)));
            return 0;
        }
        return static_cast<std::int64_t>(std::llround(delay_s * group.rate_hz));
    }

    // The recording begins where its earliest lead does. Leads within one sample of each other need no shift.
    void alignStarts(std::vector<DicomGroupTime>& times) {
        double earliest_s = kLongestDelay_s;
        for (std::size_t i = 0; i < lanes_.size(); ++i) {
            earliest_s = std::min(earliest_s, static_cast<double>(lanes_[i].delay) / recording_.leads[i].rate_hz);
        }
        for (std::size_t i = 0; i < lanes_.size(); ++i) {
            Lead& lead = recording_.leads[i];
            lanes_[i].delay = std::max<std::int64_t>(
                lanes_[i].delay - static_cast<std::int64_t>(std::llround(earliest_s * lead.rate_hz)), 0);
            if (lanes_[i].delay > mostSamples(lanes_[i].count) - lanes_[i].count) {
                warn(
                    text::say("the stated start of {1}, {2} s behind the first lead's, lies too far off for so few "
                              "samples and is ignored",
                              lead.name, text::shortestText(static_cast<double>(lanes_[i].delay) / lead.rate_hz)));
                lanes_[i].delay = 0;
            }
            lead.samples = lanes_[i].delay + lanes_[i].count;
            recording_.duration_s = std::max(recording_.duration_s, static_cast<double>(lead.samples) / lead.rate_hz);
        }
        for (DicomGroupTime& time : times) time.start_s -= earliest_s;
    }

    Result<RecordingPtr> finish(std::vector<std::string> sayings) {
        const auto listed = [](const std::vector<std::string>& names) {
            std::string list;
            for (const std::string& name : names) list += (list.empty() ? "" : ", ") + name;
            return list;
        };
        if (!unscaled_.empty()) {
            warn(text::say("the file states no sensitivity for {1}: shown in stored units", listed(unscaled_)));
        }
        if (!not_voltages_.empty()) {
            warn(text::say("these channels are not in a unit of voltage and are shown as they are: {1}",
                           listed(not_voltages_)));
        }
        recording_.name = std::filesystem::path(path_).stem().string();
        recording_.path = path_;
        recording_.format = "DICOM";
        const DicomGroup& first = content_.groups.front();
        recording_.format_detail = std::to_string(content_.groups.size()) +
                                   (content_.groups.size() == 1 ? " waveform group of " : " waveform groups of ") +
                                   std::to_string(first.bits_allocated) + "-bit " + first.interpretation + ", " +
                                   (layout_.bytes.inflated ? "deflated"
                                    : layout_.big_endian   ? "big endian"
                                    : layout_.explicit_vr  ? "explicit"
                                                           : "implicit");
        recording_.start = std::move(content_.start);
        recording_.header = std::move(content_.header);
        addMeasurements(content_.notes, recording_.header);
        std::vector<std::string> comments = std::move(content_.comments);
        comments.insert(comments.end(), sayings.begin(), sayings.end());
        comments.insert(comments.end(), recording_.comments.begin(), recording_.comments.end());
        recording_.comments = std::move(comments);
        recording_.source = std::make_shared<DicomSource>(layout_.bytes, std::move(lanes_));
        if (names_are_sure_) deriveLimbLeads(recording_);
        return std::make_shared<const Recording>(std::move(recording_));
    }

    void warn(text::Said what) { recording_.warnings.push_back({std::move(what), path_}); }

    std::string path_;
    DicomLayout layout_;
    DicomContent content_;
    Recording recording_;
    std::vector<DicomLane> lanes_;
    std::vector<std::string> unscaled_;
    std::vector<std::string> not_voltages_;
    bool names_are_sure_ = true;  // the channels' definitions are theirs
    std::optional<Error> first_failure_;
};

}  // namespace

bool sniffDicom(std::string_view beginning) {
    return looksLikeDicom(beginning);
}

Result<RecordingPtr> openDicom(const std::string& path, const Job& job) {
    auto file = files::MappedFile::open(path);
    if (!file) return std::unexpected(file.error());
    auto layout = checkDicom(*file, job);
    if (!layout) return std::unexpected(layout.error());
    auto content = readDicomContent(*layout);
    if (!content) return std::unexpected(content.error());
    return Opener(path, std::move(*layout), std::move(*content)).open();
}

}  // namespace triptych::formats
