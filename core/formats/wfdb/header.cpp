#include "core/formats/wfdb/header.h"

#include "core/text/numbers.h"
#include "core/text/unicode.h"
#include "core/text/words.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <filesystem>

namespace triptych::formats {
namespace {

// Bounds that no recording comes near; beyond them a number is nonsense and is called so.
constexpr std::int64_t kMostSignals = 65536;
constexpr int kMostSegments = 10'000'000;
constexpr std::int64_t kMostFrames = std::int64_t{1} << 53;
constexpr int kMostSamplesPerFrame = 1'000'000;
constexpr double kHighestRate_hz = 1e9;
constexpr double kSmallestGain = 1e-20;
constexpr double kLargestGain = 1e20;

struct Line {
    std::string_view text;
    int number;
};

std::string at(const std::string& where, int line) {
    return where + " line " + std::to_string(line);
}

std::vector<Line> linesOf(std::string_view text) {
    std::vector<Line> lines;
    int number = 1;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        std::string_view line = text.substr(0, end);
        if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
        lines.push_back({line, number++});
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return lines;
}

bool isBlank(std::string_view line) {
    return text::trimmed(line).empty();
}
bool isComment(std::string_view line) {
    return !line.empty() && line.front() == '#';
}

// "HH:MM:SS.fff", "MM:SS" or "SS", blanks allowed where WFDB pads.
std::optional<std::string> isoTime(std::string_view text) {
    std::array<int, 3> parts{};
    std::size_t count = 0;
    std::string fraction;
    while (true) {
        const auto part = text::takeNumber<int>(text);
        if (!part || *part < 0 || count == parts.size()) return std::nullopt;
        parts[count++] = *part;
        if (text.empty()) break;
        if (text.front() == '.') {
            fraction = std::string(text);
            if (fraction.size() < 2 || fraction.find_first_not_of("0123456789", 1) != std::string::npos) {
                return std::nullopt;
            }
            break;
        }
        if (text.front() != ':') return std::nullopt;
        text.remove_prefix(1);
    }
    const int seconds = parts[count - 1];
    const int minutes = count > 1 ? parts[count - 2] : 0;
    const int hours = count > 2 ? parts[0] : 0;
    if (hours > 23 || minutes > 59 || seconds > 59) return std::nullopt;
    std::array<char, 40> out{};
    std::snprintf(out.data(), out.size(), "T%02d:%02d:%02d", hours, minutes, seconds);
    return out.data() + fraction;
}

std::optional<int> monthOf(std::string_view& text) {
    constexpr std::array<std::string_view, 12> kMonths = {"january",   "february", "march",    "april",
                                                          "may",       "june",     "july",     "august",
                                                          "september", "october",  "november", "december"};
    const std::string low = text::lowered(text);
    const std::size_t letters = std::min(low.find_first_not_of("abcdefghijklmnopqrstuvwxyz"), low.size());
    if (letters < 3) return std::nullopt;
    for (std::size_t i = 0; i < kMonths.size(); ++i) {
        if (!kMonths[i].starts_with(std::string_view(low).substr(0, letters))) continue;
        text.remove_prefix(letters);
        return static_cast<int>(i) + 1;
    }
    return std::nullopt;
}

// WFDB's "26/10/1994"; and, as other programs write it, "05-May-2020", "26.10.1994", "2020-05-05": the year is the part
// of four digits where it comes first, else the last.
std::optional<std::string> isoDate(std::string_view text) {
    const std::string_view separators = "/-.";
    const auto separator = [&text, separators](char wanted) {
        const bool fits = !text.empty() && (wanted == 0 ? separators.find(text.front()) != std::string_view::npos
                                                        : text.front() == wanted);
        const char found = fits ? text.front() : '\0';
        if (fits) text.remove_prefix(1);
        return found;
    };
    const bool year_first = text.size() > 4 && text.find_first_not_of("0123456789") == 4;
    const auto first = text::takeNumber<int>(text);
    const char mark = separator(0);
    if (!first || mark == 0) return std::nullopt;
    auto month = monthOf(text);
    if (!month) month = text::takeNumber<int>(text);
    if (!month || separator(mark) == 0) return std::nullopt;
    const auto last = text::wholeNumber<int>(text);
    if (!last) return std::nullopt;
    const int year = year_first ? *first : *last;
    const int day = year_first ? *last : *first;
    if (year < 1 || year > 9999 || *month < 1 || *month > 12 || day < 1) return std::nullopt;
    constexpr std::array kDays = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    const int days = kDays[static_cast<std::size_t>(*month - 1)] + (*month == 2 && leap ? 1 : 0);
    if (day > days) return std::nullopt;
    std::array<char, 40> out{};
    std::snprintf(out.data(), out.size(), "%04d-%02d-%02d", year, *month, day);
    return out.data();
}

// A header downloaded with a record must not make the program read files elsewhere.
bool leavesFolder(std::string_view file) {
    if (file.starts_with('/')) return true;
    while (!file.empty()) {
        const std::size_t end = std::min(file.find('/'), file.size());
        if (file.substr(0, end) == "..") return true;
        file.remove_prefix(std::min(end + 1, file.size()));
    }
    return false;
}

class Parser {
public:
    explicit Parser(const std::string& where) : where_(where), stem_(std::filesystem::path(where).stem().string()) {}

