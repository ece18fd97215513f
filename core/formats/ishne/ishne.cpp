#include "core/formats/ishne/ishne.h"

#include "core/files/mapped_file.h"
#include "core/formats/crc_ccitt.h"
#include "core/formats/lead_names.h"
#include "core/formats/wfdb/signal.h"
#include "core/formats/wfdb/source.h"
#include "core/text/numbers.h"
#include "core/text/said.h"
#include "core/text/unicode.h"
#include "core/text/words.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <span>

namespace triptych::formats {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kMagic = "ISHNE1.0";
constexpr std::string_view kAnnotationMagic = "ANN  1.0";
constexpr std::size_t kHeader_bytes = 522;
constexpr std::size_t kMostLeads = 12;
constexpr std::int64_t kLargestAnnotations_bytes = 64 << 20;  // a week of beats has a tenth of it
constexpr int kUnknown = -9;

constexpr std::array<const char*, 20> kLeadNames = {"",    "bipolar", "X",  "Y",  "Z",  "I",  "II", "III", "aVR", "aVL",
                                                    "aVF", "V1",      "V2", "V3", "V4", "V5", "V6", "ES",  "AS",  "AI"};

// Little-endian fields at fixed places.
class Fields {
public:
    explicit Fields(std::string_view bytes) : bytes_(bytes) {}
    [[nodiscard]] int word(std::size_t at) const { return static_cast<std::int16_t>(byte(at) | byte(at + 1) << 8); }
    [[nodiscard]] std::int32_t number(std::size_t at) const {
        return static_cast<std::int32_t>(byte(at) | byte(at + 1) << 8 | byte(at + 2) << 16 | byte(at + 3) << 24);
    }
    [[nodiscard]] std::string text(std::size_t at, std::size_t width) const {
        const std::string_view field = bytes_.substr(at, width);
        return text::asUtf8(text::trimmed(field.substr(0, field.find('\0'))));
    }

private:
    [[nodiscard]] unsigned byte(std::size_t at) const { return static_cast<unsigned char>(bytes_[at]); }
    std::string_view bytes_;
};

// Day, month, year at `date`, hour, minute, second at `time`.
std::optional<std::string> startOf(const Fields& fields, std::size_t date, std::size_t time) {
    const int year = fields.word(date + 4);
    const std::chrono::year_month_day civil(std::chrono::year(year),
                                            std::chrono::month(static_cast<unsigned>(fields.word(date + 2))),
                                            std::chrono::day(static_cast<unsigned>(fields.word(date))));
    const int hour = fields.word(time);
    const int minute = fields.word(time + 2);
    const int second = fields.word(time + 4);
    if (!civil.ok() || year < 1900 || hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) {
        return std::nullopt;
    }
    std::array<char, 80> text{};
    std::snprintf(text.data(), text.size(), "%04d-%02u-%02uT%02d:%02d:%02d", year, static_cast<unsigned>(civil.month()),
                  static_cast<unsigned>(civil.day()), hour, minute, second);
    return text.data();
}

std::uint8_t codeOf(char label) {
    switch (label) {
        case 'N':
            return kNormal;
        case 'V':
            return kPvc;
        case 'S':
            return kSupraventricularPremature;
        case 'B':
            return kBbb;
        case 'P':
            return kPaced;
        case 'X':
            return kArtifact;
        case 'U':
            return kUnknownBeat;
        default:  // C: calibration pulse, !: time-out, and what recorders make up
            return kNote;
    }
}

std::string meaningOfMark(char label) {
    if (label == 'C') return "calibration pulse";
    if (label == '!') return "time-out";
    return std::string("mark ") + label;
}

constexpr std::size_t kBeforeHeader_bytes = 10;  // the magic word and the checksum itself
constexpr std::int64_t kLargestHeader_bytes = 1 << 20;

// The header's checksum: over its fixed block and the one of variable length behind it. Zero is written by those who do
// not sum. nullopt where it agrees; else what is wrong. `bytes`: of the file, its whole header if it has one.
std::optional<text::Said> headerFault(std::string_view bytes) {
    const Fields fields(bytes);
    const int stated = fields.word(8) & 0xffff;
    if (stated == 0) return std::nullopt;
    const std::int64_t header_bytes = static_cast<std::int64_t>(kHeader_bytes) + fields.number(10);
    if (fields.number(10) < 0 || header_bytes > static_cast<std::int64_t>(bytes.size())) {
        return text::say("the header states a length of {1} bytes, which cannot be; its checksum was not checked",
                         header_bytes);
    }
    const auto header = std::as_bytes(std::span(bytes))
                            .subspan(kBeforeHeader_bytes, static_cast<std::size_t>(header_bytes) - kBeforeHeader_bytes);
    if (crcCcitt(header) == stated) return std::nullopt;
    return "the checksum of the header is wrong: what it says of the patient, the leads or their scale may be damaged";
}

class Opener {
public:
    Opener(std::string path, std::string header) : path_(std::move(path)), header_(std::move(header)) {}

