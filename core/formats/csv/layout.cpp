#include "core/formats/csv/layout.h"

#include "core/formats/lead_names.h"
#include "core/text/numbers.h"
#include "core/text/unicode.h"
#include "core/text/words.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <limits>

namespace triptych::formats {
namespace {

constexpr std::size_t kMostColumns = 1'000;
constexpr std::size_t kMostHeaderLines = 400;

std::string_view unquoted(std::string_view field) {
    field = text::trimmed(field);
    if (field.size() >= 2 && (field.front() == '"' || field.front() == '\'') && field.back() == field.front()) {
        field = text::trimmed(field.substr(1, field.size() - 2));
    }
    return field;
}

// Where the first field ends: at a delimiter, which within quotation marks is a letter like others.
std::size_t endOfField(std::string_view row, char delimiter) {
    const std::size_t end = std::min(row.find(delimiter), row.size());
    const std::size_t begin = std::min(row.find_first_not_of(" \t"), row.size());
    if (begin >= end || row[begin] != '"') return end;
    for (std::size_t close = row.find('"', begin + 1); close != std::string_view::npos;
         close = row.find('"', close + 1)) {
        if (close + 1 < row.size() && row[close + 1] == '"') {
            ++close;  // a doubled mark is a letter, too
            continue;
        }
        const std::size_t next = std::min(row.find_first_not_of(" \r", close + 1), row.size());
        if (next == row.size() || row[next] == delimiter) return next;
    }
    return end;  // a mark that is never closed is none
}

std::vector<std::string_view> fieldsOf(std::string_view row, char delimiter) {
    std::vector<std::string_view> fields;
    row = text::trimmed(row);
    // A delimiter at the very end closes the last field and starts none.
    if (delimiter != '\t' && row.ends_with(delimiter)) row.remove_suffix(1);
    while (fields.size() < kMostColumns) {
        const bool is_last = endOfField(row, delimiter) == row.size();
        fields.push_back(takeCsvField(row, delimiter));
        if (delimiter == ' ' ? text::trimmed(row).empty() : is_last) break;
    }
    return fields;
}

// A row of numbers: at least one value, nothing else but empty fields; the first may be a time of day.
bool isData(const std::vector<std::string_view>& fields, bool decimal_comma) {
    bool has_value = false;
    for (std::size_t i = 0; i < fields.size(); ++i) {
        const auto number = csvNumber(fields[i], decimal_comma);
        if (!number && !(i == 0 && fields.size() > 1 && clockTime(fields[i]))) return false;
        has_value = has_value || (number && !std::isnan(number->value));
    }
    return has_value;
}

struct Lines {
    std::vector<std::string_view> text;
    std::vector<std::size_t> offset;
};

Lines linesOf(std::string_view beginning) {
    Lines lines;
    std::string_view rest = beginning;
    while (!rest.empty() && lines.text.size() < kMostHeaderLines) {
        lines.offset.push_back(beginning.size() - rest.size());
        lines.text.push_back(takeLine(rest));
    }
    return lines;
}

// The first of two rows of numbers that follow each other and have as many columns; nullopt where there are none.
std::optional<std::size_t> firstRow(const Lines& lines, char delimiter, bool decimal_comma) {
    for (std::size_t i = 0; i + 1 < lines.text.size(); ++i) {
        const auto fields = fieldsOf(lines.text[i], delimiter);
        if (!isData(fields, decimal_comma)) continue;
        const auto next = fieldsOf(lines.text[i + 1], delimiter);
        if (isData(next, decimal_comma) && next.size() == fields.size()) return i;
    }
    return std::nullopt;
}

bool isUnit(std::string_view text) {
    return millivoltsPer(text).has_value();
}

// "MLII (mV)", "MLII [mV]", "MLII/mV", "MLII_mV", "time_s": the name and the unit behind it.
CsvColumn columnOf(std::string_view field) {
    const std::string_view name = unquoted(field);
    for (const auto& [open, close] : {std::pair('(', ')'), std::pair('[', ']')}) {
        const std::size_t at = name.rfind(open);
        if (at != std::string_view::npos && name.ends_with(close)) {
            return {text::asUtf8(text::trimmed(name.substr(0, at))),
                    text::asUtf8(text::trimmed(name.substr(at + 1, name.size() - at - 2)))};
        }
    }
    const std::size_t at = name.find_last_of("_/ ");
    if (at != std::string_view::npos && at > 0) {
        const std::string_view end = name.substr(at + 1);
        if (isUnit(end) || end == "s" || end == "ms" || end == "us") {
            std::string_view stem = text::trimmed(name.substr(0, at));
            while (stem.ends_with(',') || stem.ends_with(':')) stem = text::trimmed(stem.substr(0, stem.size() - 1));
            return {text::asUtf8(stem), text::asUtf8(end)};
        }
    }
    return {text::asUtf8(name), ""};
}

// Names stand in the line above the first row; with a line of units between, in the one above that.
void readHeader(const Lines& lines, std::size_t first, CsvLayout& layout) {
    const std::size_t count = layout.columns.size();
    const auto row = [&](std::size_t above) {
        std::vector<std::string_view> fields;
        if (above > first) return fields;
        std::string_view line = text::trimmed(lines.text[first - above]);
        if (line.starts_with('#') || line.starts_with('%')) line = text::trimmed(line.substr(1));
        fields = fieldsOf(line, layout.delimiter);
        if (fields.size() != count || count == 0) fields.clear();
        return fields;
    };
    const auto nearest = first >= 1 ? row(1) : std::vector<std::string_view>{};
    const auto second = first >= 2 ? row(2) : std::vector<std::string_view>{};
    if (nearest.empty() || (count == 1 && unquoted(nearest[0]).find_first_of(":=[") != std::string_view::npos)) return;
    // One column alone may be a clock's format ("hh:mm:ss.mmm"), the others must be units.
    const bool are_units =
        !second.empty() && count > 1 &&
        std::all_of(nearest.begin() + 1, nearest.end(), [](std::string_view field) { return isUnit(unquoted(field)); });
    for (std::size_t i = 0; i < count; ++i) {
        layout.columns[i] = columnOf(are_units ? second[i] : nearest[i]);
        if (are_units) layout.columns[i].unit = text::asUtf8(unquoted(nearest[i]));
    }
}

// What lines above the header say: "Sample Rate: 1000Hz", "# fs = 360", and, where no header names the columns, one
// "Label: II" for each.
void readRemarks(const Lines& lines, std::size_t first, CsvLayout& layout) {
    std::vector<std::string> labels;
    for (std::size_t i = 0; i < first; ++i) {
        const std::string line = text::lowered(lines.text[i]);
        const std::size_t colon = line.find_first_of(":=,;\t");
        if (colon == std::string::npos) continue;
        std::string_view key = text::trimmed(std::string_view(line).substr(0, colon));
        while (!key.empty() && (key.front() == '#' || key.front() == '%' || key.front() == ' ')) key.remove_prefix(1);
        std::string_view value = text::trimmed(std::string_view(line).substr(colon + 1));
        if (key == "label") labels.emplace_back(text::trimmed(lines.text[i].substr(colon + 1)));
        constexpr std::array<std::string_view, 9> kRates = {
            "sample rate",      "sampling rate",      "rate",          "fs",         "sampling frequency",
            "sample frequency", "sampling_frequency", "sampling_rate", "sample_rate"};
        if (layout.rate_hz || std::find(kRates.begin(), kRates.end(), key) == kRates.end()) continue;
        const auto rate_hz = text::takeNumber<double>(value);
        const std::string_view unit = text::trimmed(value);
        if (rate_hz && *rate_hz > 0 && (unit.empty() || unit.starts_with("hz"))) layout.rate_hz = rate_hz;
        if (rate_hz && *rate_hz > 0 && unit.starts_with("khz")) layout.rate_hz = *rate_hz * 1000;
    }
    const bool has_names = std::any_of(layout.columns.begin(), layout.columns.end(),
                                       [](const CsvColumn& column) { return !column.name.empty(); });
    if (has_names || labels.size() != layout.columns.size()) return;
    for (std::size_t i = 0; i < labels.size(); ++i) layout.columns[i].name = text::asUtf8(labels[i]);
}

// "2023-04-29", "29.04.2023" or "29/04/2023", the year in four digits wherever it stands: seconds since 1970 of that
// day. A month and a day that could be either are taken as day, month: which of them it is does not change a rate.
std::optional<double> secondsOfDate(std::string_view date) {
    using namespace std::chrono;
    std::array<int, 3> parts{};
    for (std::size_t i = 0; i < parts.size(); ++i) {
        if (i > 0) {
            if (date.empty() || std::string_view("-./").find(date.front()) == std::string_view::npos)
                return std::nullopt;
            date.remove_prefix(1);
        }
        const std::size_t end = std::min(date.find_first_not_of("0123456789"), date.size());
        const auto part = text::wholeNumber<int>(date.substr(0, end));
        if (!part) return std::nullopt;
        parts[i] = *part;
        date.remove_prefix(end);
    }
    if (!date.empty()) return std::nullopt;
    if (parts[0] < 1000) std::swap(parts[0], parts[2]);
    if (parts[1] > 12) std::swap(parts[1], parts[2]);
    const year_month_day civil{year(parts[0]), month(static_cast<unsigned>(parts[1])),
                               day(static_cast<unsigned>(parts[2]))};
    if (!civil.ok() || parts[0] < 1000 || parts[0] > 9999) return std::nullopt;
    return static_cast<double>(sys_days(civil).time_since_epoch().count()) * 86'400;
}

bool isOneOf(const std::string& name, std::initializer_list<std::string_view> names) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

// Is the first column a lead, a time or a count?
void findClock(const Lines& lines, std::size_t first, CsvLayout& layout) {
    if (layout.columns.size() < 2) return;
    std::string_view row = lines.text[first];
    const bool is_time_of_day = !csvNumber(takeCsvField(row, layout.delimiter), layout.decimal_comma).has_value();
    const std::string name = text::lowered(layout.columns[0].name);
    const std::string unit = text::lowered(layout.columns[0].unit);
    if (isOneOf(name, {"sample", "samples", "sample #", "sample number", "index", "n", "#", "no", "nr"})) {
        layout.clock = CsvClock::sample_number;
        return;
    }
    const bool is_named = name.starts_with("time") || isOneOf(name, {"t", "s", "sec", "secs", "seconds", "ms", "zeit",
                                                                     "temps", "elapsed time", "timestamp", "x"});
    if (is_time_of_day || is_named) {
        layout.clock = CsvClock::seconds;
        if (is_time_of_day || unit == "s" || isOneOf(name, {"s", "sec", "secs", "seconds"})) return;
        if (unit == "ms" || name == "ms") layout.clock_scale_s = 1e-3;
        if (unit == "us" || unit == "\u00b5s" || unit == "\u03bcs") layout.clock_scale_s = 1e-6;
        if (unit == "ns") layout.clock_scale_s = 1e-9;
        if (unit == "min") layout.clock_scale_s = 60;
        if (!unit.empty() || name == "ms") return;
    }
    if (layout.clock == CsvClock::none && !name.empty()) return;  // it has a name, and that of no clock
    // Equal steps in the first rows: a clock. Of one: a count.
    std::vector<double> values;
    for (std::size_t i = first; i < lines.text.size() && values.size() < 8; ++i) {
        std::string_view fields = lines.text[i];
        const auto number = csvNumber(takeCsvField(fields, layout.delimiter), layout.decimal_comma);
        if (number && i + 1 < lines.text.size()) values.push_back(number->value);  // the last line may be cut
    }
    if (values.size() < 2) return;
    const double step = (values.back() - values.front()) / static_cast<double>(values.size() - 1);
    bool is_even = step > 0 && (layout.clock == CsvClock::seconds || values.size() >= 4);
    for (std::size_t i = 1; i < values.size(); ++i) {
        is_even = is_even && std::abs(values[i] - values[i - 1] - step) <= 0.51 * step;
    }
    if (!is_even) return;
    if (layout.clock == CsvClock::none) {
        if (step == 1) {
            layout.clock = CsvClock::sample_number;
            layout.guess = "the first column counts up by one and was taken for a sample number";
            return;
        }
        layout.clock = CsvClock::seconds;
        layout.guess = "the first column grows in equal steps and was taken for the time in seconds";
    }
    // No ECG has two samples a second: such times are milliseconds, or what is smaller still.
    for (const auto& [scale_s, unit_name] :
         {std::pair(1e-3, "milliseconds"), std::pair(1e-6, "microseconds"), std::pair(1e-9, "nanoseconds")}) {
        if (step * layout.clock_scale_s < 0.5) break;
        layout.clock_scale_s = scale_s;
        layout.guess = std::string("the times state no unit and were taken for ") + unit_name;
    }
}

}  // namespace

std::string_view takeLine(std::string_view& text) {
    const std::size_t end = std::min(text.find_first_of("\r\n"), text.size());
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(end);
    if (text.starts_with("\r\n")) {
        text.remove_prefix(2);
    } else if (!text.empty()) {
        text.remove_prefix(1);
    }
    return line;
}

std::string_view takeCsvField(std::string_view& row, char delimiter) {
    if (delimiter == ' ') return unquoted(text::takeWord(row));
    const std::size_t end = endOfField(row, delimiter);
    const std::string_view field = row.substr(0, end);
    row.remove_prefix(std::min(end + 1, row.size()));
    return unquoted(field);
}

std::optional<CsvNumber> csvNumber(std::string_view field, bool decimal_comma) {
    constexpr double kNothing = std::numeric_limits<double>::quiet_NaN();
    if (field.empty()) return CsvNumber{kNothing, 0};
    std::array<char, 48> text{};
    if (field.size() > text.size()) return std::nullopt;
    std::copy(field.begin(), field.end(), text.begin());
    std::string_view number(text.data(), field.size());
    if (decimal_comma) std::replace(text.begin(), text.begin() + field.size(), ',', '.');
    if (const auto value = text::wholeNumber<double>(number)) {
        CsvNumber result{*value, 0};
        const std::size_t power = number.find_first_of("eE");
        const std::string_view digits = number.substr(0, power);
        if (const std::size_t point = digits.find('.'); point != std::string_view::npos) {
            result.decimals = static_cast<int>(digits.size() - point - 1);
        }
        if (power != std::string_view::npos) {
            std::string_view exponent = number.substr(power + 1);
            result.decimals -= text::takeNumber<int>(exponent).value_or(0);
        }
        return result;
    }
    const std::string word = text::lowered(field);
    if (word == "nan" || word == "-" || word == "null" || word == "na" || word == "n/a") return CsvNumber{kNothing, 0};
    return std::nullopt;
}

std::optional<double> clockTime(std::string_view field) {
    double seconds = 0;
    if (const std::size_t gap = field.find_first_of("T "); gap != std::string_view::npos) {
        const auto day_s = secondsOfDate(field.substr(0, gap));
        if (!day_s) return std::nullopt;
        field = text::trimmed(field.substr(gap + 1));
        if (field.ends_with('Z')) field.remove_suffix(1);
        const auto time_s = clockTime(field);
        return time_s ? std::optional(*day_s + *time_s) : std::nullopt;
    }
    int parts = 0;
    while (true) {
        const std::size_t colon = field.find(':');
        if (colon == std::string_view::npos) break;
        const auto part = text::wholeNumber<int>(field.substr(0, colon));
        if (!part || *part < 0 || ++parts > 2) return std::nullopt;
        seconds = (seconds + *part) * 60;
        field.remove_prefix(colon + 1);
    }
    std::string rest(field.substr(0, 20));
    std::replace(rest.begin(), rest.end(), ',', '.');
    const auto last = text::wholeNumber<double>(rest);
    if (parts == 0 || !last || *last < 0 || *last >= 60) return std::nullopt;
    return seconds + *last;
}

std::optional<CsvLayout> csvLayoutOf(std::string_view beginning) {
    const std::size_t mark = beginning.starts_with("\xef\xbb\xbf") ? 3 : 0;
    if (beginning.find('\0') != std::string_view::npos) return std::nullopt;
    const Lines lines = linesOf(beginning.substr(mark));
    std::optional<CsvLayout> best;
    std::size_t best_row = 0;
    struct Kind {
        char delimiter;
        bool decimal_comma;
    };
    // Of equally many columns the first: a comma between fields before a comma in a number.
    for (const Kind kind : {Kind{'\t', false}, Kind{';', false}, Kind{',', false}, Kind{' ', false}, Kind{'\t', true},
                            Kind{';', true}, Kind{' ', true}}) {
        const auto row = firstRow(lines, kind.delimiter, kind.decimal_comma);
        if (!row) continue;
        const std::size_t columns = fieldsOf(lines.text[*row], kind.delimiter).size();
        if (best && columns <= best->columns.size()) continue;
        best = CsvLayout{};
        best->delimiter = kind.delimiter;
        best->decimal_comma = kind.decimal_comma;
        best->columns.resize(columns);
        best_row = *row;
    }
    if (!best) return std::nullopt;
    best->data_offset = mark + lines.offset[best_row];
    best->first_line = best_row + 1;
    readHeader(lines, best_row, *best);
    readRemarks(lines, best_row, *best);
    findClock(lines, best_row, *best);
    return best;
}

}  // namespace triptych::formats