    Result<WfdbHeader> parse(std::string_view text) {
        text_ = text;
        bool has_record_line = false;
        int lines_left_over = 0;
        for (const Line& line : linesOf(text)) {
            if (isComment(line.text)) {
                if (has_record_line) header_.comments.push_back(text::asUtf8(text::trimmed(line.text.substr(1))));
                continue;
            }
            if (isBlank(line.text)) continue;
            if (!has_record_line) {
                has_record_line = true;
                if (const auto done = recordLine(line); !done) return std::unexpected(done.error());
            } else if (header_.segments > 0) {
                if (static_cast<int>(header_.segment_lines.size()) == header_.segments) {
                    ++lines_left_over;
                } else if (const auto done = segmentLine(line); !done) {
                    return std::unexpected(done.error());
                }
            } else if (static_cast<std::int64_t>(header_.signals.size()) < header_.signals_promised) {
                if (const auto done = signalLine(line); !done) return std::unexpected(done.error());
            } else {
                ++lines_left_over;
            }
        }
        if (!has_record_line) {
            return fail(ErrorCode::malformed, "the header has no record line", where_, "restore it from its source");
        }
        if (lines_left_over > 0) {
            const bool segmented = header_.segments > 0;
            const std::int64_t promised = segmented ? header_.segments : header_.signals_promised;
            warn("the header promises " + std::to_string(promised) + (segmented ? " segments" : " signals") +
                     " and describes " + std::to_string(promised + lines_left_over) +
                     "; those beyond the promise are ignored",
                 0);
        }
        return std::move(header_);
    }

private:
    // NAME[/SEGMENTS] SIGNALS [RATE[/COUNTER[(BASE)]] [FRAMES [TIME [DATE]]]]
    Result<void> recordLine(const Line& line) {
        std::string_view rest = line.text;
        std::string_view name = text::takeWord(rest);
        if (const auto done = segmentsOrFolder(line, name); !done) return done;
        header_.name = text::asUtf8(name);
        const std::string_view signals = text::takeWord(rest);
        const auto count = text::wholeNumber<std::int64_t>(signals);
        if (!count || *count < 0 || *count > kMostSignals) {
            return bad(line, signals.empty() ? std::string("the record line does not state the number of signals")
                                             : "the number of signals cannot be " + text::inQuotes(signals));
        }
        header_.signals_promised = *count;
        if (const std::string_view rate = text::takeWord(rest); !rate.empty()) {
            // What follows '/', the counter frequency, only numbers tape positions.
            const auto hz = text::wholeNumber<double>(rate.substr(0, std::min(rate.find('/'), rate.size())));
            if (!hz || *hz <= 0 || *hz > kHighestRate_hz) {
                return bad(line, "the sampling rate cannot be " + text::inQuotes(rate));
            }
            header_.frame_rate_hz = *hz;
        } else {
            warn("the header states no sampling rate; WFDB's default of 250 Hz is assumed", line.number);
        }
        if (const std::string_view frames = text::takeWord(rest); !frames.empty()) {
            const auto stated = text::wholeNumber<std::int64_t>(frames);
            if (!stated || *stated < 0) {
                warn("the number of samples cannot be " + text::inQuotes(frames) + "; the signal files tell it instead",
                     line.number);
            } else if (*stated > 0) {  // 0 means "not stated"
                header_.frames = *stated;
            }
        }
        const std::string_view time = text::takeWord(rest);
        start(line, time, text::takeWord(rest));
        return {};
    }

