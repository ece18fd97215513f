#include "core/formats/mfer/mfer.h"

#include "core/files/mapped_file.h"
#include "core/formats/decoded_source.h"
#include "core/formats/lead_names.h"
#include "core/formats/limb_leads.h"
#include "core/formats/mfer/codes.h"
#include "core/formats/mfer/frames.h"
#include "core/formats/mfer/notes.h"
#include "core/formats/mfer/samples.h"
#include "core/text/numbers.h"
#include "core/text/said.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <utility>
#include <vector>

namespace triptych::formats {
namespace {

constexpr std::int64_t kLargest_bytes = std::int64_t{1} << 31;
constexpr std::int64_t kMostChannels = 1024;
constexpr double kDefaultRate_hz = 1000;
constexpr int kDeepestGroup = 8;

// Of a channel, or of the file where a channel does not say it.
struct Definition {
    std::optional<int> lead;
    std::string name;
    std::optional<double> rate_hz;
    std::optional<MferQuantity> sensitivity;
    std::optional<int> data_type;
    std::optional<std::string> offset;  // in the bytes of a sample
    std::optional<std::int64_t> null_value;
    std::optional<std::int64_t> block_length;
    std::optional<std::int64_t> sequences;
};

template <class T>
std::optional<T> either(const std::optional<T>& of_channel, const std::optional<T>& of_file) {
    return of_channel ? of_channel : of_file;
}

// What a channel's samples are, settled by its first waveform frame: definitions may change behind it.
struct Shape {
    int lead = 0;
    std::string name;
    std::optional<double> rate_hz;
    std::optional<MferQuantity> sensitivity;
    MferDataType type;
    double offset = 0;

    friend bool operator==(const Shape&, const Shape&) = default;
};

class Opener {
public:
    explicit Opener(std::string path) : path_(std::move(path)) {}

    Result<RecordingPtr> open(std::string_view bytes, const Job& job) {
        file_bytes_ = static_cast<std::int64_t>(bytes.size());
        while (const auto frame = takeMferFrame(bytes)) {
            if (job.stopRequested()) return fail(ErrorCode::cancelled, "opening was stopped", path_);
            if (const auto taken = take(*frame, 0); !taken) return std::unexpected(taken.error());
        }
        return assemble();
    }

private:
    Result<void> take(const MferFrame& frame, int depth) {
        std::string_view value = frame.value;
        switch (frame.tag) {
            case kMferByteOrder:
                is_little_endian_ = !value.empty() && value[0] != 0;
                break;
            case kMferCharacters:
                characters_ = mferText(value, "");
                break;
            case kMferChannels: {
                const std::int64_t count = value.empty() ? 1 : integer(value);
                if (count < 1 || count > kMostChannels) {
                    return fail(ErrorCode::malformed, text::say("the file states {1} channels", count), path_,
                                "restore it from its source");
                }
                channels_.assign(static_cast<std::size_t>(count), {});
                has_count_ = true;
                break;
            }
            case kMferPointer:
                pointer_ = value.empty() ? std::nullopt : std::optional(integer(value));
                break;
            case kMferWaveform:
                waveform_ =
                    value.size() < 2 ? static_cast<int>(integer(value)) : static_cast<int>(integer(value.substr(0, 2)));
                break;
            case kMferCompression:
                return takeCompression(value);
            case kMferChannel:
                return takeChannel(frame);
            case kMferGroup:
                while (const auto inner = depth < kDeepestGroup ? takeMferFrame(value) : std::nullopt) {
                    if (const auto taken = take(*inner, depth + 1); !taken) return taken;
                }
                break;
            case kMferWave:
                return takeWave(frame);
            default:
                if (!define(file_, frame)) notes_.take(frame, is_little_endian_, characters_);
        }
        return {};
    }

    // Codes and the lengths before and behind packing. 1 are the differences that MWF_DTP calls 9; what lies under the
    // others the standard leaves to their makers.
    Result<void> takeCompression(std::string_view value) {
        const std::int64_t code = integer(value.substr(0, 2));
        as_differences_ = code == 1 && value.size() <= 2;
        if (code == 0 || as_differences_) return {};
        return fail(
            ErrorCode::unsupported,
            text::say("the samples are compressed in a way that ISO 22077-1 does not describe (code {1})", code), path_,
            "export the recording without compression");
    }

