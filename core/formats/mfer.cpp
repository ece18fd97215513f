#include "core/formats/mfer.h"

#include "core/formats/decoded_source.h"
#include "core/formats/lead_names.h"
#include "core/formats/mapped_file.h"
#include "core/formats/mfer_frames.h"
#include "core/formats/text.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <vector>

namespace triptych::formats {
namespace {

constexpr std::int64_t kLargest_bytes = std::int64_t{1} << 31;
constexpr std::int64_t kMostChannels = 1024;

// Of a channel, or of the file where a channel does not say it.
struct Definition {
    std::optional<int> lead;
    std::string name;
    std::optional<double> rate_hz;
    std::optional<MferQuantity> sensitivity;
    std::optional<int> data_type;
    std::optional<std::int64_t> offset;
    std::optional<std::int64_t> null_value;
    std::optional<std::int64_t> block_length;
};

template <class T>
std::optional<T> either(const std::optional<T>& of_channel, const std::optional<T>& of_file) {
    return of_channel ? of_channel : of_file;
}

struct DataType {
    int width;
    bool is_signed;
    bool is_status;
};
constexpr std::array kDataTypes = {DataType{2, true, false},  DataType{2, false, false}, DataType{4, true, false},
                                   DataType{1, false, false}, DataType{2, false, true},  DataType{1, true, false},
                                   DataType{4, false, false}};

// ISO 22077-1, lead codes of electrocardiograms.
std::string leadName(int code) {
    constexpr std::array<const char*, 16> kFirst = {"",   "I",  "II", "V1",  "V2",  "V3",  "V4",  "V5",
                                                    "V6", "V7", "",   "V3R", "V4R", "V5R", "V6R", "V7R"};
    if (code >= 0 && code < static_cast<int>(kFirst.size())) return kFirst[static_cast<std::size_t>(code)];
    switch (code) {
        case 61:
            return "III";
        case 62:
            return "aVR";
        case 63:
            return "aVL";
        case 64:
            return "aVF";
        case 66:
            return "V8";
        case 67:
            return "V9";
        default:
            return "";
    }
}

std::string unitName(int code) {
    constexpr std::array<const char*, 17> kUnits = {"V",    "mmHg", "Pa",  "cmH2O", "mmHg/s", "dyn", "N",  "%", "degC",
                                                    "/min", "/s",   "Ohm", "A",     "rpm",    "W",   "dB", "kg"};
    return code >= 0 && code < static_cast<int>(kUnits.size()) ? kUnits[static_cast<std::size_t>(code)]
                                                               : "unit " + std::to_string(code);
}

class Opener {
public:
    explicit Opener(std::string path) : path_(std::move(path)) {}

    Result<RecordingPtr> open(std::string_view bytes, const Job& job) {
        while (const auto frame = takeMferFrame(bytes)) {
            if (job.stopRequested()) return fail(ErrorCode::cancelled, "opening was stopped", path_);
            if (const auto taken = take(*frame); !taken) return std::unexpected(taken.error());
        }
        return assemble();
    }

private:
    Result<void> take(const MferFrame& frame) {
        const std::string_view value = frame.value;
        switch (frame.tag) {
            case kMferByteOrder:
                is_little_endian_ = !value.empty() && value[0] != 0;
                break;
            case kMferCharacters:
                characters_ = mferText(value, "");
                break;
            case kMferChannels: {
                const std::int64_t count = integer(value);
                if (count < 1 || count > kMostChannels) {
                    return fail(ErrorCode::malformed, "the file states " + std::to_string(count) + " channels", path_,
                                "restore it from its source");
                }
                // What was read stays; takeWave() refuses what follows of another number.
                channels_changed_ = !values_.empty() && values_.size() != static_cast<std::size_t>(count);
                if (!channels_changed_) channels_.resize(static_cast<std::size_t>(count));
                break;
            }
            case kMferSequences:
                sequences_ = integer(value);
                break;
            case kMferCompression:
                if (integer(value) != 0) {
                    return fail(ErrorCode::unsupported, "the samples are compressed, which Triptych does not read",
                                path_, "export the recording without compression");
                }
                break;
            case kMferChannel:
                return takeChannel(frame);
            case kMferWave:
                return takeWave(frame);
            case kMferEvent:
                takeEvent(value);
                break;
            default:
                if (!define(file_, frame)) describe(frame);
        }
        return {};
    }

