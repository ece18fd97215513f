#include "core/formats/wfdb/annotations.h"

#include "core/domain/own_labels.h"
#include "core/files/atomic_file.h"
#include "core/files/mapped_file.h"
#include "core/formats/wfdb/aha_annotations.h"
#include "core/text/numbers.h"
#include "core/text/said.h"
#include "core/text/words.h"

#include <algorithm>
#include <filesystem>
#include <optional>

namespace triptych::formats {
namespace {

// annot(5): a word's upper six bits are a code, its lower ten a time difference or, for these codes, a value.
constexpr unsigned kCodeShift = 10;
constexpr unsigned kDataMask = 0x3ff;
enum Pseudo : unsigned { kSkip = 59, kNum = 60, kSub = 61, kChn = 62, kAux = 63 };

constexpr std::size_t kLongestAux_bytes = 255;
constexpr std::string_view kTimeResolution = "## time resolution: ";
constexpr std::string_view kDefinitions = "## annotation type definitions";
constexpr std::string_view kEndOfDefinitions = "## end of definitions";
constexpr std::string_view kOwn = "# Triptych ";

struct Fault {
    ErrorCode code;
    text::Said what;
};

class Reader {
public:
    explicit Reader(std::span<const std::byte> bytes) : bytes_(bytes) {}

    // Reads to the end mark or to the first fault; the annotation before the fault is kept, perhaps without its aux.
    std::optional<Fault> read(AnnotationSet& set) {
        const auto fault = readWords(set);
        keep(set);
        return fault;
    }

    [[nodiscard]] std::size_t bytesRead() const { return at_; }

private:
    std::optional<Fault> readWords(AnnotationSet& set) {
        while (true) {
            const auto word = take16();
            if (!word) return truncated();
            if (*word == 0) return std::nullopt;
            const unsigned code = *word >> kCodeShift;
            const unsigned data = *word & kDataMask;
            if (code < kAnnotationCodes) {
                keep(set);
                time_ += data;
                current_ = Annotation{time_, static_cast<std::uint8_t>(code), 0, channel_, number_, {}};
            } else if (code < kSkip) {
                return Fault{ErrorCode::malformed,
                             text::say("there is no annotation code {1} (byte {2})", code, at_ - 2)};
            } else if (!modify(code, data)) {
                return truncated();
            }
        }
    }

    bool modify(unsigned code, unsigned data) {
        switch (code) {
            case kSkip: {
                // A 32-bit difference as the PDP-11 stored it: the upper word first, each word's low byte first.
                const auto high = take16();
                const auto low = take16();
                if (!high || !low) return false;
                time_ += static_cast<std::int32_t>(*high << 16 | *low);
                return true;
            }
            case kNum:
                number_ = static_cast<std::int8_t>(data);
                break;
            case kChn:
                channel_ = static_cast<std::uint8_t>(data);
                break;
            case kSub:
                if (current_) current_->subtype = static_cast<std::int8_t>(data);
                return true;
            default:
                return takeAux(data & 0xff);
        }
        // Both hold for this annotation and for all that follow.
        if (current_) {
            current_->number = number_;
            current_->channel = channel_;
        }
        return true;
    }

    bool takeAux(std::size_t length) {
        if (bytes_.size() - at_ < length + length % 2) return false;  // padded to a whole word
        if (current_) current_->aux.assign(reinterpret_cast<const char*>(bytes_.data() + at_), length);
        at_ += length + length % 2;
        return true;
    }

    std::optional<unsigned> take16() {
        if (bytes_.size() - at_ < 2) return std::nullopt;
        const unsigned word = std::to_integer<unsigned>(bytes_[at_]) | std::to_integer<unsigned>(bytes_[at_ + 1]) << 8;
        at_ += 2;
        return word;
    }

    // Code 0 marks no event; WFDB writes one behind the table of notes.
    void keep(AnnotationSet& set) {
        if (current_ && current_->code != kNotQrs && !isTableNote(set)) set.annotations.push_back(std::move(*current_));
        current_.reset();
    }

