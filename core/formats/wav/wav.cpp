#include "core/formats/wav/wav.h"

#include "core/files/mapped_file.h"
#include "core/formats/decoded_recording.h"
#include "core/formats/quantised.h"
#include "core/formats/sound.h"
#include "core/formats/wfdb/signal.h"
#include "core/formats/wfdb/source.h"
#include "core/text/said.h"
#include "core/text/unicode.h"
#include "core/text/words.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <filesystem>
#include <optional>

namespace triptych::formats {
namespace {

using namespace std::string_view_literals;

constexpr const char* kName = "WAV";
constexpr int kPcm = 1;
constexpr int kFloat = 3;
constexpr int kExtensible = 0xfffe;
constexpr std::int64_t kLargestInfo_bytes = 1 << 16;
constexpr int kMostChunks = 10'000;
constexpr std::int64_t kBlock_bytes = 1 << 20;

std::uint64_t little(std::string_view bytes, std::size_t at, int count) {
    std::uint64_t value = 0;
    for (int i = 0; i < count && at + static_cast<std::size_t>(i) < bytes.size(); ++i) {
        value |= std::uint64_t{static_cast<unsigned char>(bytes[at + static_cast<std::size_t>(i)])} << 8 * i;
    }
    return value;
}

class Opener {
public:
    Opener(const std::string& path, std::shared_ptr<const files::MappedFile> file)
        : path_(path), file_(std::move(file)) {}

    Result<RecordingPtr> open(const Job& job) {
        if (auto walked = walk(); !walked) return std::unexpected(walked.error());
        if (auto checked = check(); !checked) return std::unexpected(checked.error());
        return tag_ == kFloat ? openFloats(job) : openWhole();
    }

private:
    [[nodiscard]] std::string bytesAt(std::int64_t offset, std::int64_t count) const {
        const std::int64_t there = std::clamp<std::int64_t>(file_->size() - offset, 0, count);
        std::string bytes(static_cast<std::size_t>(there), '\0');
        char* const to = bytes.data();
        const auto copy = [to](std::span<const std::byte> from) {
            std::copy_n(reinterpret_cast<const char*>(from.data()), from.size(), to);
        };
        if (there == 0 || !file_->withBytes(offset, there, copy)) bytes.clear();
        return bytes;
    }

    Result<void> walk() {
        const std::string head = bytesAt(0, 12);
        if (!sniffWav(head)) {
            return fail(
                head.empty() ? ErrorCode::empty : ErrorCode::malformed,
                head.empty() ? text::Said("the file is empty") : text::Said("the file does not begin as WAVE files do"),
                path_, "restore it from its source");
        }
        std::int64_t large_bytes = -1;  // of the samples, where 32 bits do not hold it
        std::int64_t at = 12;
        for (int i = 0; i < kMostChunks && at + 8 <= file_->size(); ++i) {
            const std::string chunk = bytesAt(at, 8);
            if (chunk.size() < 8) break;
            const std::string_view kind = std::string_view(chunk).substr(0, 4);
            auto length = static_cast<std::int64_t>(little(chunk, 4, 4));
            const std::int64_t body = at + 8;
            if (kind == "ds64"sv) large_bytes = static_cast<std::int64_t>(little(bytesAt(body, 16), 8, 8) >> 1 << 1);
            if (kind == "fmt "sv) takeFormat(bytesAt(body, std::min<std::int64_t>(length, 40)));
            if (kind == "LIST"sv) takeInfo(bytesAt(body, std::min(length, kLargestInfo_bytes)));
            if (kind == "data"sv) {
                if (length == 0xffffffff && large_bytes >= 0) length = large_bytes;
                data_offset_ = body;
                data_bytes_ = std::min(length, file_->size() - body);
                // Recorders that were cut off leave the length at nothing or at its most.
                is_open_ended_ = length == 0 || length == 0xffffffff;
                if (is_open_ended_) data_bytes_ = file_->size() - body;
                if (!is_open_ended_ && length > data_bytes_) promised_bytes_ = length;
                if (is_open_ended_ || data_bytes_ < length) break;
            }
            if (length > file_->size() - body) break;
            at = body + length + (length & 1);
        }
        return {};
    }

    void takeFormat(const std::string& bytes) {
        if (bytes.size() < 16) return;
        tag_ = static_cast<int>(little(bytes, 0, 2));
        channels_ = static_cast<int>(little(bytes, 2, 2));
        rate_hz_ = static_cast<double>(little(bytes, 4, 4));
        frame_bytes_ = static_cast<int>(little(bytes, 12, 2));
        bits_ = static_cast<int>(little(bytes, 14, 2));
        if (tag_ == kExtensible && bytes.size() >= 26) tag_ = static_cast<int>(little(bytes, 24, 2));
    }

    // "INFO": entries of four letters and a text.
    void takeInfo(const std::string& bytes) {
        if (!std::string_view(bytes).starts_with("INFO"sv)) return;
        std::size_t at = 4;
        while (at + 8 <= bytes.size()) {
            const std::string key = bytes.substr(at, 4);
            const auto length = static_cast<std::size_t>(little(bytes, at + 4, 4));
            const std::string_view raw = std::string_view(bytes).substr(at + 8, length);
            const std::string value = text::asUtf8(text::trimmed(raw.substr(0, raw.find('\0'))));
            if (!value.empty()) {
                comments_.push_back(key == "ICMT" ? value : (key == "INAM" ? "title: " : key + ": ") + value);
            }
            if (length > bytes.size() - at - 8) break;
            at += 8 + length + (length & 1);
        }
    }

