#include "core/formats/edf/header.h"

#include "core/text/numbers.h"
#include "core/text/said.h"
#include "core/text/unicode.h"
#include "core/text/words.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <cstdio>

namespace triptych::formats {
namespace {

constexpr std::size_t kFixed_bytes = 256;
constexpr std::string_view kBdfVersion =
    "\xff"
    "BIOSEMI";

std::string text(std::string_view field) {
    return text::asUtf8(text::trimmed(field));
}

// Numbers are ASCII with a point; some recorders of countries with a decimal comma write one.
std::optional<double> number(std::string_view field) {
    std::string plain(text::trimmed(field));
    std::replace(plain.begin(), plain.end(), ',', '.');
    return text::wholeNumber<double>(plain);
}

std::optional<std::int64_t> integer(std::string_view field) {
    const std::string_view plain = text::trimmed(field);
    if (const auto whole = text::wholeNumber<std::int64_t>(plain)) return whole;
    const auto value = number(plain);  // "200.0"
    if (value && std::floor(*value) == *value && std::abs(*value) < 1e9) return static_cast<std::int64_t>(*value);
    return std::nullopt;
}

// "dd.mm.yy" and "hh.mm.ss" with any separator, also as writers pad them: " 1. 2.03", "1.2.03".
std::optional<std::array<int, 3>> three(std::string_view field) {
    std::array<int, 3> parts{};
    std::string_view rest = text::trimmed(field);
    for (std::size_t i = 0; i < 3; ++i) {
        if (i > 0) {
            const std::size_t before = rest.size();
            rest = text::trimmed(rest);
            const bool is_blank = rest.size() < before;
            if (rest.empty()) return std::nullopt;
            const bool is_digit = rest.front() >= '0' && rest.front() <= '9';
            if (is_digit && !is_blank) return std::nullopt;
            if (!is_digit) rest = text::trimmed(rest.substr(1));
        }
        const std::size_t end = std::min(rest.find_first_not_of("0123456789"), rest.size());
        const auto part = end <= 2 ? text::wholeNumber<int>(rest.substr(0, end)) : std::nullopt;
        if (!part) return std::nullopt;
        parts[i] = *part;
        rest.remove_prefix(end);
    }
    if (!rest.empty()) return std::nullopt;
    return parts;
}

std::optional<std::string> isoDay(int year, int month, int day) {
    const std::chrono::year_month_day civil(std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
                                            std::chrono::day(static_cast<unsigned>(day)));
    if (!civil.ok() || year < 1000 || year > 9999) return std::nullopt;
    std::array<char, 40> out{};
    std::snprintf(out.data(), out.size(), "%04d-%02d-%02d", year, month, day);
    return out.data();
}

// The header's own field. EDF's clipping date: 85...99 are 1985...1999.
std::optional<std::string> shortDay(std::string_view field) {
    const auto parts = three(field);
    if (!parts) return std::nullopt;
    return isoDay((*parts)[2] >= 85 ? 1900 + (*parts)[2] : 2000 + (*parts)[2], (*parts)[1], (*parts)[0]);
}

// What EDF+'s "Startdate 02-MAR-2002 ..." says: its word, "X" where nobody may know the day, and the day that it is.
struct LongDate {
    std::string_view word;
    std::optional<std::string> day;
};
LongDate longDate(std::string_view recording) {
    if (text::lowered(text::takeWord(recording)) != "startdate") return {};
    const std::string_view word = text::takeWord(recording);
    return {word, edfLongDay(word)};
}

std::optional<std::string> clockOf(std::string_view field) {
    const auto parts = three(field);
    if (!parts || (*parts)[0] > 23 || (*parts)[1] > 59 || (*parts)[2] > 59) return std::nullopt;
    std::array<char, 40> out{};
    std::snprintf(out.data(), out.size(), "%02d:%02d:%02d", (*parts)[0], (*parts)[1], (*parts)[2]);
    return out.data();
}

// The day stands twice in EDF+, in eight characters and, with its whole year, in the field of the recording.
void readStart(EdfHeader& header, std::string_view date_field, std::string_view time_field, const std::string& where) {
    const auto warn = [&](text::Said what) { header.warnings.push_back({std::move(what), where}); };
    const auto clock = clockOf(time_field);
    auto day = shortDay(date_field);
    const LongDate stated = longDate(header.recording);
    // Writers of plain EDF fill in the same words, and the day that stands for none.
    const bool is_withheld = (stated.word == "X" || stated.word == "x") && (header.is_plus || day == "1985-01-01");
    if (is_withheld) {
        day.reset();
    } else if (stated.day && day != stated.day) {
        // "yy" stands for the years from 2085 on, which two digits cannot tell.
        const bool is_short_empty = text::trimmed(date_field).ends_with("yy");
        if (day) {
            warn(text::say("the header states two days, {1} and {2}; the first is taken", *day, *stated.day));
        } else {
            if (!is_short_empty) {
                warn(text::say("the start date {1} is none; {2} is taken from the field of the recording",
                               text::inQuotes(text::trimmed(date_field)), *stated.day));
            }
            day = stated.day;
        }
    } else if (header.is_plus && day && !stated.word.empty() && !stated.day) {
        warn(text::say(
            "the field of the recording states the start date as {1}, which is none; {2} is taken from the header",
            text::inQuotes(stated.word), *day));
    }
    // Midnight on a day that nobody may know is what writers fill in for a time that they withhold, too.
    if (clock && (day || *clock != "00:00:00" || !is_withheld)) header.start = day ? *day + 'T' + *clock : *clock;
    if (!clock || (!day && !is_withheld)) {
        const std::string raw = text::inQuotes(text::trimmed(std::string(date_field) + std::string(time_field)));
        warn(clock ? text::say("the start of the recording is no date ({1}): only the time of day is shown", raw)
                   : text::say("the start of the recording is no date and time ({1}), so it is not shown", raw));
    }
}

// The columns of the signals' part: each field of all signals, then the next field of all.
class Columns {
public:
    Columns(std::string_view bytes, std::size_t signals) : bytes_(bytes), signals_(signals) {}
    std::string_view field(std::size_t offset, std::size_t width, std::size_t signal) const {
        return bytes_.substr(kFixed_bytes + offset * signals_ + width * signal, width);
    }

private:
    std::string_view bytes_;
    std::size_t signals_;
};

Result<void> readSignals(EdfHeader& header, std::string_view bytes, std::size_t count, const std::string& where) {
    const Columns columns(bytes, count);
    for (std::size_t i = 0; i < count; ++i) {
        EdfSignal signal;
        signal.label = text(columns.field(0, 16, i));
        signal.transducer = text(columns.field(16, 80, i));
        signal.dimension = text(columns.field(96, 8, i));
        signal.physical_minimum = number(columns.field(104, 8, i));
        signal.physical_maximum = number(columns.field(112, 8, i));
        signal.digital_minimum = number(columns.field(120, 8, i));
        signal.digital_maximum = number(columns.field(128, 8, i));
        signal.prefiltering = text(columns.field(136, 80, i));
        const auto samples = integer(columns.field(216, 8, i));
        if (!samples || *samples < 0) {
            return fail(
                ErrorCode::malformed,
                text::say("signal {1} ({2}) states {3} samples in a data record", i + 1, text::inQuotes(signal.label),
                          text::inQuotes(text::trimmed(columns.field(216, 8, i)))),
                where, "restore the file from its source");
        }
        signal.samples_per_record = *samples;
        signal.byte_in_record = header.record_bytes;
        signal.is_annotations = signal.label == "EDF Annotations" || signal.label == "BDF Annotations";
        header.record_bytes += *samples * header.bytes_per_sample;
        header.signals.push_back(std::move(signal));
    }
    return {};
}

std::size_t signalCount(std::string_view bytes) {
    if (bytes.size() < kFixed_bytes) return 0;
    return static_cast<std::size_t>(std::clamp<std::int64_t>(integer(bytes.substr(252, 4)).value_or(0), 0, 9999));
}

}  // namespace

std::optional<std::string> edfLongDay(std::string_view word) {
    constexpr std::array<std::string_view, 12> kMonths = {"jan", "feb", "mar", "apr", "may", "jun",
                                                          "jul", "aug", "sep", "oct", "nov", "dec"};
    const std::size_t first = word.find('-');
    const std::size_t last = word.rfind('-');
    if (first == std::string_view::npos || last == first) return std::nullopt;
    const auto day = text::wholeNumber<int>(word.substr(0, first));
    const auto year = text::wholeNumber<int>(word.substr(last + 1));
    const std::string name = text::lowered(word.substr(first + 1, last - first - 1));
    const auto month = std::find(kMonths.begin(), kMonths.end(), name);
    if (!day || !year || *day < 1 || month == kMonths.end()) return std::nullopt;
    return isoDay(*year, static_cast<int>(month - kMonths.begin()) + 1, *day);
}

std::string EdfHeader::formatName() const {
    std::string name = bytes_per_sample == 3 ? "BDF" : "EDF";
    if (is_plus) name += is_discontinuous ? "+D" : "+C";
    return name;
}

std::int64_t edfHeaderBytes(std::string_view beginning) {
    return static_cast<std::int64_t>(kFixed_bytes * (signalCount(beginning) + 1));
}

bool looksLikeBdf(std::string_view beginning) {
    return beginning.starts_with(kBdfVersion);
}

// "0" and seven blanks; some writers fill with NULs.
bool beginsAsEdf(std::string_view bytes) {
    return bytes.size() >= 8 && bytes[0] == '0' && text::trimmed(bytes.substr(1, 7)).empty();
}

bool looksLikeEdf(std::string_view beginning) {
    if (!beginsAsEdf(beginning)) return false;
    if (beginning.size() < kFixed_bytes) return beginning.size() >= 184 && three(beginning.substr(168, 8)).has_value();
    return integer(beginning.substr(184, 8)) && integer(beginning.substr(236, 8)) && integer(beginning.substr(252, 4));
}

Result<EdfHeader> parseEdfHeader(std::string_view bytes, const std::string& where) {
    EdfHeader header;
    if (bytes.empty()) return fail(ErrorCode::empty, "the file is empty", where, "restore it from its source");
    if (!looksLikeBdf(bytes) && !beginsAsEdf(bytes)) {
        return fail(ErrorCode::malformed, "the file does not begin as EDF or BDF does", where,
                    "restore it from its source");
    }
    if (bytes.size() < kFixed_bytes) {
        return fail(ErrorCode::truncated, "the file ends within its header", where, "restore it from its source");
    }
    header.bytes_per_sample = looksLikeBdf(bytes) ? 3 : 2;
    header.patient = text(bytes.substr(8, 80));
    header.recording = text(bytes.substr(88, 80));
    const std::string_view reserved = text::trimmed(bytes.substr(192, 44));
    header.is_plus = reserved.starts_with("EDF+") || reserved.starts_with("BDF+");
    header.is_discontinuous = reserved.starts_with("EDF+D") || reserved.starts_with("BDF+D");
    readStart(header, bytes.substr(168, 8), bytes.substr(176, 8), where);
    const auto signals = integer(bytes.substr(252, 4));
    if (!signals || *signals < 1 || *signals > 9999) {
        return fail(ErrorCode::malformed,
                    text::say("the header states {1} as its number of signals",
                              text::inQuotes(text::trimmed(bytes.substr(252, 4)))),
                    where, "restore the file from its source");
    }
    header.header_bytes = edfHeaderBytes(bytes);
    if (static_cast<std::int64_t>(bytes.size()) < header.header_bytes) {
        return fail(ErrorCode::truncated,
                    text::say("the file ends within its header, which describes {1} signals", *signals), where,
                    "restore it from its source");
    }
    if (const auto stated = integer(bytes.substr(184, 8)); stated != header.header_bytes) {
        header.warnings.push_back(
            {text::say("the header says that it has {1} bytes, and {2} signals make {3}, which were taken",
                       text::inQuotes(text::trimmed(bytes.substr(184, 8))), *signals, header.header_bytes),
             where});
    }
    header.records = integer(bytes.substr(236, 8)).value_or(-1);
    header.record_duration_s = number(bytes.substr(244, 8)).value_or(-1);
    if (header.record_duration_s < 0 || header.record_duration_s > 1e7) {
        return fail(ErrorCode::malformed,
                    text::say("the header states {1} as the seconds of a data record",
                              text::inQuotes(text::trimmed(bytes.substr(244, 8)))),
                    where, "restore the file from its source");
    }
    if (const auto read = readSignals(header, bytes, static_cast<std::size_t>(*signals), where); !read) {
        return std::unexpected(read.error());
    }
    return header;
}

}  // namespace triptych::formats
