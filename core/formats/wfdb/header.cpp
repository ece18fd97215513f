#include "core/formats/wfdb/header.h"

#include "core/formats/wfdb/start.h"
#include "core/text/numbers.h"
#include "core/text/said.h"
#include "core/text/unicode.h"
#include "core/text/words.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
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
    return text::say("{1} line {2}", where, line);
}

std::vector<Line> linesOf(std::string_view text) {
    std::vector<Line> lines;
    int number = 1;
    const char line_end = text.find('\n') == std::string_view::npos ? '\r' : '\n';
    while (!text.empty()) {
        const std::size_t end = std::min(text.find(line_end), text.size());
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
                const auto signal = signalLine(line);
                if (!signal) return std::unexpected(signal.error());
                header_.signals.push_back(*signal);
            } else {
                ++lines_left_over;
                if (const auto signal = signalLine(line)) header_.unpromised.push_back(*signal);
            }
        }
        if (!has_record_line) {
            return fail(ErrorCode::malformed, "the header has no record line", where_, "restore it from its source");
        }
        // Whether such signals are there is for their file to say.
        if (lines_left_over != static_cast<int>(header_.unpromised.size())) header_.unpromised.clear();
        if (lines_left_over > 0 && header_.segments > 0) {
            warn(text::say("the header promises {1} segments and describes {2}; those beyond the promise are ignored",
                           header_.segments, header_.segments + lines_left_over),
                 0);
        } else if (lines_left_over > 0 && header_.unpromised.empty()) {
            warn(text::say("the header promises {1} signals and describes {2}; those beyond the promise are ignored",
                           header_.signals_promised, header_.signals_promised + lines_left_over),
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
            return bad(line, signals.empty()
                                 ? text::Said("the record line does not state the number of signals")
                                 : text::say("the number of signals cannot be {1}", text::inQuotes(signals)));
        }
        header_.signals_promised = *count;
        if (const std::string_view rate = text::takeWord(rest); !rate.empty()) {
            // What follows '/', the counter frequency, only numbers tape positions.
            const auto hz = text::wholeNumber<double>(rate.substr(0, std::min(rate.find('/'), rate.size())));
            if (!hz || *hz <= 0 || *hz > kHighestRate_hz) {
                return bad(line, text::say("the sampling rate cannot be {1}", text::inQuotes(rate)));
            }
            header_.frame_rate_hz = *hz;
        } else {
            warn("the header states no sampling rate; WFDB's default of 250 Hz is assumed", line.number);
        }
        if (const std::string_view frames = text::takeWord(rest); !frames.empty()) {
            const auto stated = text::wholeNumber<std::int64_t>(frames);
            if (!stated || *stated < 0) {
                warn(text::say("the number of samples cannot be {1}; the signal files tell it instead",
                               text::inQuotes(frames)),
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
            if (!is_count) return bad(line, text::say("the number of segments cannot be {1}", text::inQuotes(behind)));
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
        if (wfdbDate(time) || (!date.empty() && wfdbTime(date))) std::swap(time, date);
        const auto iso_time = time.empty() ? std::nullopt : wfdbTime(time);
        if (!time.empty() && !iso_time) {
            warn(text::say("the start time cannot be {1}; it is ignored", text::inQuotes(time)), line.number);
        }
        if (date.empty()) {
            if (iso_time) header_.start = iso_time->substr(1);  // a time of day, the day withheld
            return;
        }
        const auto iso_date = wfdbDate(date);
        if (!iso_date)
            warn(text::say("the start date cannot be {1}; it is ignored", text::inQuotes(date)), line.number);
        if (iso_time && iso_date) header_.start = *iso_date + *iso_time;
    }

    // FILE FORMAT[xN][:SKEW][+OFFSET], then, each only with those before it: GAIN[(BASELINE)][/UNITS], ADC RESOLUTION,
    // ADC ZERO, INITIAL VALUE, CHECKSUM, BLOCK SIZE, NAME
    Result<WfdbSignalLine> signalLine(const Line& line) {
        WfdbSignalLine signal;
        signal.line_number = line.number;
        std::string_view rest = line.text;
        const std::string_view file = text::takeWord(rest);
        if (leavesFolder(file)) {
            return fail(ErrorCode::refused,
                        text::say("the header names a signal file outside its own folder, {1}", text::inQuotes(file)),
                        at(where_, line.number), "put the signal file beside the header and name it alone");
        }
        signal.file = std::string(file);
        if (const auto done = formatField(line, text::takeWord(rest), signal); !done) {
            return std::unexpected(done.error());
        }
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
        return signal;
    }

    // NAME FRAMES
    Result<void> segmentLine(const Line& line) {
        std::string_view rest = line.text;
        const std::string_view name = text::takeWord(rest);
        const std::string_view length = text::takeWord(rest);
        if (leavesFolder(name)) {
            return fail(ErrorCode::refused,
                        text::say("the header names a segment outside its own folder, {1}", text::inQuotes(name)),
                        at(where_, line.number), "put the segments beside the header and name them alone");
        }
        const auto frames = text::wholeNumber<std::int64_t>(length);
        if (!frames || *frames < 0 || *frames > kMostFrames) {
            return bad(line, length.empty()
                                 ? text::Said("the segment's line does not state its length")
                                 : text::say("the length of a segment cannot be {1}", text::inQuotes(length)));
        }
        header_.segment_lines.push_back({std::string(name), *frames, line.number});
        return {};
    }

    Result<void> formatField(const Line& line, std::string_view field, WfdbSignalLine& signal) {
        std::string_view rest = field;
        const auto format = text::takeNumber<int>(rest);
        if (!format || *format < 0) {
            return bad(line, field.empty() ? text::Said("the signal line does not state a storage format")
                                           : text::say("the storage format cannot be {1}", text::inQuotes(field)));
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
                return bad(line, text::say("the storage format cannot be {1}", text::inQuotes(field)));
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
            warn(text::say("the gain cannot be {1}; the amplitude is uncalibrated, 200 units per mV are assumed",
                           text::inQuotes(field)),
                 line.number);
        } else if (!signal.calibrated) {
            warn(
                text::say("the gain is 0, which says that the amplitude is uncalibrated; 200 units per {1} are assumed",
                          (signal.unit.empty() ? std::string("mV") : signal.unit)),
                line.number);
        }
    }

    template <class T>
    std::optional<T> optionalField(const Line& line, std::string_view field, const char* name) {
        if (field.empty()) return std::nullopt;
        const auto value = text::wholeNumber<T>(field);
        if (!value)
            warn(text::say("the {1} cannot be {2}; it is ignored", std::string(name), text::inQuotes(field)),
                 line.number);
        return value;
    }

    std::unexpected<Error> bad(const Line& line, text::Said what) const {
        return fail(ErrorCode::malformed, std::move(what), at(where_, line.number),
                    "correct the header or restore it from its source");
    }

    void warn(text::Said what, int line) {
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
