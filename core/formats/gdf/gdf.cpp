#include "core/formats/gdf/gdf.h"

#include "core/files/mapped_file.h"
#include "core/formats/decoded_recording.h"
#include "core/formats/gdf/header.h"
#include "core/formats/quantised.h"
#include "core/text/said.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstdio>

namespace triptych::formats {
namespace {

constexpr std::int64_t kMostSamples = std::int64_t{1} << 28;  // of all channels: they are decoded into memory
constexpr std::int64_t kBlock_bytes = 1 << 20;
constexpr std::int64_t kMostEvents = 1 << 24;

// Codes of BIOSIG's table that mean the same as WFDB's; the highest bit ends what the others began.
constexpr int kQrs = 0x0501;
constexpr int kPWaveEvent = 0x0502;
constexpr int kTWaveEvent = 0x0506;
constexpr int kEnds = 0x8000;

std::string copyOf(const files::MappedFile& file, std::int64_t offset, std::int64_t count) {
    std::string bytes(static_cast<std::size_t>(std::clamp<std::int64_t>(file.size() - offset, 0, count)), '\0');
    char* const to = bytes.data();
    const auto copy = [to](std::span<const std::byte> from) {
        std::copy_n(reinterpret_cast<const char*>(from.data()), from.size(), to);
    };
    if (bytes.empty() || !file.withBytes(offset, static_cast<std::int64_t>(bytes.size()), copy)) bytes.clear();
    return bytes;
}

bool isSigned(int type) {
    return type == 1 || type == 3 || type == 5 || type == 7 || type == 279;
}

double sampleAt(std::string_view bytes, std::size_t at, const GdfChannel& channel) {
    const std::uint64_t bits = gdfWord(bytes, at, channel.bytes);
    if (channel.type == 16) return std::bit_cast<float>(static_cast<std::uint32_t>(bits));
    if (channel.type == 17) return std::bit_cast<double>(bits);
    if (!isSigned(channel.type)) return static_cast<double>(bits);
    const int shift = 64 - 8 * channel.bytes;
    return static_cast<double>(static_cast<std::int64_t>(bits << shift) >> shift);
}

std::string named(int code) {
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "event 0x%04x", static_cast<unsigned>(code & ~kEnds));
    return std::string(text.data()) + ((code & kEnds) != 0 ? " ends" : "");
}

Annotation annotationOf(std::int64_t sample, int code, std::int64_t duration, int channel) {
    Annotation annotation;
    annotation.sample = sample;
    annotation.duration = duration;
    annotation.channel = static_cast<std::uint8_t>(std::clamp(channel - 1, 0, 255));
    switch (code) {
        case kQrs:
            annotation.code = kLearn;  // that a beat is there is all that it says
            break;
        case kPWaveEvent:
            annotation.code = kPWave;
            break;
        case kTWaveEvent:
            annotation.code = kTWave;
            break;
        default:
            annotation.code = kNote;
            annotation.aux = named(code);
    }
    return annotation;
}

class Opener {
public:
    Opener(const std::string& path, std::shared_ptr<const files::MappedFile> file, GdfHeader header)
        : file_(std::move(file)), header_(std::move(header)), out_(path, "GDF") {}

    Result<RecordingPtr> open(const Job& job) {
        const std::string& path = out_.recording.path;
        const std::int64_t there =
            std::max<std::int64_t>(file_->size() - header_.data_offset, 0) / header_.record_bytes;
        const std::int64_t records = header_.records < 0 ? there : std::min(header_.records, there);
        if (records == 0) {
            return fail(header_.records == 0 ? ErrorCode::empty : ErrorCode::truncated,
                        header_.records == 0 ? text::Said("the file holds events and no signal")
                                             : text::Said("the file ends before its first record"),
                        path, "open a file with samples");
        }
        if (header_.records > there) {
            out_.warn(text::say(
                "the file ends early: the header promises {1} records and the file holds {2}, which are shown",
                header_.records, there));
        }
        std::int64_t each = 0;
        for (const GdfChannel& channel : header_.channels) each += channel.samples_per_record;
        if (each > kMostSamples / records) {
            return fail(ErrorCode::refused, "the recording has more samples than are held in memory", path,
                        "convert it to EDF or WFDB");
        }
        if (auto read = readRecords(records, job); !read) return std::unexpected(read.error());
        out_.recording.format_detail = "GDF " + header_.version;
        out_.recording.start = header_.start;
        out_.recording.comments = header_.comments;
        for (std::size_t i = 0; i < header_.channels.size(); ++i) addLead(i);
        if (header_.records >= 0 && header_.records <= there) addEvents(records);
        return out_.finish();
    }

private:
    Result<void> readRecords(std::int64_t records, const Job& job) {
        values_.resize(header_.channels.size());
        const std::int64_t block = std::max<std::int64_t>(kBlock_bytes / header_.record_bytes, 1);
        for (std::int64_t first = 0; first < records; first += block) {
            if (job.stopRequested()) return fail(ErrorCode::cancelled, "opening was stopped", out_.recording.path);
            job.progress(static_cast<double>(first) / static_cast<double>(records), "reading");
            const std::int64_t count = std::min(block, records - first);
            const std::string bytes =
                copyOf(*file_, header_.data_offset + first * header_.record_bytes, count * header_.record_bytes);
            std::size_t at = 0;
            for (std::int64_t record = 0; record < count && !bytes.empty(); ++record) {
                for (std::size_t i = 0; i < values_.size(); ++i) {
                    const GdfChannel& channel = header_.channels[i];
                    for (std::int64_t k = 0; k < channel.samples_per_record; ++k) {
                        values_[i].push_back(sampleAt(bytes, at, channel));
                        at += static_cast<std::size_t>(channel.bytes);
                    }
                }
            }
        }
        return {};
    }