    // What may be said of the file and of a channel; false for other tags. A definition without a value takes an
    // earlier one back.
    bool define(Definition& into, const MferFrame& frame) {
        const std::string_view value = frame.value;
        const auto number = [&](bool is_signed) {
            return value.empty() ? std::nullopt : std::optional(mferInteger(value, is_little_endian_, is_signed));
        };
        switch (frame.tag) {
            case kMferBlockLength:
                into.block_length = number(false);
                return true;
            case kMferSequences:
                into.sequences = number(false);
                return true;
            case kMferLead:
                into.lead = value.empty() ? std::nullopt : std::optional(static_cast<int>(integer(value.substr(0, 2))));
                into.name = value.size() > 2 ? mferText(value.substr(2), characters_) : "";
                return true;
            case kMferDataType:
                into.data_type = value.empty() ? std::nullopt : std::optional(static_cast<int>(integer(value) & 0xff));
                return true;
            case kMferInterval:
                into.rate_hz.reset();
                if (const auto interval = mferQuantity(value, is_little_endian_); interval && interval->value > 0) {
                    // 0: hertz, 1: seconds
                    if (interval->unit == 0) into.rate_hz = interval->value;
                    if (interval->unit == 1) into.rate_hz = 1 / interval->value;
                }
                return true;
            case kMferSensitivity:
                into.sensitivity = mferQuantity(value, is_little_endian_);
                return true;
            case kMferOffset:
                into.offset = value.empty() ? std::nullopt : std::optional(std::string(value));
                return true;
            case kMferNull:
                into.null_value = number(true);
                return true;
            default:
                return false;
        }
    }

    Result<void> takeChannel(const MferFrame& frame) {
        if (frame.channel >= kMostChannels) {
            return fail(ErrorCode::malformed, text::say("the file describes channel {1}", frame.channel), path_,
                        "restore it from its source");
        }
        const auto index = static_cast<std::size_t>(frame.channel);
        if (index >= channels_.size()) {
            if (has_count_) {
                warn(text::say("the file describes channel {1} and has {2}", index + 1, channels_.size()));
                return {};
            }
            channels_.resize(index + 1);
        }
        std::string_view rest = frame.value;
        while (const auto inner = takeMferFrame(rest)) (void)define(channels_[index], *inner);
        return {};
    }

    // Blocks of all channels in turn, each channel's samples together.
    Result<void> takeWave(const MferFrame& frame) {
        if (channels_.empty()) channels_.resize(1);
        if (const std::string what = mferNoRhythm(waveform_); !what.empty()) {
            ++other_frames_;
            recording_.comments.push_back("Also in the file, and no rhythm: " + what + " of " +
                                          std::to_string(channels_.size()) +
                                          (channels_.size() == 1 ? " lead" : " leads"));
            return {};
        }
        std::vector<Shape> shapes;
        std::vector<std::int64_t> lengths;
        std::int64_t block_bytes = 0;
        for (const Definition& channel : channels_) {
            const auto shape = shapeOf(channel);
            if (!shape) return std::unexpected(shape.error());
            shapes.push_back(*shape);
            const auto whole = static_cast<std::int64_t>(frame.value.size()) / shape->type.width;
            lengths.push_back(
                std::clamp<std::int64_t>(either(channel.block_length, file_.block_length).value_or(1), 0, whole));
            block_bytes += lengths.back() * shape->type.width;
        }
        if (block_bytes == 0) {
            return fail(ErrorCode::malformed, "a block of the waveform has no samples", path_,
                        "restore the file from its source");
        }
        if (shapes_.empty()) {
            shapes_ = std::move(shapes);
            for (const Shape& shape : shapes_) tracks_.emplace_back(shape.type);
        } else if (shapes != shapes_) {
            warnOnce(
                "a later part of the waveform has other channels, rates or scales than the first; it is not shown");
            return {};
        }
        followPointer();
        decode(frame.value, lengths, block_bytes);
        if (frame.is_cut) warn("the file ends within its waveform; what is there is shown");
        return {};
    }

    Result<Shape> shapeOf(const Definition& channel) const {
        Shape shape;
        const int code = either(channel.data_type, file_.data_type).value_or(0);
        const auto type = mferDataType(code);
        if (!type) {
            return fail(ErrorCode::unsupported,
                        text::say("the samples are of data type {1}, which ISO 22077-1 does not know", code), path_,
                        "export the recording with whole numbers of 16 or 32 bits");
        }
        shape.type = as_differences_ && type->kind == MferDataType::Kind::whole ? *mferDataType(9) : *type;
        // A lead that the file names for all is its first channel's.
        const bool is_first = &channel == channels_.data();
        shape.lead = channel.lead ? *channel.lead : is_first || channels_.size() == 1 ? file_.lead.value_or(0) : 0;
        shape.name = channel.lead || !is_first ? channel.name : file_.name;
        shape.rate_hz = either(channel.rate_hz, file_.rate_hz);
        shape.sensitivity = either(channel.sensitivity, file_.sensitivity);
        const auto offset = either(channel.offset, file_.offset);
        if (offset) shape.offset = mferNumber(*offset, is_little_endian_, shape.type);
        return shape;
    }

