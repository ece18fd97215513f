#include "core/formats/csv/columns.h"

#include "core/formats/csv/cells.h"
#include "core/formats/csv/remarks.h"
#include "core/formats/csv/time_units.h"
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

constexpr auto kTimeWords = std::to_array<std::string_view>(
    {"time", "zeit", "temps", "tempo", "tiempo", "tid", "czas", "aika", "tijd", "elapsed", "duration", "dauer",
     "\u0432\u0440\u0435\u043c\u044f", "\u65f6\u95f4", "\u6642\u9593"});

bool isTimeFormat(std::string_view word) {
    return word.size() >= 5 && word.find_first_not_of("hHmMsSdDyY:./- ") == std::string_view::npos &&
           word.find_first_of(":-/.") != std::string_view::npos;
}

bool saysTime(std::string_view name) {
    const std::string small = loweredLetters(name);
    return small == "t" || std::any_of(kTimeWords.begin(), kTimeWords.end(), [&small](std::string_view word) {
               return small.find(word) != std::string::npos;
           });
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

// "[" is no name.
bool saysAnything(const std::string& field) {
    return std::any_of(field.begin(), field.end(), [](char letter) {
        return text::isLowerOrDigit(letter) || (letter >= 'A' && letter <= 'Z') || letter == '#' ||
               static_cast<unsigned char>(letter) >= 0x80;
    });
}

// "    Elapsed time      MLII": fields with blanks within, which two blanks or more part.
std::vector<std::string> widelyParted(std::string_view line) {
    std::vector<std::string> fields;
    for (line = text::trimmed(line); !line.empty(); line = text::trimmed(line)) {
        const std::size_t end = std::min({line.find("  "), line.find('\t'), line.size()});
        fields.push_back(text::asUtf8(text::trimmed(line.substr(0, end))));
        line.remove_prefix(end);
    }
    return fields;
}

// The fields of a line above the numbers; none where they are not as many as there are columns.
std::vector<std::string> headerFieldsOf(std::string_view line, char delimiter, SurplusField surplus,
                                        const std::vector<CsvColumn>& columns) {
    line = line.substr(std::min(line.find_first_not_of(' '), line.size()));
    while (line.starts_with('#') || line.starts_with('%')) line.remove_prefix(1);
    std::vector<std::string> fields;
    for (const std::string_view field : csvFieldsOf(line, delimiter)) {
        fields.push_back(text::asUtf8(csvTextOf(field)));
        std::replace(fields.back().begin(), fields.back().end(), '\r', ' ');
        std::replace(fields.back().begin(), fields.back().end(), '\n', ' ');
    }
    while (fields.size() > columns.size() && fields.back().empty()) fields.pop_back();
    if (delimiter == ' ' && fields.size() > columns.size()) fields = widelyParted(line);
    const bool is_certain = delimiter != ' ' || line.find('"') != std::string_view::npos;
    if (columns.size() > 1 && fields.size() < columns.size() && is_certain && !fields.empty()) {
        // Rows that end with a delimiter have an empty field there, and no name for it.
        std::size_t filled = columns.size();
        while (filled > fields.size() && columns[filled - 1].look == CsvLook::empty) --filled;
        if (fields.size() == filled) {
            fields.resize(columns.size());
        } else if (fields.size() + 1 == filled) {
            // Programs that name their rows do not name the column of those names.
            fields.insert(surplus == SurplusField::first ? fields.begin() : fields.end(), std::string());
            fields.resize(columns.size());
        }
    }
    if (fields.size() != columns.size()) return {};
    if (std::none_of(fields.begin(), fields.end(), &saysAnything)) return {};
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
    return secondsPer(word) > 0 || std::any_of(kUnits.begin(), kUnits.end(), isSmall) || isTimeFormat(word);
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
        std::string_view stem = text::trimmed(name.substr(0, at));
        while (stem.ends_with(',') || stem.ends_with(':')) stem = text::trimmed(stem.substr(0, stem.size() - 1));
        // "Zeit in Minuten", "Time in s"
        if (text::lowered(stem).ends_with(" in")) stem = text::trimmed(stem.substr(0, stem.size() - 3));
        // Behind what is no time the less usual words mean something else: "ECG HR", "pump h".
        constexpr auto kUsual = std::to_array<std::string_view>({"s", "ms", "us", "ns", "min", "sec"});
        const bool is_usual = std::find(kUsual.begin(), kUsual.end(), end) != kUsual.end();
        const bool is_time = is_usual || (saysTime(stem) && secondsPer(end) > 0);
        if (!stem.empty() && (millivoltsPer(end) || is_time)) {
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
                     SurplusField surplus, bool is_own, std::vector<CsvColumn>& columns) {
    std::vector<std::vector<std::string>> rows;  // the nearest first
    std::size_t above = first;
    while (above > 0 && rows.size() < kMostHeaderRows) {
        const std::string_view line = lines[above - 1];
        if (text::trimmed(line).empty() && rows.empty() && above + 1 >= first) {
            --above;
            continue;
        }
        if (columns.size() == 1 && isRemark(line)) break;
        auto fields = headerFieldsOf(line, delimiter, surplus, columns);
        if (fields.empty() || (!(is_own && rows.empty()) && isStatement(line, fields))) break;
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