    // Notes at time 0 before everything else that speak to programs: kept apart from the reader's annotations.
    bool isTableNote(AnnotationSet& set) {
        if (!set.annotations.empty() || current_->sample != 0 || current_->code != kNote || current_->subtype != 0) {
            return false;
        }
        const std::string_view text = text::trimmed(current_->aux);
        if (!text.starts_with("## ") && !text.starts_with(kOwn) && !in_definitions_) return false;
        if (text.starts_with(kDefinitions)) in_definitions_ = true;
        if (text.starts_with(kEndOfDefinitions)) in_definitions_ = false;
        if (text.starts_with(kTimeResolution)) {
            if (const auto hz = text::wholeNumber<double>(text::trimmed(text.substr(kTimeResolution.size())));
                hz && *hz > 0) {
                set.rate_hz = *hz;
            }
        }
        set.notes.push_back(current_->aux);
        return true;
    }

    static Fault truncated() { return {ErrorCode::truncated, "the annotation file ends before its end mark"}; }

    std::span<const std::byte> bytes_;
    std::size_t at_ = 0;
    std::int64_t time_ = 0;
    std::int8_t number_ = 0;
    std::uint8_t channel_ = 0;
    bool in_definitions_ = false;
    std::optional<Annotation> current_;
};

bool earlier(const Annotation& a, const Annotation& b) {
    return a.sample < b.sample;
}

class Writer {
public:
    void put(const Annotation& annotation) {
        if (annotation.code >= kAnnotationCodes) return;
        std::int64_t difference = annotation.sample - time_;
        constexpr std::int64_t kMost = INT32_MAX;
        constexpr std::int64_t kLeast = -kMost;  // WFDB keeps one in reserve for annotations of code 0
        for (; difference > kMost; difference -= kMost) skip(kMost);
        for (; difference < kLeast; difference -= kLeast) skip(kLeast);
        if (annotation.code == kNotQrs) {  // a word of zero would be the end mark
            skip(difference - 1);
            difference = 1;
        } else if (difference < 0 || difference > static_cast<std::int64_t>(kDataMask)) {
            skip(difference);
            difference = 0;
        }
        put16(static_cast<unsigned>(difference) | static_cast<unsigned>(annotation.code) << kCodeShift);
        if (annotation.subtype != 0) putValue(kSub, annotation.subtype);
        if (annotation.channel != channel_) putValue(kChn, annotation.channel);
        if (annotation.number != number_) putValue(kNum, annotation.number);
        putAux(annotation.aux);
        time_ = annotation.sample;
        channel_ = annotation.channel;
        number_ = annotation.number;
    }

    std::vector<std::byte> finish() {
        put16(0);
        return std::move(bytes_);
    }

private:
    void put16(unsigned word) {
        bytes_.push_back(static_cast<std::byte>(word & 0xff));
        bytes_.push_back(static_cast<std::byte>(word >> 8 & 0xff));
    }
    void putValue(Pseudo code, int value) { put16(code << kCodeShift | (static_cast<unsigned>(value) & kDataMask)); }
    void skip(std::int64_t difference) {
        const auto bits = static_cast<std::uint32_t>(static_cast<std::int32_t>(difference));
        put16(kSkip << kCodeShift);
        put16(bits >> 16);
        put16(bits & 0xffff);
    }
    void putAux(std::string_view aux) {
        aux = aux.substr(0, kLongestAux_bytes);
        if (aux.empty()) return;
        put16(kAux << kCodeShift | static_cast<unsigned>(aux.size()));
        for (const char letter : aux) bytes_.push_back(static_cast<std::byte>(letter));
        if (aux.size() % 2 == 1) bytes_.push_back(std::byte{0});
    }

