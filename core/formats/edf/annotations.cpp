#include "core/formats/edf/annotations.h"

#include "core/text/numbers.h"
#include "core/text/unicode.h"
#include "core/text/words.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <utility>

namespace triptych::formats {
namespace {

constexpr std::string_view kReference = "atr", kOfReaders = "triptych";
constexpr char kDurationMark = '\x15';
constexpr char kTextMark = '\x14';
constexpr std::size_t kLongestAnnotator = 32;
constexpr std::int64_t kBatch_bytes = 1 << 20;
constexpr double kLongest_s = 1e9;     // thirty years: whatever is later is no time
constexpr double kMostSamples = 1e15;  // records of a microsecond make rates that times cannot be multiplied by

// "+1", "-0.25": the sign is not optional, and nothing else may stand there.
std::optional<double> onset(std::string_view text) {
    if (text.empty() || (text[0] != '+' && text[0] != '-')) return std::nullopt;
    const auto value = text::wholeNumber<double>(text);
    return value && std::abs(*value) < kLongest_s ? value : std::nullopt;
}

// One list without the NUL at its end; false where it is none.
bool parseTal(std::string_view tal, EdfTexts& into, double* onset_s) {
    const std::size_t times = tal.find(kTextMark);
    if (times == std::string_view::npos) return false;
    std::string_view time = tal.substr(0, times);
    double duration_s = 0;
    if (const std::size_t mark = time.find(kDurationMark); mark != std::string_view::npos) {
        const auto stated = text::wholeNumber<double>(time.substr(mark + 1));
        if (!stated || *stated < 0 || *stated > kLongest_s) return false;
        duration_s = *stated;
        time = time.substr(0, mark);
    }
    const auto at = onset(time);
    if (!at) return false;
    if (onset_s != nullptr) *onset_s = *at;
    std::string_view rest = tal.substr(times + 1);
    while (!rest.empty()) {
        const std::size_t end = std::min(rest.find(kTextMark), rest.size());
        // An empty text marks the list that gives its record the time.
        if (end > 0) into.texts.push_back({*at, duration_s, text::asUtf8(rest.substr(0, end))});
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return true;
}

}  // namespace

void parseTals(std::string_view bytes, EdfTexts& into, double* onset_s) {
    bool is_first = true;
    while (!bytes.empty()) {
        const std::size_t begin = bytes.find_first_not_of('\0');
        if (begin == std::string_view::npos) return;
        bytes.remove_prefix(begin);
        const std::size_t end = std::min(bytes.find('\0'), bytes.size());
        if (!parseTal(bytes.substr(0, end), into, is_first ? onset_s : nullptr)) ++into.damaged;
        is_first = false;
        bytes.remove_prefix(end);
    }
}

Result<EdfTexts> readEdfTexts(const files::MappedFile& file, const EdfHeader& header, std::int64_t records,
                              const Job& job) {
    EdfTexts found;
    if (records <= 0) return found;  // not even one was proved to be there, however long the header says it is
    bool is_clock = header.is_plus;  // the first annotation signal
    for (const EdfSignal& signal : header.signals) {
        const std::int64_t width = signal.samples_per_record * header.bytes_per_sample;
        if (!signal.is_annotations || width == 0) continue;
        const std::int64_t batch =
            std::clamp<std::int64_t>(kBatch_bytes / width, 1, std::max<std::int64_t>(records, 1));
        std::string bytes(static_cast<std::size_t>(batch * width), '\0');
        for (std::int64_t first = 0; first < records; first += batch) {
            if (job.stopRequested()) return fail(ErrorCode::cancelled, "opening was stopped", file.path());
            const std::int64_t count = std::min(batch, records - first);
            const std::int64_t begin = header.header_bytes + first * header.record_bytes + signal.byte_in_record;
            char* const to = bytes.data();
            const std::int64_t stride = header.record_bytes;
            const bool there =
                file.withBytes(begin, (count - 1) * stride + width, [=](std::span<const std::byte> from) {
                    for (std::int64_t i = 0; i < count; ++i) {
                        std::memcpy(to + i * width, from.data() + i * stride, static_cast<std::size_t>(width));
                    }
                });
            if (!there) std::fill(bytes.begin(), bytes.end(), '\0');
            for (std::int64_t i = 0; i < count; ++i) {
                double time_s = std::numeric_limits<double>::quiet_NaN();
                parseTals(std::string_view(bytes).substr(static_cast<std::size_t>(i * width),
                                                         static_cast<std::size_t>(width)),
                          found, &time_s);
                if (is_clock) found.record_onset_s.push_back(time_s);
            }
        }
        is_clock = false;
    }
    return found;
}

bool writtenByTriptych(const EdfHeader& header) {
    std::string_view rest = header.recording;
    std::string_view word;
    for (int i = 0; i < 5; ++i) word = text::takeWord(rest);
    return header.is_plus && word == kEdfEquipment;
}

namespace {

// What TALs cannot hold is not in them: control characters, and NULs at the end of rhythm strings.
std::string plainText(std::string_view aux) {
    std::string text = text::asUtf8(text::trimmed(aux));
    for (char& letter : text) {
        if (static_cast<unsigned char>(letter) < ' ' || letter == '\x7f') letter = ' ';
    }
    return text;
}

std::optional<std::uint8_t> codeOf(std::string_view symbol) {
    if (const auto code = codeOfSymbol(symbol)) return code;
    if (symbol.size() < 3 || symbol.front() != '[' || symbol.back() != ']') return std::nullopt;
    const auto code = text::wholeNumber<int>(symbol.substr(1, symbol.size() - 2));
    if (!code || *code < 1 || *code >= kAnnotationCodes) return std::nullopt;
    return static_cast<std::uint8_t>(*code);
}

bool takeField(std::string_view& text, std::string_view name, int& value) {
    if (!text.starts_with(name)) return true;
    text.remove_prefix(name.size());
    const auto number = text::takeNumber<int>(text);
    if (number) value = *number;
    return number.has_value();
}

// The inverse of edfTextOf, without the annotator; false for what that does not write.
bool readOurText(std::string_view text, Annotation& into) {
    const std::size_t end = std::min(text.find_first_of("; "), text.size());
    const auto code = codeOf(text.substr(0, end));
    if (!code) return false;
    text.remove_prefix(end);
    int subtype = 0;
    int channel = 0;
    int number = 0;
    if (!takeField(text, ";sub=", subtype) || !takeField(text, ";chan=", channel) ||
        !takeField(text, ";num=", number)) {
        return false;
    }
    if (!text.empty() && text.front() != ' ') return false;
    into.code = *code;
    into.subtype = static_cast<std::int8_t>(subtype);
    into.channel = static_cast<std::uint8_t>(channel);
    into.number = static_cast<std::int8_t>(number);
    into.aux = text.empty() ? std::string() : std::string(text.substr(1));
    return true;
}

bool isAnnotatorName(std::string_view name) {
    return !name.empty() && name.size() <= kLongestAnnotator && std::all_of(name.begin(), name.end(), [](char letter) {
        return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
               (letter >= '0' && letter <= '9') || letter == '_' || letter == '-';
    });
}

// Removes "qrs: " and gives "qrs"; without such a beginning `unnamed`.
std::string takeAnnotator(std::string_view& text, std::string_view unnamed) {
    const std::size_t colon = text.find(": ");
    if (colon == std::string_view::npos || !isAnnotatorName(text.substr(0, colon))) return std::string(unnamed);
    std::string name(text.substr(0, colon));
    text.remove_prefix(colon + 2);
    return name;
}

// The first rate of which all times are multiples, as far as texts of seven decimals tell; else a power of ten.
double tickRate(const std::vector<EdfText>& texts, double start_s, std::span<const double> rates_hz) {
    const auto fits = [&](double rate_hz) {
        return std::all_of(texts.begin(), texts.end(), [&](const EdfText& text) {
            const double onset = (text.onset_s - start_s) * rate_hz;
            const double duration = text.duration_s * rate_hz;
            const double tolerance = std::max(1e-3, rate_hz * 6e-8);
            return std::abs(onset - std::round(onset)) < tolerance &&
                   std::abs(duration - std::round(duration)) < tolerance;
        });
    };
    for (const double rate_hz : rates_hz) {
        if (fits(rate_hz)) return rate_hz;
    }
    for (const double rate_hz : {1e3, 1e4, 1e5, 1e6}) {
        if (fits(rate_hz)) return rate_hz;
    }
    return 1e7;
}

}  // namespace

std::string_view annotatorWithoutName(const std::vector<AnnotationSet>& sets) {
    for (const std::string_view name : {kOfReaders, kEdfReviewed}) {
        if (std::ranges::find(sets, name, &AnnotationSet::annotator) != sets.end()) return name;
    }
    return kReference;
}

std::string edfAnnotatorOf(const AnnotationSet& set, std::string_view unnamed) {
    if (set.annotator == unnamed) return {};
    const bool is_earlier = unnamed == kOfReaders && set.annotator.starts_with(kEdfReviewed);
    const std::string earlier = set.annotator + "-before";
    return is_earlier && earlier.size() <= kLongestAnnotator ? earlier : set.annotator;
}

std::string edfTextOf(const AnnotationSet& set, const Annotation& annotation, std::string_view unnamed) {
    std::string text = edfAnnotatorOf(set, unnamed);
    if (!text.empty()) text += ": ";
    text += symbolOf(annotation.code);
    if (annotation.subtype != 0) text += ";sub=" + std::to_string(annotation.subtype);
    if (annotation.channel != 0) text += ";chan=" + std::to_string(annotation.channel);
    if (annotation.number != 0) text += ";num=" + std::to_string(annotation.number);
    if (const std::string aux = plainText(annotation.aux); !aux.empty()) text += ' ' + aux;
    return text;
}

std::vector<AnnotationSet> annotationsOf(const std::vector<EdfText>& texts, double start_s,
                                         std::span<const double> rates_hz, bool ours, std::string_view unnamed) {
    std::vector<AnnotationSet> sets;
    if (texts.empty()) return sets;
    const double rate_hz = tickRate(texts, start_s, rates_hz);
    const auto samplesIn = [rate_hz](double time_s) {
        return std::llround(std::clamp(time_s * rate_hz, -kMostSamples, kMostSamples));
    };
    for (const EdfText& text : texts) {
        Annotation annotation;
        annotation.sample = samplesIn(text.onset_s - start_s);
        annotation.duration = samplesIn(text.duration_s);
        std::string annotator = "edf";
        std::string_view rest = text.text;
        if (ours) annotator = takeAnnotator(rest, unnamed);
        if (!ours || !readOurText(rest, annotation)) {
            annotation.code = kNote;
            annotation.aux = rest;
        }
        const auto known = std::find_if(sets.begin(), sets.end(),
                                        [&](const AnnotationSet& set) { return set.annotator == annotator; });
        AnnotationSet& set = known != sets.end() ? *known : sets.emplace_back(AnnotationSet{annotator, rate_hz, {}});
        set.annotations.push_back(std::move(annotation));
    }
    for (AnnotationSet& set : sets) {
        std::stable_sort(set.annotations.begin(), set.annotations.end(),
                         [](const Annotation& a, const Annotation& b) { return a.sample < b.sample; });
    }
    // The reference first, as everywhere.
    std::stable_sort(sets.begin(), sets.end(), [&](const AnnotationSet& a, const AnnotationSet& b) {
        return (a.annotator == unnamed) > (b.annotator == unnamed);
    });
    return sets;
}

}  // namespace triptych::formats
