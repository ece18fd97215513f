#include "core/formats/csv/columns.h"

#include "core/formats/csv/cells.h"
#include "core/formats/csv/remarks.h"
#include "core/formats/lead_names.h"
#include "core/text/numbers.h"
#include "core/text/unicode.h"
#include "core/text/words.h"

#include <algorithm>
#include <array>
#include <set>

namespace triptych::formats {
namespace {

constexpr std::size_t kMostHeaderRows = 6;
constexpr std::size_t kLongestSoleName = 60;
constexpr std::size_t kLongestUnit = 8;  // of those that are not known

constexpr std::array<std::string_view, 10> kTimes = {"s",       "sec",     "ms", "msec", "us",
                                                     "\u00b5s", "\u03bcs", "ns", "min",  "h"};

// Units beside those of voltage and time that stand in rows of units.
constexpr auto kUnits = std::to_array<std::string_view>({"hz",         "khz",
                                                         "bpm",        "1/min",
                                                         "no_units",   "a.u.",
                                                         "au",         "n.u.",
                                                         "n/a",        "na",
                                                         "-",          "%",
                                                         "mmhg",       "degc",
                                                         "\u00b0c",    "m/s^2",
                                                         "m/(s^2)",    "m/(s^2)*",
                                                         "g",          "us/cm",
                                                         "\u00b5s/cm", "ohm",
                                                         "kohm",       "kohms",
                                                         "ohms",       "deg/s",
                                                         "adc",        "raw",
                                                         "counts",     "lsb",
                                                         "unitless",   "none",
                                                         "1",          "mv/v",
                                                         "l/min",      "pa",
                                                         "kpa",        "u",
                                                         "local_flux", "n",
                                                         "seconds",    "milliseconds",
                                                         "unix",       "epoch",
                                                         "datetime",   "yyyy/mm/dd hh:mm:ss.000"});

bool isTimeFormat(std::string_view word) {
    return word.size() >= 5 && word.find_first_not_of("hHmMsSdDyY:./- ") == std::string_view::npos &&
           word.find_first_of(":-/.") != std::string_view::npos;
}

std::string withoutBrackets(std::string_view text) {
    text = text::trimmed(text);
    if (text.size() >= 2 &&
        ((text.front() == '(' && text.back() == ')') || (text.front() == '[' && text.back() == ']'))) {
        text = text::trimmed(text.substr(1, text.size() - 2));
    }
    return std::string(text);
}

// "mV, 25 Hz": the rate behind the unit is taken off.
double takeRate(std::string& unit) {
    const std::size_t comma = unit.rfind(',');
    std::string_view rate =
        comma == std::string::npos ? std::string_view(unit) : std::string_view(unit).substr(comma + 1);
    rate = text::trimmed(rate);
    const auto rate_hz = text::takeNumber<double>(rate);
    if (!rate_hz || !(*rate_hz > 0) || text::trimmed(rate) != "Hz") return 0;
    unit = comma == std::string::npos ? std::string() : std::string(text::trimmed(unit.substr(0, comma)));
    return *rate_hz;
}

// The fields of a line above the numbers; none where they are not as many as there are columns.
std::vector<std::string> headerFieldsOf(std::string_view line, char delimiter, std::size_t columns) {
    line = line.substr(std::min(line.find_first_not_of(' '), line.size()));
    while (line.starts_with('#') || line.starts_with('%')) line.remove_prefix(1);
    std::vector<std::string> fields;
    for (const std::string_view field : csvFieldsOf(line, delimiter)) fields.push_back(text::asUtf8(csvTextOf(field)));
    while (fields.size() > columns && fields.back().empty()) fields.pop_back();
    // Programs that name their rows do not name the column of those names.
    const bool is_certain = delimiter != ' ' || line.find('"') != std::string_view::npos;
    if (columns > 1 && fields.size() + 1 == columns && is_certain) fields.insert(fields.begin(), std::string());
    if (fields.size() != columns) return {};
    if (std::all_of(fields.begin(), fields.end(), [](const std::string& field) { return field.empty(); })) return {};
    return fields;
}

// "# sfreq: 512", "Sampling interval,2 ms": a line that has as many fields as the rows by chance.
bool isStatement(std::string_view line, const std::vector<std::string>& fields) {
    if (statedRateOf(tableRemarksOf({line}, 1), true)) return true;
    return std::any_of(fields.begin(), fields.end(), [](const std::string& field) {
        return field.ends_with(':') || field.find('=') != std::string::npos;
    });
}

// A line that says something, and names no column.
bool isRemark(std::string_view line) {
    return line.size() > kLongestSoleName || line.find_first_of(":=[,;\t|") != std::string_view::npos;
}

std::size_t distinctWordsIn(const std::vector<std::string>& row) {
    std::set<std::string> words;
    for (const std::string& field : row) {
        const std::string word = text::lowered(field);
        if (!word.empty() && word != "cal" && word != "raw" && word != "uncal") words.insert(word);
    }
    return words.size();
}

bool isRowOfUnits(const std::vector<std::string>& row) {
    std::size_t units = 0;
    std::size_t others = 0;
    for (const std::string& field : row) {
        if (field.empty()) continue;
        ++(isUnitWord(field) ? units : others);
    }
    return units > 0 && units >= others;
}

}  // namespace

std::string tableUnitOf(std::string_view raw) {
    const std::string unit = withoutBrackets(raw);
    const std::string small = text::lowered(unit);
    if (small == "unstated" || small == "stored" || small == "-" || small == "none") return {};
    struct Spelling {
        std::string_view word;
        const char* unit;
    };
    constexpr auto kSpellings = std::to_array<Spelling>({{"volt", "V"},
                                                         {"volts", "V"},
                                                         {"millivolt", "mV"},
                                                         {"millivolts", "mV"},
                                                         {"mvolt", "mV"},
                                                         {"mvolts", "mV"},
                                                         {"microvolt", "uV"},
                                                         {"microvolts", "uV"},
                                                         {"uvolt", "uV"},
                                                         {"uvolts", "uV"},
                                                         {"microv", "uV"},
                                                         {"\u00b5volt", "uV"},
                                                         {"\u00b5volts", "uV"},
                                                         {"nanovolt", "nV"},
                                                         {"nanovolts", "nV"}});
    for (const Spelling& spelling : kSpellings) {
        if (small == spelling.word) return spelling.unit;
    }
    return unit;
}

bool isUnitWord(std::string_view raw) {
    const std::string word = withoutBrackets(raw);
    const std::string small = text::lowered(word);
    if (millivoltsPer(tableUnitOf(word))) return true;
    const auto isSmall = [&small](std::string_view unit) { return unit == small; };
    return std::any_of(kTimes.begin(), kTimes.end(), isSmall) || std::any_of(kUnits.begin(), kUnits.end(), isSmall) ||
           isTimeFormat(word);
}

CsvColumn namedColumnOf(std::string_view field) {
    const std::string_view name = text::trimmed(field);
    for (const auto& [open, close] : {std::pair('(', ')'), std::pair('[', ']')}) {
        if (!name.ends_with(close)) continue;
        int depth = 0;
        for (std::size_t at = name.size(); at-- > 0;) {
            if (name[at] == close) ++depth;
            if (name[at] != open || --depth > 0) continue;
            CsvColumn column;
            column.name = text::trimmed(name.substr(0, at));
            std::string unit(text::trimmed(name.substr(at + 1, name.size() - at - 2)));
            column.rate_hz = takeRate(unit);
            if (at == 0 || (!isUnitWord(unit) && unit.size() > kLongestUnit)) break;  // "Timestamp (Formatted)"
            column.unit = tableUnitOf(unit);
            return column;
        }
    }
    const std::size_t at = name.find_last_of("_/ ");
    if (at != std::string_view::npos && at > 0) {
        const std::string end = tableUnitOf(name.substr(at + 1));
        const bool is_time = end == "s" || end == "ms" || end == "us" || end == "ns" || end == "min" || end == "sec";
        if (millivoltsPer(end) || is_time) {
            std::string_view stem = text::trimmed(name.substr(0, at));
            while (stem.ends_with(',') || stem.ends_with(':')) stem = text::trimmed(stem.substr(0, stem.size() - 1));
            CsvColumn column;
            column.name = stem;
            column.unit = end;
            return column;
        }
    }
    CsvColumn column;
    column.name = name;
    return column;
}

void readColumnNames(const std::vector<std::string_view>& lines, std::size_t first, char delimiter,
                     std::vector<CsvColumn>& columns) {
    std::vector<std::vector<std::string>> rows;  // the nearest first
    std::size_t above = first;
    while (above > 0 && rows.size() < kMostHeaderRows) {
        const std::string_view line = lines[above - 1];
        if (text::trimmed(line).empty() && rows.empty() && above + 1 >= first) {
            --above;
            continue;
        }
        if (columns.size() == 1 && isRemark(line)) break;
        auto fields = headerFieldsOf(line, delimiter, columns.size());
        if (fields.empty() || isStatement(line, fields)) break;
        if (columns.size() == 1 && !rows.empty() && !isRowOfUnits(rows.back())) break;
        rows.push_back(std::move(fields));
        --above;
    }
    if (rows.empty()) return;
    std::size_t units = rows.size();
    if (rows.size() > 1 && isRowOfUnits(rows.front())) units = 0;
    std::size_t names = units == 0 ? 1 : 0;
    for (std::size_t i = names + 1; i < rows.size(); ++i) {
        if (distinctWordsIn(rows[i]) > distinctWordsIn(rows[names])) names = i;
    }
    for (std::size_t i = 0; i < columns.size(); ++i) {
        const CsvColumn named = namedColumnOf(rows[names][i]);
        columns[i].name = named.name;
        columns[i].unit = named.unit;
        columns[i].rate_hz = named.rate_hz;
        if (units == 0 && columns[i].unit.empty()) {
            if (!rows[0][i].empty()) columns[i].name = text::trimmed(rows[names][i]);
            columns[i].unit = tableUnitOf(rows[0][i]);
        }
    }
}

}  // namespace triptych::formats