    Result<void> check() {
        if (tag_ == 0) {
            return fail(ErrorCode::malformed, "the file does not say how its samples are stored", path_,
                        "restore it from its source");
        }
        const bool is_known = tag_ == kPcm ? bits_ == 8 || bits_ == 16 || bits_ == 24 || bits_ == 32
                                           : tag_ == kFloat && (bits_ == 32 || bits_ == 64);
        if (!is_known) {
            return fail(
                ErrorCode::unsupported,
                text::say("the samples are stored in a way that is not read (format {1}, {2} bits)", tag_, bits_),
                path_, "save them as PCM of 16, 24 or 32 bits");
        }
        if (channels_ < 1 || channels_ > kMostSoundChannels || !(rate_hz_ > 0) ||
            frame_bytes_ != channels_ * bits_ / 8) {
            return fail(
                ErrorCode::malformed,
                text::say("the header states {1} channels, {2} samples per second and {3} bytes for a sample of each",
                          channels_, static_cast<std::int64_t>(rate_hz_), frame_bytes_),
                path_, "restore the file from its source");
        }
        samples_ = data_bytes_ / frame_bytes_;
        if (samples_ == 0) {
            return fail(ErrorCode::empty, "the file holds no samples", path_, "restore it from its source");
        }
        return {};
    }

    void describe(Recording& recording) const {
        recording.comments = comments_;
        recording.format_detail = std::to_string(bits_) + (tag_ == kFloat ? " bits, floating point" : " bits");
        if (promised_bytes_ > 0) {
            recording.warnings.push_back({text::say("the file ends early: the header promises {1} samples of each lead "
                                                    "and the file holds {2}, which are shown",
                                                    promised_bytes_ / frame_bytes_, samples_),
                                          path_});
        }
        if (is_open_ended_) {
            recording.warnings.push_back(
                {"the header does not say how long the recording is: all of the file is shown", path_});
        }
    }

    Result<RecordingPtr> openWhole() {
        Recording recording = soundRecording(path_, kName, channels_, rate_hz_, samples_, bits_);
        describe(recording);
        std::vector<WfdbLane> lanes;
        for (int i = 0; i < channels_; ++i) {
            WfdbLane lane;
            lane.file = file_;
            lane.format = findSignalFormat(bits_ == 8 ? 80 : bits_);  // 80: with an offset of 128, as WAVE has it
            lane.byte_offset = data_offset_;
            lane.frame_width = channels_;
            lane.place = i;
            lane.stored_samples = samples_;
            lane.samples = samples_;
            lane.scale = {1, 0, kMissingSample, bits_ == 32};
            lanes.push_back(std::move(lane));
        }
        recording.source = std::make_shared<WfdbSource>(std::move(lanes));
        return std::make_shared<const Recording>(std::move(recording));
    }

    Result<RecordingPtr> openFloats(const Job& job) {
        const auto channels = static_cast<std::size_t>(channels_);
        if (samples_ > kMostSoundNumbers / channels_) {
            return fail(ErrorCode::refused, "the recording is longer than is held in memory", path_,
                        "save it as PCM of 16 or 24 bits");
        }
        std::vector<std::vector<double>> leads(channels, std::vector<double>(static_cast<std::size_t>(samples_), NAN));
        const std::int64_t block = std::max<std::int64_t>(kBlock_bytes / frame_bytes_, 1);
        for (std::int64_t first = 0; first < samples_; first += block) {
            if (job.stopRequested()) return fail(ErrorCode::cancelled, "opening was stopped", path_);
            const std::string bytes =
                bytesAt(data_offset_ + first * frame_bytes_, std::min(block, samples_ - first) * frame_bytes_);
            const auto width = static_cast<std::size_t>(bits_ / 8);
            for (std::size_t i = 0; i < bytes.size() / width; ++i) {
                const std::uint64_t raw = little(bytes, i * width, bits_ / 8);
                leads[i % channels][static_cast<std::size_t>(first) + i / channels] =
                    bits_ == 32 ? std::bit_cast<float>(static_cast<std::uint32_t>(raw)) : std::bit_cast<double>(raw);
            }
        }
        DecodedRecording out(path_, kName);
        describe(out.recording);
        for (std::size_t i = 0; i < channels; ++i) {
            Quantised stored = quantised(leads[i], bits_ == 32 ? 0x1p-24 : 0x1p-52);
            Lead lead;
            lead.original_name = soundLeadName(static_cast<int>(i));
            lead.unit = "";
            lead.rate_hz = rate_hz_;
            lead.gain = stored.gain;
            lead.baseline = 0;
            if (stored.absurd > 0) out.warn(absurdSamples(stored.absurd, lead.original_name));
            out.add(std::move(lead), std::move(stored.values));
        }
        return out.finish();
    }

    std::string path_;
    std::shared_ptr<const files::MappedFile> file_;
    int tag_ = 0;
    int channels_ = 0;
    double rate_hz_ = 0;
    int frame_bytes_ = 0;
    int bits_ = 0;
    std::int64_t data_offset_ = 0;
    std::int64_t data_bytes_ = 0;
    std::int64_t promised_bytes_ = 0;  // where the file ends before them
    bool is_open_ended_ = false;
    std::int64_t samples_ = 0;
    std::vector<std::string> comments_;
};

}  // namespace

bool sniffWav(std::string_view beginning) {
    return (beginning.starts_with("RIFF"sv) || beginning.starts_with("RF64"sv)) && beginning.size() >= 12 &&
           beginning.substr(8, 4) == "WAVE"sv;
}

Result<RecordingPtr> openWav(const std::string& path, const Job& job) {
    auto file = files::MappedFile::open(path);
    if (!file) return std::unexpected(file.error());
    return Opener(path, std::move(*file)).open(job);
}

}  // namespace triptych::formats