    // What may be said of the file and of a channel; false for other tags.
    bool define(Definition& into, const MferFrame& frame) {
        const std::string_view value = frame.value;
        switch (frame.tag) {
            case kMferBlockLength:
                into.block_length = integer(value);
                return true;
            case kMferLead:
                if (value.size() >= 2) into.lead = static_cast<int>(integer(value.substr(0, 2)));
                if (value.size() > 2) into.name = mferText(value.substr(2), characters_);
                return true;
            case kMferDataType:
                into.data_type = static_cast<int>(integer(value) & 0xff);
                return true;
            case kMferInterval:
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
                into.offset = mferInteger(value, is_little_endian_, true);
                return true;
            case kMferNull:
                into.null_value = mferInteger(value, is_little_endian_, true);
                return true;
            default:
                return false;
        }
    }

    Result<void> takeChannel(const MferFrame& frame) {
        if (frame.channel >= kMostChannels) {
            return fail(ErrorCode::malformed, "the file describes channel " + std::to_string(frame.channel), path_,
                        "restore it from its source");
        }
        const auto index = static_cast<std::size_t>(frame.channel);
        if (index >= channels_.size()) channels_.resize(index + 1);
        std::string_view rest = frame.value;
        while (const auto inner = takeMferFrame(rest)) (void)define(channels_[index], *inner);
        return {};
    }

    // Blocks of all channels in turn, each channel's samples together.
    Result<void> takeWave(const MferFrame& frame) {
        if (channels_.empty()) channels_.resize(1);
        if (values_.empty()) values_.resize(channels_.size());
        if (channels_changed_ || values_.size() != channels_.size()) {
            warn("the number of channels changes within the file; what follows is not shown");
            return {};
        }
        std::vector<DataType> types;
        std::vector<std::int64_t> lengths;
        std::int64_t block_bytes = 0;
        for (std::size_t i = 0; i < channels_.size(); ++i) {
            const int type = either(channels_[i].data_type, file_.data_type).value_or(0);
            if (type < 0 || type >= static_cast<int>(kDataTypes.size())) {
                return fail(ErrorCode::unsupported,
                            "the samples are of data type " + std::to_string(type) + ", which Triptych does not read",
                            path_, "export the recording with whole numbers of 16 or 32 bits");
            }
            types.push_back(kDataTypes[static_cast<std::size_t>(type)]);
            const auto whole = static_cast<std::int64_t>(frame.value.size()) / types.back().width;
            // Without a length: one block that takes up the frame.
            const std::int64_t length = either(channels_[i].block_length, file_.block_length)
                                            .value_or(whole / static_cast<std::int64_t>(channels_.size()));
            lengths.push_back(std::clamp<std::int64_t>(length, 0, whole));
            block_bytes += lengths.back() * types.back().width;
        }
        if (block_bytes == 0) {
            return fail(ErrorCode::malformed, "a block of the waveform has no samples", path_,
                        "restore the file from its source");
        }
        decode(frame.value, types, lengths, block_bytes);
        types_ = std::move(types);
        if (frame.is_cut) warn("the file ends within its waveform; what is there is shown");
        return {};
    }