    // A frame's own place, counted by the clock of the file (MWF_IVL outside of channels): what was not recorded
    // between two frames is a gap. What a file can claim to be one is bounded by its own size.
    void followPointer() {
        const std::int64_t place = std::exchange(pointer_, std::nullopt).value_or(-1);
        if (place < 0 || tracks_.front().size() == 0) {
            first_place_ = std::max<std::int64_t>(place, 0);
            return;
        }
        const double clock_hz = file_.rate_hz.value_or(kDefaultRate_hz);
        const auto rateOf = [&](std::size_t i) { return shapes_[i].rate_hz.value_or(kDefaultRate_hz); };
        const double elapsed_s = static_cast<double>(place - first_place_) / clock_hz;
        const double gap_s = elapsed_s - static_cast<double>(tracks_.front().size()) / rateOf(0);
        if (std::abs(gap_s) * rateOf(0) < 1) return;
        double missing = missing_;  // of all gaps together
        for (std::size_t i = 0; i < tracks_.size(); ++i) missing += gap_s * rateOf(i);
        if (gap_s < 0 || missing * sizeof(std::int32_t) > static_cast<double>(file_bytes_)) {
            warnOnce(
                "a part of the waveform states a place in time that cannot be; it is shown right behind the one "
                "before");
            return;
        }
        missing_ = missing;
        for (std::size_t i = 0; i < tracks_.size(); ++i) {
            tracks_[i].skip(static_cast<std::size_t>(std::llround(gap_s * rateOf(i))));
        }
    }

    void decode(std::string_view bytes, const std::vector<std::int64_t>& lengths, std::int64_t block_bytes) {
        const std::int64_t blocks = (static_cast<std::int64_t>(bytes.size()) + block_bytes - 1) / block_bytes;
        const bool have_own_ends = std::any_of(channels_.begin(), channels_.end(),
                                               [](const Definition& channel) { return channel.sequences.has_value(); });
        const std::int64_t stated = have_own_ends ? blocks : file_.sequences.value_or(blocks);
        if (stated > blocks) {
            warn(text::say("the file promises {1} blocks of samples and holds {2}", stated, blocks));
        } else if (stated < blocks) {
            warn(
                text::say("the file holds {1} blocks of samples and promises only {2}; all are shown", blocks, stated));
        }
        for (MferTrack& track : tracks_) track.beginFrame();
        for (std::int64_t block = 0; !bytes.empty(); ++block) {
            bool any = false;
            for (std::size_t i = 0; i < tracks_.size(); ++i) {
                // A channel may say that it ends before the others do, or that it has no samples at all.
                if (lengths[i] == 0 || (channels_[i].sequences && block >= *channels_[i].sequences)) continue;
                any = true;
                const auto width = static_cast<std::size_t>(shapes_[i].type.width);
                const auto length = static_cast<std::size_t>(lengths[i]);
                const std::size_t count = std::min(length, bytes.size() / width);
                tracks_[i].append(bytes, count, is_little_endian_, either(channels_[i].null_value, file_.null_value));
                bytes.remove_prefix(count < length ? bytes.size() : count * width);
            }
            if (!any) {
                warn("the file holds samples behind the last block that it promises; they are not shown");
                return;
            }
        }
    }

    Result<RecordingPtr> assemble() {
        if (tracks_.empty() && other_frames_ > 0) {
            return fail(ErrorCode::unsupported, "the file holds no rhythm but what was computed from one", path_,
                        "open the recording that it was made from");
        }
        std::vector<DecodedLead> leads;
        std::string not_voltages;
        for (std::size_t i = 0; i < tracks_.size(); ++i) {
            if (tracks_[i].size() == 0) {
                warn(text::say("channel {1} has no samples and is not shown", i + 1));
                continue;
            }
            if (tracks_[i].hasJumpMark()) {
                return fail(ErrorCode::unsupported,
                            "the samples are stored as differences, and some are -128, which ISO 22077-1 does not "
                            "tell apart from the mark of a jump",
                            path_, "export the recording with whole numbers of 16 or 32 bits");
            }
            MferTrack::Stored stored = tracks_[i].take();
            Lead lead = leadOf(i, stored);
            lead.samples = static_cast<std::int64_t>(stored.values.size());
            if (lead.unit != "mV") {
                not_voltages += (not_voltages.empty() ? "" : ", ") + lead.name + " (" + lead.unit + ')';
            }
            recording_.duration_s = std::max(recording_.duration_s, static_cast<double>(lead.samples) / lead.rate_hz);
            leads.push_back({std::move(stored.values), {lead.gain, lead.baseline, kMissingSample, true}});
            recording_.leads.push_back(std::move(lead));
        }
        if (leads.empty()) {
            return fail(ErrorCode::truncated, "the file holds no samples", path_, "restore it from its source");
        }
        if (!not_voltages.empty()) {
            warn(text::say("these signals are not in a unit of voltage and are shown as they are: {1}", not_voltages));
        }
        if (std::vector<Annotation> events = notes_.takeEvents(); !events.empty()) {
            recording_.annotation_sets.push_back({"mfer", file_.rate_hz.value_or(kDefaultRate_hz), std::move(events)});
        }
        recording_.start = notes_.start();
        recording_.comments.insert(recording_.comments.begin(), notes_.comments().begin(), notes_.comments().end());
        recording_.name = std::filesystem::path(path_).stem().string();
        recording_.path = path_;
        recording_.format = "MFER";
        const MferDataType& type = shapes_.front().type;
        if (type.kind == MferDataType::Kind::floating) {
            recording_.format_detail = std::to_string(8 * type.width) + "-bit floating point";
        }
        if (type.kind == MferDataType::Kind::difference) recording_.format_detail = "8-bit differences";
        recording_.source = std::make_shared<DecodedSource>(std::move(leads));
        deriveLimbLeads(recording_);
        return std::make_shared<const Recording>(std::move(recording_));
    }