    void addLead(std::size_t index) {
        const GdfChannel& channel = header_.channels[index];
        if (channel.samples_per_record == 0) return;  // a channel of events alone
        Lead lead;
        lead.original_name = channel.label;
        lead.unit = channel.unit;
        lead.rate_hz = static_cast<double>(channel.samples_per_record) / header_.record_s;
        lead.resolution_bits = channel.type < 16 || channel.type > 17 ? 8 * channel.bytes : 0;
        double gain =
            (channel.digital_maximum - channel.digital_minimum) / (channel.physical_maximum - channel.physical_minimum);
        double baseline = channel.digital_minimum - channel.physical_minimum * gain;
        if (!std::isfinite(gain) || gain == 0 || !std::isfinite(baseline)) {
            out_.warn(text::say("channel {1} states no usable scale: its samples are shown as they are stored",
                                channel.label));
            gain = 1;
            baseline = 0;
            lead.unit = "";
        }
        Quantised stored = quantised(values_[index], channel.type == 16 ? 0x1p-24 : 0x1p-52);
        values_[index] = {};
        lead.gain = gain * stored.gain;
        lead.baseline = baseline * stored.gain;
        if (stored.absurd > 0) out_.warn(absurdSamples(stored.absurd, channel.label));
        out_.add(std::move(lead), std::move(stored.values));
    }

    // Behind the records: a mode, how many, their clock; all positions, all types, in mode 3 all channels and
    // durations.
    void addEvents(std::int64_t records) {
        const std::int64_t at = header_.data_offset + records * header_.record_bytes;
        const std::string head = copyOf(*file_, at, 8);
        if (head.size() < 8) return;
        const auto mode = gdfWord(head, 0, 1);
        const auto count = static_cast<std::int64_t>(gdfWord(head, 1, 3));
        const double stated_hz = std::bit_cast<float>(static_cast<std::uint32_t>(gdfWord(head, 4, 4)));
        if ((mode != 1 && mode != 3) || count == 0 || count > kMostEvents) return;
        const std::string table = copyOf(*file_, at + 8, count * (mode == 3 ? 12 : 6));
        const auto n = static_cast<std::size_t>(count);
        if (table.size() < n * (mode == 3 ? 12 : 6)) {
            out_.warn("the table of events is cut off, and none is shown");
            return;
        }
        AnnotationSet set;
        set.annotator = "gdf";
        set.rate_hz = stated_hz > 0 && std::isfinite(stated_hz) ? stated_hz : fastest();
        for (std::size_t i = 0; i < n; ++i) {
            const auto place = static_cast<std::int64_t>(gdfWord(table, 4 * i, 4)) - 1;  // counted from one
            const int code = static_cast<int>(gdfWord(table, 4 * n + 2 * i, 2));
            const int channel = mode == 3 ? static_cast<int>(gdfWord(table, 6 * n + 2 * i, 2)) : 0;
            const auto duration = mode == 3 ? static_cast<std::int64_t>(gdfWord(table, 8 * n + 4 * i, 4)) : 0;
            if (place >= 0 && code != 0) set.annotations.push_back(annotationOf(place, code, duration, channel));
        }
        std::stable_sort(set.annotations.begin(), set.annotations.end(),
                         [](const Annotation& a, const Annotation& b) { return a.sample < b.sample; });
        if (!set.annotations.empty()) out_.recording.annotation_sets.push_back(std::move(set));
    }

    [[nodiscard]] double fastest() const {
        double rate_hz = 1;
        for (const Lead& lead : out_.leads()) rate_hz = std::max(rate_hz, lead.rate_hz);
        return rate_hz;
    }

    std::shared_ptr<const files::MappedFile> file_;
    GdfHeader header_;
    DecodedRecording out_;
    std::vector<std::vector<double>> values_;  // of each channel, digital
};

}  // namespace

bool sniffGdf(std::string_view beginning) {
    return beginning.starts_with("GDF ");
}

Result<RecordingPtr> openGdf(const std::string& path, const Job& job) {
    auto file = files::MappedFile::open(path);
    if (!file) return std::unexpected(file.error());
    const auto length = gdfHeaderBytes(copyOf(**file, 0, kGdfHeader_bytes), path);
    if (!length) return std::unexpected(length.error());
    auto header = parseGdfHeader(copyOf(**file, 0, *length), path);
    if (!header) return std::unexpected(header.error());
    return Opener(path, std::move(*file), std::move(*header)).open(job);
}

}  // namespace triptych::formats