    void decode(std::string_view bytes, const std::vector<DataType>& types, const std::vector<std::int64_t>& lengths,
                std::int64_t block_bytes) {
        const std::int64_t blocks = (static_cast<std::int64_t>(bytes.size()) + block_bytes - 1) / block_bytes;
        const std::int64_t stated = sequences_.value_or(blocks);
        if (stated > blocks) {
            warn("the file promises " + std::to_string(stated) + " blocks of samples and holds " +
                 std::to_string(blocks));
        } else if (stated < blocks) {
            warn("the file holds " + std::to_string(blocks) + " blocks of samples and promises only " +
                 std::to_string(stated) + "; all are shown");
        }
        for (std::size_t i = 0; i < types.size(); ++i) {
            values_[i].reserve(values_[i].size() +
                               static_cast<std::size_t>(std::min<std::int64_t>(
                                   lengths[i] * blocks, static_cast<std::int64_t>(bytes.size()) / types[i].width)));
        }
        while (!bytes.empty()) {
            for (std::size_t i = 0; i < types.size(); ++i) {
                const auto width = static_cast<std::size_t>(types[i].width);
                const std::size_t count = std::min(static_cast<std::size_t>(lengths[i]), bytes.size() / width);
                const auto null_value = either(channels_[i].null_value, file_.null_value);
                for (std::size_t k = 0; k < count; ++k) {
                    const std::int64_t value =
                        mferInteger(bytes.substr(k * width, width), is_little_endian_, types[i].is_signed);
                    // The mark's bits, whatever sign the samples have.
                    const bool is_missing = null_value && ((value ^ *null_value) & mask(width)) == 0;
                    values_[i].push_back(is_missing ? kMissingSample : static_cast<std::int32_t>(value));
                }
                bytes.remove_prefix(count < static_cast<std::size_t>(lengths[i]) ? bytes.size() : count * width);
            }
        }
    }

    static std::int64_t mask(std::size_t width) { return (std::int64_t{1} << (8 * width)) - 1; }

    // Code, first sample, duration in samples of the file's own rate, text.
    void takeEvent(std::string_view value) {
        if (value.size() < 2) return;
        Annotation annotation;
        annotation.code = kNote;
        if (value.size() >= 6) annotation.sample = integer(value.substr(2, 4));
        if (value.size() >= 10) annotation.duration = integer(value.substr(6, 4));
        if (value.size() > 10) annotation.aux = mferText(value.substr(10), characters_);
        if (annotation.aux.empty()) annotation.aux = "event " + std::to_string(integer(value.substr(0, 2)));
        events_.push_back(std::move(annotation));
    }

    void describe(const MferFrame& frame) {
        const auto comment = [&](const std::string& name) {
            const std::string text = mferText(frame.value, characters_);
            if (!text.empty()) recording_.comments.push_back(name + ": " + text);
        };
        switch (frame.tag) {
            case kMferPatientName:
                return comment("patient");
            case kMferPatientId:
                return comment("identification");
            case kMferMaker:
                return comment("recorder");
            case kMferNote:
                return comment("note");
            case kMferSex:
                if (integer(frame.value) == 1) recording_.comments.push_back("sex: male");
                if (integer(frame.value) == 2) recording_.comments.push_back("sex: female");
                return;
            case kMferTime:
                return takeTime(frame.value);
            default:
                return;
        }
    }

    void takeTime(std::string_view value) {
        if (value.size() < 7) return;
        const auto part = [&](std::size_t at) { return static_cast<unsigned>(integer(value.substr(at, 1))); };
        const auto year = static_cast<int>(integer(value.substr(0, 2)));
        const std::chrono::year_month_day civil(std::chrono::year(year), std::chrono::month(part(2)),
                                                std::chrono::day(part(3)));
        if (!civil.ok() || year < 1900 || part(4) > 23 || part(5) > 59 || part(6) > 59) return;
        std::array<char, 80> text{};
        std::snprintf(text.data(), text.size(), "%04d-%02u-%02uT%02u:%02u:%02u", year, part(2), part(3), part(4),
                      part(5), part(6));
        recording_.start = text.data();
    }