    Result<RecordingPtr> open() {
        const Fields fields(header_);
        const int leads = fields.word(156);
        rate_hz_ = fields.word(272);
        const std::int64_t offset = fields.number(22);
        if (leads < 1 || leads > static_cast<int>(kMostLeads)) {
            return fail(ErrorCode::malformed, text::say("the header states {1} leads", leads), path_,
                        "restore the file from its source");
        }
        if (rate_hz_ <= 0) {
            return fail(ErrorCode::malformed,
                        text::say("the header states a rate of {1} samples per second", text::shortestText(rate_hz_)),
                        path_, "restore the file from its source");
        }
        auto file = files::MappedFile::open(path_);
        if (!file) return std::unexpected(file.error());
        if (auto fault = headerFault(header_)) warn(std::move(*fault));
        data_offset_ = offset;
        if (offset < static_cast<std::int64_t>(kHeader_bytes) || offset > (*file)->size()) {
            data_offset_ = kHeader_bytes;
            warn(text::say("the header says that the samples start at byte {1}, which cannot be; byte {2} was taken",
                           offset, kHeader_bytes));
        }
        const std::int64_t words = ((*file)->size() - data_offset_) / 2;
        const std::int64_t samples = words / leads;
        if (samples == 0) {
            return fail(ErrorCode::truncated, "the file ends before its first sample", path_,
                        "restore it from its source");
        }
        checkLength(fields.number(14), words, leads);
        makeLeads(fields, std::move(*file), leads, samples);
        describe(fields);
        readAnnotations();
        return std::make_shared<const Recording>(std::move(recording_));
    }

private:
    // The header counts samples: of each lead by the standard, of all leads together in some files.
    void checkLength(std::int64_t stated, std::int64_t words, int leads) {
        if (words == stated || words / leads == stated) return;
        if (words > stated * leads) {
            warn(text::say("the header states {1} samples of each lead and the file holds {2}; all are shown", stated,
                           words / leads));
            return;
        }
        warn(text::say(
            "the file ends early: the header promises {1} samples of each lead and the file holds {2}, which are shown",
            stated, words / leads));
    }

    void makeLeads(const Fields& fields, std::shared_ptr<const files::MappedFile> file, int leads,
                   std::int64_t samples) {
        std::vector<WfdbLane> lanes;
        std::string unscaled;
        for (int i = 0; i < leads; ++i) {
            const auto place = static_cast<std::size_t>(i);
            const int specification = fields.word(158 + 2 * place);
            // Unsigned; -9 says, here too, that it is not known.
            const int word = fields.word(206 + 2 * place);
            const int nanovolts = word == kUnknown ? 0 : word & 0xffff;
            Lead lead;
            const bool is_known = specification > 0 && specification < static_cast<int>(kLeadNames.size());
            lead.original_name = is_known ? kLeadNames[static_cast<std::size_t>(specification)] : "";
            lead.name = is_known ? normalisedLeadName(lead.original_name) : "channel " + std::to_string(i + 1);
            lead.rate_hz = rate_hz_;
            lead.samples = samples;
            lead.baseline = 0;
            lead.resolution_bits = 16;
            lead.gain = 1e6 / nanovolts;
            if (nanovolts <= 0) {
                lead.gain = 1;
                lead.unit = "stored";
                unscaled += (unscaled.empty() ? "" : ", ") + lead.name;
            }
            WfdbLane lane;
            lane.file = file;
            lane.format = findSignalFormat(16);
            lane.byte_offset = data_offset_;
            lane.frame_width = leads;
            lane.place = i;
            lane.stored_samples = samples;
            lane.samples = samples;
            lane.scale = {lead.gain, 0, lane.format->missing, false};
            lanes.push_back(std::move(lane));
            recording_.leads.push_back(std::move(lead));
        }
        if (!unscaled.empty()) {
            warn(
                text::say("the header does not state how large a step of these leads is, so their stored values are "
                          "shown as they are: {1}",
                          unscaled));
        }
        recording_.duration_s = static_cast<double>(samples) / rate_hz_;
        recording_.source = std::make_shared<WfdbSource>(std::move(lanes));
    }