    std::vector<std::byte> bytes_;
    std::int64_t time_ = 0;
    std::uint8_t channel_ = 0;
    std::int8_t number_ = 0;
};

Result<AnnotationSet> strict(Result<SalvagedAnnotations> salvaged) {
    if (!salvaged) return std::unexpected(salvaged.error());
    for (const Warning& warning : salvaged->warnings) {
        return fail(ErrorCode::truncated, warning.what, warning.where, "restore the file from its source");
    }
    return std::move(salvaged->set);
}

}  // namespace

Result<SalvagedAnnotations> salvageAnnotations(std::span<const std::byte> bytes, const std::string& where,
                                               double rate_hz) {
    constexpr char hint[] = "restore the file from its source";
    if (bytes.empty()) return fail(ErrorCode::empty, "the annotation file is empty", where, hint);
    if (looksLikeAha(bytes)) return salvageAha(bytes, where, rate_hz);
    SalvagedAnnotations out;
    out.set.rate_hz = rate_hz;
    Reader reader(bytes);
    const auto fault = reader.read(out.set);
    out.bytes_behind = bytes.size() - reader.bytesRead();
    auto& annotations = out.set.annotations;
    if (fault && annotations.empty()) return fail(fault->code, fault->what, where, hint);
    if (fault) {
        out.warnings.push_back(
            {text::say("{1}; the {2} annotations before the fault are shown", fault->what, annotations.size()), where});
    }
    if (!std::is_sorted(annotations.begin(), annotations.end(), earlier)) {
        std::stable_sort(annotations.begin(), annotations.end(), earlier);
    }
    return out;
}

Result<SalvagedAnnotations> salvageAnnotations(const std::string& path, double rate_hz) {
    const auto bytes = files::readWhole(path, kLargestAnnotationFile_bytes, "annotation file");
    if (!bytes) return std::unexpected(bytes.error());
    auto out = salvageAnnotations(std::as_bytes(std::span(*bytes)), path, rate_hz);
    if (out) {
        const std::string extension = std::filesystem::path(path).extension().string();
        out->set.annotator = extension.empty() ? "" : extension.substr(1);
    }
    return out;
}

Result<AnnotationSet> readAnnotations(const std::string& path, double rate_hz) {
    return strict(salvageAnnotations(path, rate_hz));
}

Result<AnnotationSet> parseAnnotations(std::span<const std::byte> bytes, const std::string& where, double rate_hz) {
    return strict(salvageAnnotations(bytes, where, rate_hz));
}

std::string timeResolutionNote(double rate_hz) {
    return std::string(kTimeResolution) + text::generalText(rate_hz, 12);
}

std::string ownNote(std::string_view text) {
    return std::string(kOwn).append(text);
}

std::optional<std::string_view> ownNoteOf(const std::string& note) {
    std::string_view text = text::trimmed(note);
    if (text.starts_with("##")) text.remove_prefix(1);
    if (!text.starts_with(kOwn)) return std::nullopt;
    return text.substr(kOwn.size());
}

std::vector<std::byte> encodeAnnotations(const AnnotationSet& set) {
    Writer writer;
    for (const std::string& note : set.notes) {
        if (!ownNoteOf(note)) writer.put({.sample = 0, .code = kNote, .aux = note});
    }
    for (const std::string& note : set.notes) {
        if (const auto own = ownNoteOf(note)) writer.put({.sample = 0, .code = kNote, .aux = ownNote(*own)});
    }
    if (!set.notes.empty()) writer.put({.sample = 0, .code = kNotQrs, .aux = {}});
    for (const Annotation& annotation : set.annotations) {
        if (annotation.code != kNotQrs) writer.put(inWfdb(annotation));
    }
    return writer.finish();
}

Result<void> writeAnnotations(const std::string& path, const AnnotationSet& set) {
    for (const Annotation& annotation : set.annotations) {
        const std::string where = text::say("{1}, annotation at sample {2}", path, annotation.sample);
        if (const auto code = wfdbCodeOf(annotation.code); code == kNotQrs || code >= kAnnotationCodes) {
            return fail(ErrorCode::wrong_use, text::say("there is no annotation code {1}", annotation.code), where,
                        "use a code from 1 to 49");
        }
        if (annotation.aux.size() > kLongestAux_bytes) {
            return fail(ErrorCode::wrong_use, "the text of an annotation is longer than 255 bytes", where,
                        "shorten it");
        }
    }
    return files::writeFile(path, encodeAnnotations(set), files::WriteMode::replace);
}

}  // namespace triptych::formats