    // NAME/SEGMENTS of a record made of others; FOLDER/NAME of programs that write the path they wrote to: there the
    // header's own file has the name behind the slash, or the signal files that folder.
    Result<void> segmentsOrFolder(const Line& line, std::string_view& name) {
        const std::size_t slash = name.rfind('/');
        if (slash == std::string_view::npos) return {};
        const std::string_view behind = name.substr(slash + 1);
        const auto segments = text::wholeNumber<int>(behind);
        const bool is_count = segments && *segments >= 1 && *segments <= kMostSegments && behind.front() != '0';
        const bool is_own_name = !behind.empty() && name.substr(0, slash) != stem_ &&
                                 (behind == stem_ || std::filesystem::path(behind).stem() == stem_);
        const bool is_folder = is_own_name || (!is_count && text_.find('\n' + std::string(name.substr(0, slash + 1))) !=
                                                                std::string_view::npos);
        if (!is_folder) {
            if (!is_count) return bad(line, "the number of segments cannot be " + text::inQuotes(behind));
            header_.segments = *segments;
            name = name.substr(0, slash);
        }
        if (const std::size_t last = name.rfind('/'); last != std::string_view::npos) {
            header_.folder = std::string(name.substr(0, last + 1));
            name = name.substr(last + 1);
        }
        return {};
    }

    // Time, then date, as header(5) has it; date, then time, or both in one word, as others write it.
    void start(const Line& line, std::string_view time, std::string_view date) {
        if (const std::size_t join = time.find('T'); date.empty() && join != std::string_view::npos) {
            date = time.substr(0, join);
            time = time.substr(join + 1);
        }
        if (time.empty()) return;
        if (isoDate(time) || (!date.empty() && isoTime(date))) std::swap(time, date);
        const auto iso_time = time.empty() ? std::nullopt : isoTime(time);
        if (!time.empty() && !iso_time) {
            warn("the start time cannot be " + text::inQuotes(time) + "; it is ignored", line.number);
        }
        if (date.empty()) return;
        const auto iso_date = isoDate(date);
        if (!iso_date) warn("the start date cannot be " + text::inQuotes(date) + "; it is ignored", line.number);
        if (iso_time && iso_date) header_.start = *iso_date + *iso_time;
    }

    // FILE FORMAT[xN][:SKEW][+OFFSET], then, each only with those before it: GAIN[(BASELINE)][/UNITS], ADC RESOLUTION,
    // ADC ZERO, INITIAL VALUE, CHECKSUM, BLOCK SIZE, NAME
    Result<void> signalLine(const Line& line) {
        WfdbSignalLine signal;
        signal.line_number = line.number;
        std::string_view rest = line.text;
        const std::string_view file = text::takeWord(rest);
        if (leavesFolder(file)) {
            return fail(ErrorCode::refused,
                        "the header names a signal file outside its own folder, " + text::inQuotes(file),
                        at(where_, line.number), "put the signal file beside the header and name it alone");
        }
        signal.file = std::string(file);
        if (const auto done = formatField(line, text::takeWord(rest), signal); !done) return done;
        const std::string_view gain = text::takeWord(rest);
        bool baseline_stated = false;
        gainField(line, gain, signal, baseline_stated);
        signal.adc_resolution_bits = optionalField<int>(line, text::takeWord(rest), "ADC resolution").value_or(0);
        signal.adc_zero = optionalField<std::int32_t>(line, text::takeWord(rest), "ADC zero").value_or(0);
        if (!baseline_stated) signal.baseline = signal.adc_zero;
        signal.initial_value = optionalField<std::int32_t>(line, text::takeWord(rest), "initial value");
        signal.checksum = optionalField<int>(line, text::takeWord(rest), "checksum");
        (void)optionalField<std::int64_t>(line, text::takeWord(rest), "block size");
        signal.description = text::asUtf8(text::trimmed(rest));
        header_.signals.push_back(std::move(signal));
        return {};
    }

    // NAME FRAMES
    Result<void> segmentLine(const Line& line) {
        std::string_view rest = line.text;
        const std::string_view name = text::takeWord(rest);
        const std::string_view length = text::takeWord(rest);
        if (leavesFolder(name)) {
            return fail(ErrorCode::refused,
                        "the header names a segment outside its own folder, " + text::inQuotes(name),
                        at(where_, line.number), "put the segments beside the header and name them alone");
        }
        const auto frames = text::wholeNumber<std::int64_t>(length);
        if (!frames || *frames < 0 || *frames > kMostFrames) {
            return bad(line, length.empty() ? std::string("the segment's line does not state its length")
                                            : "the length of a segment cannot be " + text::inQuotes(length));
        }
        header_.segment_lines.push_back({std::string(name), *frames, line.number});
        return {};
    }