    Result<RecordingPtr> assemble() {
        std::vector<DecodedLead> leads;
        std::string not_voltages;
        for (std::size_t i = 0; i < values_.size(); ++i) {
            if (values_[i].empty()) {
                warn("channel " + std::to_string(i + 1) + " has no samples and is not shown");
                continue;
            }
            Lead lead = leadOf(i);
            lead.samples = static_cast<std::int64_t>(values_[i].size());
            if (lead.unit != "mV") {
                not_voltages += (not_voltages.empty() ? "" : ", ") + lead.name + " (" + lead.unit + ')';
            }
            recording_.duration_s = std::max(recording_.duration_s, static_cast<double>(lead.samples) / lead.rate_hz);
            leads.push_back({std::move(values_[i]), {lead.gain, lead.baseline, kMissingSample, true}});
            recording_.leads.push_back(std::move(lead));
        }
        if (leads.empty()) {
            return fail(ErrorCode::truncated, "the file holds no samples", path_, "restore it from its source");
        }
        if (!not_voltages.empty()) {
            warn("these signals are not in a unit of voltage and are shown as they are: " + not_voltages);
        }
        if (!events_.empty()) {
            std::stable_sort(events_.begin(), events_.end(),
                             [](const Annotation& a, const Annotation& b) { return a.sample < b.sample; });
            recording_.annotation_sets.push_back({"mfer", file_.rate_hz.value_or(1000), std::move(events_)});
        }
        recording_.name = std::filesystem::path(path_).stem().string();
        recording_.path = path_;
        recording_.format = "MFER";
        recording_.source = std::make_shared<DecodedSource>(std::move(leads));
        return std::make_shared<const Recording>(std::move(recording_));
    }

    Lead leadOf(std::size_t index) {
        const Definition& channel = channels_[index];
        Lead lead;
        const int code = either(channel.lead, file_.lead).value_or(0);
        lead.original_name = channel.name.empty() ? leadName(code) : channel.name;
        if (!lead.original_name.empty()) {
            lead.name = normalisedLeadName(lead.original_name);
        } else {
            std::array<char, 32> text{};
            std::snprintf(text.data(), text.size(), "waveform %04X", static_cast<unsigned>(code) & 0xffff);
            lead.name = code == 0 ? "channel " + std::to_string(index + 1) : text.data();
        }
        const auto rate_hz = either(channel.rate_hz, file_.rate_hz);
        if (!rate_hz) warn("the rate of " + lead.name + " is not stated; MFER's default of 1000 Hz was taken");
        lead.rate_hz = rate_hz.value_or(1000);
        // What a file defines after its waveform does not say how that was stored.
        const DataType type = index < types_.size() ? types_[index] : kDataTypes.front();
        const auto sensitivity = either(channel.sensitivity, file_.sensitivity);
        lead.resolution_bits = 8 * type.width;
        lead.baseline = static_cast<double>(either(channel.offset, file_.offset).value_or(0));
        if (type.is_status || (sensitivity && sensitivity->value == 0)) {
            lead.gain = 1;
            lead.unit = "status";
            return lead;
        }
        // MFER's default is a microvolt.
        lead.unit_assumed = !sensitivity.has_value();
        const MferQuantity step = sensitivity.value_or(MferQuantity{0, 1e-6});
        lead.unit = unitName(step.unit);
        lead.gain = 1 / step.value;
        if (step.unit == 0) {
            lead.unit = "mV";
            lead.gain = 1 / (1000 * step.value);
        }
        return lead;
    }

    std::int64_t integer(std::string_view value) const { return mferInteger(value, is_little_endian_, false); }
    void warn(std::string what) { recording_.warnings.push_back({std::move(what), path_}); }

    std::string path_;
    bool is_little_endian_ = false;
    std::string characters_;
    Definition file_;
    std::vector<Definition> channels_;
    std::optional<std::int64_t> sequences_;
    std::vector<std::vector<std::int32_t>> values_;  // of each channel, all frames joined
    std::vector<DataType> types_;                    // of the channels, in the last waveform
    bool channels_changed_ = false;                  // the file states another number of channels after a waveform
    std::vector<Annotation> events_;
    Recording recording_;
};

}  // namespace

bool sniffMfer(std::string_view beginning) {
    return beginning.size() > 6 && static_cast<std::uint8_t>(beginning[0]) == kMferPreamble &&
           beginning.substr(2, 4) == "MFR ";
}

Result<RecordingPtr> openMfer(const std::string& path, const Job& job) {
    const auto bytes = readWhole(path, kLargest_bytes, "MFER file");
    if (!bytes) return std::unexpected(bytes.error());
    if (bytes->empty()) return fail(ErrorCode::empty, "the file is empty", path, "restore it from its source");
    return Opener(path).open(*bytes, job);
}

}  // namespace triptych::formats