    void describe(const Fields& fields) {
        recording_.name = fs::path(path_).stem().string();
        recording_.path = path_;
        recording_.format = "ISHNE";
        recording_.start = startOf(fields, 138, 150);
        const auto comment = [this](const std::string& name, const std::string& text) {
            if (!text.empty()) recording_.comments.push_back(name + ": " + text);
        };
        comment("patient", fields.text(28, 40) + (fields.text(68, 40).empty() ? "" : " ") + fields.text(68, 40));
        comment("identification", fields.text(108, 20));
        if (const int sex = fields.word(128); sex == 1 || sex == 2) comment("sex", sex == 1 ? "male" : "female");
        if (fields.word(136) != kUnknown && fields.word(136) > 1850) {
            comment("born", std::to_string(fields.word(136)));
        }
        if (const int pacemaker = fields.word(230); pacemaker > 0) {
            comment("pacemaker", "type " + std::to_string(pacemaker));
        }
        comment("recorder", fields.text(232, 40));
    }

    void readAnnotations() {
        std::error_code ignored;
        std::string path = fs::path(path_).replace_extension(".ann").string();
        if (!fs::is_regular_file(path, ignored)) path = fs::path(path_).replace_extension(".ANN").string();
        if (!fs::is_regular_file(path, ignored)) return;
        const auto bytes = files::readWhole(path, kLargestAnnotations_bytes, "ISHNE annotation file");
        if (!bytes) {
            recording_.warnings.push_back({text::say("the annotations are not shown: {1}", bytes.error().what), path});
            return;
        }
        if (!bytes->starts_with(kAnnotationMagic) || bytes->size() < kHeader_bytes + 4) {
            recording_.warnings.push_back(
                {"the annotations are not shown: the file is no ISHNE annotation file", path});
            return;
        }
        const Fields fields(*bytes);
        if (auto fault = headerFault(*bytes)) recording_.warnings.push_back({std::move(*fault), path});
        if (fields.word(272) != rate_hz_) {
            recording_.warnings.push_back({text::say("the annotations count {1} samples per second, and the recording "
                                                     "has {2}; they are shown by their own",
                                                     fields.word(272), text::shortestText(rate_hz_)),
                                           path});
        }
        const std::int64_t stated = fields.number(22);
        const std::size_t begin =
            stated >= static_cast<std::int64_t>(kHeader_bytes) && stated + 4 <= static_cast<std::int64_t>(bytes->size())
                ? static_cast<std::size_t>(stated)
                : kHeader_bytes;
        AnnotationSet set{"ann", fields.word(272) > 0 ? fields.word(272) : rate_hz_, {}};
        std::int64_t sample = fields.number(begin);
        // Two letters, of which the second is the recorder's own, and the samples since the one before.
        for (std::size_t at = begin + 4; at + 4 <= bytes->size(); at += 4) {
            sample += fields.word(at + 2) & 0xffff;
            Annotation annotation;
            annotation.sample = sample;
            annotation.code = codeOf((*bytes)[at]);
            if (annotation.code == kNote) annotation.aux = meaningOfMark((*bytes)[at]);
            set.annotations.push_back(std::move(annotation));
        }
        if (!set.annotations.empty()) recording_.annotation_sets.push_back(std::move(set));
    }

    void warn(text::Said what) { recording_.warnings.push_back({std::move(what), path_}); }

    std::string path_;
    std::string header_;
    Recording recording_;
    double rate_hz_ = 0;
    std::int64_t data_offset_ = 0;
};

}  // namespace

bool sniffIshne(std::string_view beginning) {
    return beginning.starts_with(kMagic);
}

std::optional<std::string> ishneFileFor(const std::string& path) {
    std::error_code ignored;
    for (const char* const ending : {".ecg", ".ECG"}) {
        const std::string candidate = fs::path(path).replace_extension(ending).string();
        if (candidate == path || !fs::is_regular_file(candidate, ignored)) continue;
        const auto excerpt = files::readExcerpt(candidate, kMagic.size());
        if (excerpt && sniffIshne(excerpt->bytes)) return candidate;
    }
    return std::nullopt;
}

Result<RecordingPtr> openIshne(const std::string& path, const Job& job) {
    if (job.stopRequested()) return fail(ErrorCode::cancelled, "opening was stopped", path);
    auto header = files::readExcerpt(path, kLargestHeader_bytes);
    if (!header) return std::unexpected(header.error());
    if (!sniffIshne(header->bytes)) {
        return fail(header->bytes.empty() ? ErrorCode::empty : ErrorCode::malformed,
                    header->bytes.empty() ? text::Said("the file is empty")
                                          : text::Said("the file does not begin as ISHNE does"),
                    path, "restore it from its source");
    }
    if (header->bytes.size() < kHeader_bytes) {
        return fail(ErrorCode::truncated, "the file ends within its header", path, "restore it from its source");
    }
    return Opener(path, std::move(header->bytes)).open();
}

}  // namespace triptych::formats