    Result<void> formatField(const Line& line, std::string_view field, WfdbSignalLine& signal) {
        std::string_view rest = field;
        const auto format = text::takeNumber<int>(rest);
        if (!format || *format < 0) {
            return bad(line, field.empty() ? std::string("the signal line does not state a storage format")
                                           : "the storage format cannot be " + text::inQuotes(field));
        }
        signal.format = *format;
        while (!rest.empty()) {
            const char kind = rest.front();
            rest.remove_prefix(1);
            const auto value = text::takeNumber<std::int64_t>(rest);
            const bool fits = value && *value >= 0;
            if (fits && kind == 'x' && *value >= 1 && *value <= kMostSamplesPerFrame) {
                signal.samples_per_frame = static_cast<int>(*value);
            } else if (fits && kind == ':' && *value <= INT32_MAX) {
                signal.skew_frames = static_cast<int>(*value);
            } else if (fits && kind == '+') {
                signal.byte_offset = *value;
            } else {
                return bad(line, "the storage format cannot be " + text::inQuotes(field));
            }
        }
        return {};
    }

    void gainField(const Line& line, std::string_view field, WfdbSignalLine& signal, bool& baseline_stated) {
        if (field.empty()) return;
        std::string_view rest = field;
        const auto gain = text::takeNumber<double>(rest);
        bool understood = gain && (*gain == 0 || (std::abs(*gain) > kSmallestGain && std::abs(*gain) < kLargestGain));
        if (understood && *gain != 0) {
            signal.gain = *gain;
            signal.calibrated = true;
        }
        if (understood && rest.starts_with('(')) {
            rest.remove_prefix(1);
            const auto baseline = text::takeNumber<std::int32_t>(rest);
            understood = baseline && rest.starts_with(')');
            if (understood) {
                rest.remove_prefix(1);
                signal.baseline = *baseline;
                baseline_stated = true;
            }
        }
        if (understood && rest.starts_with('/')) {
            signal.unit = text::asUtf8(rest.substr(1));
            rest = {};
        }
        if (!understood || !rest.empty()) {
            signal.calibrated = false;
            signal.gain = 200;
            warn("the gain cannot be " + text::inQuotes(field) +
                     "; the amplitude is uncalibrated, 200 units per mV are assumed",
                 line.number);
        } else if (!signal.calibrated) {
            warn("the gain is 0, which says that the amplitude is uncalibrated; 200 units per " +
                     (signal.unit.empty() ? std::string("mV") : signal.unit) + " are assumed",
                 line.number);
        }
    }

    template <class T>
    std::optional<T> optionalField(const Line& line, std::string_view field, const char* name) {
        if (field.empty()) return std::nullopt;
        const auto value = text::wholeNumber<T>(field);
        if (!value)
            warn("the " + std::string(name) + " cannot be " + text::inQuotes(field) + "; it is ignored", line.number);
        return value;
    }

    std::unexpected<Error> bad(const Line& line, std::string what) const {
        return fail(ErrorCode::malformed, std::move(what), at(where_, line.number),
                    "correct the header or restore it from its source");
    }

    void warn(std::string what, int line) {
        header_.warnings.push_back({std::move(what), line > 0 ? at(where_, line) : where_});
    }

    const std::string& where_;
    std::string stem_;  // of the header's file
    std::string_view text_;
    WfdbHeader header_;
};

std::string_view withoutByteOrderMark(std::string_view text) {
    if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);
    return text;
}

}  // namespace

bool looksLikeWfdbHeader(std::string_view beginning) {
    if (beginning.find('\0') != std::string_view::npos) return false;
    for (const Line& line : linesOf(withoutByteOrderMark(beginning))) {
        if (isBlank(line.text) || isComment(line.text)) continue;
        std::string_view rest = line.text;
        const std::string_view name = text::takeWord(rest);
        const auto signals = text::wholeNumber<std::int64_t>(text::takeWord(rest));
        const std::string_view rate = text::takeWord(rest);
        return !name.empty() && signals && *signals >= 0 &&
               (rate.empty() || text::wholeNumber<double>(rate.substr(0, std::min(rate.find('/'), rate.size()))));
    }
    return false;
}

Result<WfdbHeader> parseWfdbHeader(std::string_view text, const std::string& where) {
    if (text.empty()) return fail(ErrorCode::empty, "the header is empty", where, "restore it from its source");
    if (text.find('\0') != std::string_view::npos) {
        return fail(ErrorCode::malformed, "this is no WFDB header: it holds zero bytes, and a header is text", where,
                    "restore it from its source");
    }
    return Parser(where).parse(withoutByteOrderMark(text));
}

}  // namespace triptych::formats