    Lead leadOf(std::size_t index, const MferTrack::Stored& stored) {
        const Shape& shape = shapes_[index];
        Lead lead;
        lead.original_name = shape.name.empty() ? mferLeadName(shape.lead) : shape.name;
        if (!lead.original_name.empty()) {
            lead.name = normalisedLeadName(lead.original_name);
        } else {
            std::array<char, 32> text{};
            std::snprintf(text.data(), text.size(), "waveform %04X", static_cast<unsigned>(shape.lead) & 0xffff);
            lead.name = shape.lead == 0 ? "channel " + std::to_string(index + 1) : text.data();
        }
        if (!shape.rate_hz)
            warn(text::say("the rate of {1} is not stated; MFER's default of 1000 Hz was taken", lead.name));
        lead.rate_hz = shape.rate_hz.value_or(kDefaultRate_hz);
        lead.resolution_bits = shape.type.kind == MferDataType::Kind::difference ? 0 : 8 * shape.type.width;
        lead.baseline = stored.zero + shape.offset / stored.step;
        if (shape.offset != 0) {
            warn(text::say("the samples of {1} are shifted by {2}, which is taken as the stored value of zero",
                           lead.name, text::shortestText(shape.offset)));
        }
        if (shape.type.kind == MferDataType::Kind::status || (shape.sensitivity && shape.sensitivity->value == 0)) {
            lead.gain = 1 / stored.step;
            lead.unit = "status";
            return lead;
        }
        // MFER's default is a microvolt.
        lead.unit_assumed = !shape.sensitivity.has_value();
        const MferQuantity step = shape.sensitivity.value_or(MferQuantity{0, 1e-6});
        lead.unit = step.unit == 0 ? "mV" : mferUnitName(step.unit);
        lead.gain = 1 / ((step.unit == 0 ? 1000 * step.value : step.value) * stored.step);
        return lead;
    }

    std::int64_t integer(std::string_view value) const { return mferInteger(value, is_little_endian_, false); }
    void warn(text::Said what) { recording_.warnings.push_back({std::move(what), path_}); }
    void warnOnce(const text::Said& what) {
        const auto is_same = [&what](const Warning& warning) { return warning.what == what; };
        if (std::none_of(recording_.warnings.begin(), recording_.warnings.end(), is_same)) warn(what);
    }

    std::string path_;
    std::int64_t file_bytes_ = 0;
    bool is_little_endian_ = false;
    std::string characters_;
    Definition file_;
    std::vector<Definition> channels_;
    bool has_count_ = false;       // the file states how many channels it has
    bool as_differences_ = false;  // by MWF_CMP
    int waveform_ = 0;
    std::optional<std::int64_t> pointer_;  // of the frame to come
    std::int64_t first_place_ = 0;
    double missing_ = 0;             // samples in gaps
    std::vector<Shape> shapes_;      // of the channels shown
    std::vector<MferTrack> tracks_;  // their samples
    int other_frames_ = 0;           // that are no rhythm
    MferNotes notes_;
    Recording recording_;
};

}  // namespace

bool sniffMfer(std::string_view beginning) {
    return looksLikeMfer(beginning);
}

Result<RecordingPtr> openMfer(const std::string& path, const Job& job) {
    const auto bytes = files::readWhole(path, kLargest_bytes, "MFER file");
    if (!bytes) return std::unexpected(bytes.error());
    if (bytes->empty()) return fail(ErrorCode::empty, "the file is empty", path, "restore it from its source");
    return Opener(path).open(*bytes, job);
}

}  // namespace triptych::formats
