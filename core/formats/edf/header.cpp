#include "core/formats/edf/header.h"

#include "core/text/numbers.h"
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

// "dd.mm.yy" and "hh.mm.ss"; any separator.
std::optional<std::array<int, 3>> three(std::string_view field) {
    if (field.size() != 8) return std::nullopt;
    std::array<int, 3> parts{};
    for (std::size_t i = 0; i < 3; ++i) {
        const auto part = text::wholeNumber<int>(field.substr(3 * i, 2));
        if (!part || *part < 0) return std::nullopt;
        parts[i] = *part;
    }
    return parts;
}

// The four-digit year of EDF+'s "Startdate 02-MAR-2002 ...", the only place that has one.
std::optional<int> longYear(std::string_view recording) {
    if (text::takeWord(recording) != "Startdate") return std::nullopt;
    const std::string_view date = text::takeWord(recording);
    if (date.size() != 11 || date[2] != '-' || date[6] != '-') return std::nullopt;
    return text::wholeNumber<int>(date.substr(7));
}

std::optional<std::string> startOf(std::string_view date, std::string_view time, std::string_view recording) {
    const auto day = three(date);
    const auto clock = three(time);
    if (!day || !clock) return std::nullopt;
    // EDF's clipping date: 85...99 are 1985...1999.
    const int year = longYear(recording).value_or((*day)[2] >= 85 ? 1900 + (*day)[2] : 2000 + (*day)[2]);
    const std::chrono::year_month_day civil(std::chrono::year(year),
                                            std::chrono::month(static_cast<unsigned>((*day)[1])),
                                            std::chrono::day(static_cast<unsigned>((*day)[0])));
    if (!civil.ok() || year < 1000 || year > 9999 || (*clock)[0] > 23 || (*clock)[1] > 59 || (*clock)[2] > 59) {
        return std::nullopt;
    }
    std::array<char, 80> out{};
    std::snprintf(out.data(), out.size(), "%04d-%02d-%02dT%02d:%02d:%02d", year, (*day)[1], (*day)[0], (*clock)[0],
                  (*clock)[1], (*clock)[2]);
    return out.data();
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
            return fail(ErrorCode::malformed,
                        "signal " + std::to_string(i + 1) + " (" + text::inQuotes(signal.label) + ") states " +
                            text::inQuotes(text::trimmed(columns.field(216, 8, i))) + " samples in a data record",
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
    header.start = startOf(bytes.substr(168, 8), bytes.substr(176, 8), header.recording);
    // EDF+ writes "Startdate X" where nobody may know the day.
    if (header.is_plus && (header.recording + ' ').starts_with("Startdate X ")) {
        header.start.reset();
    } else if (!header.start) {
        header.warnings.push_back({"the start of the recording is no date and time (" +
                                       text::inQuotes(text::trimmed(bytes.substr(168, 16))) + "), so it is not shown",
                                   where});
    }
    const auto signals = integer(bytes.substr(252, 4));
    if (!signals || *signals < 1 || *signals > 9999) {
        return fail(
            ErrorCode::malformed,
            "the header states " + text::inQuotes(text::trimmed(bytes.substr(252, 4))) + " as its number of signals",
            where, "restore the file from its source");
    }
    header.header_bytes = edfHeaderBytes(bytes);
    if (static_cast<std::int64_t>(bytes.size()) < header.header_bytes) {
        return fail(ErrorCode::truncated,
                    "the file ends within its header, which describes " + std::to_string(*signals) + " signals", where,
                    "restore it from its source");
    }
    if (const auto stated = integer(bytes.substr(184, 8)); stated != header.header_bytes) {
        header.warnings.push_back({"the header says that it has " +
                                       text::inQuotes(text::trimmed(bytes.substr(184, 8))) + " bytes, and " +
                                       std::to_string(*signals) + " signals make " +
                                       std::to_string(header.header_bytes) + ", which were taken",
                                   where});
    }
    header.records = integer(bytes.substr(236, 8)).value_or(-1);
    header.record_duration_s = number(bytes.substr(244, 8)).value_or(-1);
    if (header.record_duration_s < 0 || header.record_duration_s > 1e7) {
        return fail(ErrorCode::malformed,
                    "the header states " + text::inQuotes(text::trimmed(bytes.substr(244, 8))) +
                        " as the seconds of a data record",
                    where, "restore the file from its source");
    }
    if (const auto read = readSignals(header, bytes, static_cast<std::size_t>(*signals), where); !read) {
        return std::unexpected(read.error());
    }
    return header;
}

std::string startMovedBy(const std::string& start, double seconds) {
    using namespace std::chrono;
    std::string_view rest = start;
    std::array<int, 6> parts{};
    for (std::size_t i = 0; i < parts.size(); ++i) {
        if (i > 0 && !rest.empty()) rest.remove_prefix(1);
        const auto part = text::takeNumber<int>(rest);
        if (!part) return start;
        parts[i] = std::abs(*part);
    }
    if (!(std::abs(seconds) < 1e9)) return start;
    const auto moved =
        sys_days(year(parts[0]) / month(static_cast<unsigned>(parts[1])) / day(static_cast<unsigned>(parts[2]))) +
        hours(parts[3]) + minutes(parts[4]) + std::chrono::seconds(parts[5]) +
        microseconds(std::llround(seconds * 1e6));
    const auto midnight = floor<days>(moved);
    const year_month_day civil(midnight);
    const auto clock = moved - midnight;
    std::array<char, 80> out{};
    std::snprintf(out.data(), out.size(), "%04d-%02u-%02uT%02d:%02d:%02d", static_cast<int>(civil.year()),
                  static_cast<unsigned>(civil.month()), static_cast<unsigned>(civil.day()),
                  static_cast<int>(duration_cast<hours>(clock).count()),
                  static_cast<int>(duration_cast<minutes>(clock).count() % 60),
                  static_cast<int>(duration_cast<std::chrono::seconds>(clock).count() % 60));
    std::string text = out.data();
    if (const auto fraction = static_cast<int>(clock.count() % 1'000'000); fraction != 0) {
        std::snprintf(out.data(), out.size(), ".%06d", fraction);
        text += out.data();
        while (text.back() == '0') text.pop_back();
    }
    return text;
}

}  // namespace triptych::formats
