#include "core/formats/csv/cells.h"

#include "core/text/numbers.h"
#include "core/text/words.h"

#include <algorithm>
#include <array>
#include <span>

namespace triptych::formats {
namespace {

constexpr std::array<double, 19> kPowers = {1,    1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8, 1e9,
                                            1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18};

bool isBlank(char letter) {
    return letter == ' ' || letter == '\t' || letter == '\r' || letter == '\0' || letter == '\v' || letter == '\f';
}

std::string_view stripped(std::string_view field) {
    while (!field.empty() && isBlank(field.front())) field.remove_prefix(1);
    while (!field.empty() && isBlank(field.back())) field.remove_suffix(1);
    return field;
}

std::string_view unquoted(std::string_view field) {
    field = stripped(field);
    if (field.size() >= 2 && (field.front() == '"' || field.front() == '\'') && field.back() == field.front()) {
        field = stripped(field.substr(1, field.size() - 2));
    }
    return field;
}

// Where the first field ends: at a delimiter, which within quotation marks is a letter like others.
std::size_t endOfField(std::string_view row, char delimiter) {
    std::size_t end = 0;
    while (end < row.size() && row[end] != delimiter) ++end;
    std::size_t begin = 0;
    while (begin < end && (row[begin] == ' ' || row[begin] == '\t')) ++begin;
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

// What may stand between groups of three digits: blanks of every kind, apostrophes, and the mark that decimals do not
// have. 0: nothing does.
std::size_t groupMarkAt(std::string_view rest, bool decimal_comma) {
    if (rest.starts_with(decimal_comma ? '.' : ',') || rest.starts_with(' ') || rest.starts_with('\'')) return 1;
    if (rest.starts_with("\xc2\xa0")) return 2;
    for (const std::string_view mark : {"\xe2\x80\xaf", "\xe2\x80\x89", "\xe2\x80\x99"}) {
        if (rest.starts_with(mark)) return mark.size();
    }
    return 0;
}

bool isDigit(char letter) {
    return letter >= '0' && letter <= '9';
}

// "1,234,567.5" without its marks, "\u22121.5" with the minus sign of ASCII; "" where the field has neither.
std::string plainNumberOf(std::string_view field, bool decimal_comma, bool& is_perhaps_grouped) {
    std::string plain;
    bool is_other = false;
    if (field.starts_with("\xe2\x88\x92")) {
        plain = "-";
        field.remove_prefix(3);
        is_other = true;
    } else if (field.starts_with('-') || field.starts_with('+')) {
        plain = field.front();
        field.remove_prefix(1);
    }
    std::size_t digits = 0;
    while (digits < field.size() && isDigit(field[digits])) ++digits;
    // No number of thousands begins with a zero: "0,125" is none.
    std::size_t groups = 0;
    bool is_sure = false;
    if (digits >= 1 && digits <= 3 && field.front() != '0') {
        plain += field.substr(0, digits);
        field.remove_prefix(digits);
        std::string_view mark;
        while (const std::size_t size = groupMarkAt(field, decimal_comma)) {
            const std::string_view found = field.substr(0, size);
            const std::string_view group = field.substr(size, 3);
            if (group.size() < 3 || !std::all_of(group.begin(), group.end(), &isDigit)) return {};
            if (field.size() > size + 3 && isDigit(field[size + 3])) return {};
            if (groups > 0 && found != mark) return {};
            mark = found;
            plain += group;
            field.remove_prefix(size + 3);
            ++groups;
        }
        const bool is_plain_mark = mark == "," || mark == "." || mark == " ";
        is_sure = groups > 1 || !is_plain_mark || field.starts_with(decimal_comma ? ',' : '.');
    }
    if (groups == 0 && !is_other) return {};
    is_perhaps_grouped = groups > 0 && !is_sure;
    return plain + std::string(field);
}

// Without the blanks that are no ASCII at its ends, and without a spreadsheet's ="..." around it.
std::string_view bared(std::string_view field) {
    constexpr std::array<std::string_view, 4> kBlanks = {"\xc2\xa0", "\xe2\x80\xaf", "\xe2\x80\x89", "\xef\xbb\xbf"};
    for (bool again = true; again;) {
        again = false;
        for (const std::string_view blank : kBlanks) {
            if (field.starts_with(blank))
                field.remove_prefix(blank.size());
            else if (field.ends_with(blank))
                field.remove_suffix(blank.size());
            else
                continue;
            again = true;
        }
    }
    if (field.starts_with('\xa0')) field.remove_prefix(1);  // in Latin-1
    if (field.starts_with("=\"")) field = unquoted(field.substr(1));
    return stripped(field);
}

// "1.5D-03", as Fortran has it, with the usual letter.
void useUsualExponent(std::span<char> text) {
    for (std::size_t i = 1; i + 1 < text.size(); ++i) {
        const bool is_letter = text[i] == 'D' || text[i] == 'd';
        const char behind = text[i + 1];
        if (is_letter && (isDigit(text[i - 1]) || text[i - 1] == '.') &&
            (isDigit(behind) || behind == '+' || behind == '-')) {
            text[i] = 'e';
        }
    }
}

// Those of programs, spreadsheets, R, Python and the C library of Windows.
bool isWordForNothing(std::string_view field) {
    constexpr std::array<std::string_view, 20> kNothing = {
        "nan",  "-nan", "+nan", "null", "na",     "n/a",     "inf",     "-inf",   "+inf",    "none",
        "#n/a", "<na>", "nil",  "\"\"", "1.#ind", "-1.#ind", "1.#qnan", "1.#inf", "-1.#inf", "infinity"};
    constexpr std::size_t kLongest = 8;
    if (field.size() > kLongest) return field == "-Infinity" || field == "-1.#QNAN";
    const std::string word = text::lowered(field);
    return std::find(kNothing.begin(), kNothing.end(), word) != kNothing.end();
}

// Exponents, more digits than a double has, groups of digits, words for nothing.
CsvCell unusualCell(std::string_view field, bool decimal_comma, CsvNumber& number, bool is_plain = false) {
    std::array<char, 48> text{};
    if (const std::string_view bare = bared(field); bare.size() < field.size()) {
        return csvCellOf(bare, decimal_comma, number);
    }
    if (field.size() > text.size()) return CsvCell::word;
    if (!is_plain) {
        bool is_perhaps_grouped = false;
        const std::string plain = plainNumberOf(field, decimal_comma, is_perhaps_grouped);
        if (!plain.empty()) {
            const CsvCell cell = unusualCell(plain, decimal_comma, number, true);
            number.is_perhaps_grouped = is_perhaps_grouped;
            return cell == CsvCell::number ? cell : CsvCell::word;
        }
    }
    std::copy(field.begin(), field.end(), text.begin());
    const std::string_view digits_and_power(text.data(), field.size());
    useUsualExponent(std::span(text).first(field.size()));
    if (decimal_comma) {
        if (field.find('.') != std::string_view::npos) return CsvCell::word;
        std::replace(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(field.size()), ',', '.');
    }
    if (const auto value = text::wholeNumber<double>(digits_and_power)) {
        number = {*value, 0, false};
        const std::size_t power = digits_and_power.find_first_of("eE");
        const std::string_view digits = digits_and_power.substr(0, power);
        if (const std::size_t point = digits.find('.'); point != std::string_view::npos) {
            number.decimals = static_cast<int>(digits.size() - point - 1);
        }
        if (power != std::string_view::npos) {
            std::string_view exponent = digits_and_power.substr(power + 1);
            number.decimals -= text::takeNumber<int>(exponent).value_or(0);
        }
        return CsvCell::number;
    }
    const bool is_nothing = field == "-" || field == "--" || isWordForNothing(field);
    return is_nothing ? CsvCell::empty : CsvCell::word;
}

}  // namespace

std::string_view takeCsvField(std::string_view& row, char delimiter) {
    if (delimiter == ' ') return unquoted(text::takeWord(row));
    const std::size_t end = endOfField(row, delimiter);
    const std::string_view field = row.substr(0, end);
    row.remove_prefix(std::min(end + 1, row.size()));
    return unquoted(field);
}

void skipCsvFields(std::string_view& row, char delimiter, std::size_t count) {
    for (; count > 0 && !row.empty(); --count) {
        if (delimiter == ' ') {
            (void)text::takeWord(row);
        } else {
            row.remove_prefix(std::min(endOfField(row, delimiter) + 1, row.size()));
        }
    }
}

bool hasOpenQuote(std::string_view line) {
    if (line.find('"') == std::string_view::npos) return false;
    const auto parts = [](char letter) { return std::string_view(",;\t|").find(letter) != std::string_view::npos; };
    for (std::size_t at = 0; at < line.size();) {
        while (at < line.size() && line[at] == ' ') ++at;
        if (at < line.size() && line[at] == '"') {
            std::size_t close = line.find('"', at + 1);
            while (close != std::string_view::npos) {
                const bool is_doubled = close + 1 < line.size() && line[close + 1] == '"';
                const std::size_t next = std::min(line.find_first_not_of(" \r", close + 1), line.size());
                if (!is_doubled && (next == line.size() || parts(line[next]))) break;
                close = line.find('"', close + (is_doubled ? 2 : 1));
            }
            // A mark with nothing behind it is a letter rather than a text that begins with the next line.
            if (close == std::string_view::npos) return line.find_first_not_of(" \t\r", at + 1) < line.size();
            at = close + 1;
        }
        while (at < line.size() && !parts(line[at])) ++at;
        ++at;
    }
    return false;
}

bool saysNothing(std::string_view line) {
    constexpr std::string_view kParts = " \t,;|\r";
    bool has_word = false;
    for (std::size_t at = line.find_first_not_of(kParts); at != std::string_view::npos;
         at = line.find_first_not_of(kParts, at)) {
        const std::size_t end = std::min(line.find_first_of(kParts, at), line.size());
        const std::string_view field = line.substr(at, end - at);
        if (!isWordForNothing(field) && !isWordForNothing(unquoted(field))) return false;
        has_word = true;
        at = end;
    }
    return has_word;
}

std::vector<std::string_view> csvFieldsOf(std::string_view row, char delimiter) {
    std::vector<std::string_view> fields;
    while (fields.size() < kMostCsvFields) {
        if (delimiter == ' ') {
            row = stripped(row);
            if (row.empty()) break;
            fields.push_back(takeCsvField(row, delimiter));
            continue;
        }
        const bool is_last = endOfField(row, delimiter) == row.size();
        fields.push_back(takeCsvField(row, delimiter));
        if (is_last) break;
    }
    return fields;
}

std::string csvTextOf(std::string_view field) {
    std::string text(field);
    for (std::size_t at = text.find("\"\""); at != std::string::npos; at = text.find("\"\"", at + 1)) text.erase(at, 1);
    return text;
}

CsvCell csvCellOf(std::string_view field, bool decimal_comma, CsvNumber& number) {
    if (field.empty()) return CsvCell::empty;
    const char mark = decimal_comma ? ',' : '.';
    const bool is_negative = field.front() == '-';
    std::size_t at = is_negative || field.front() == '+' ? 1 : 0;
    const std::size_t first = at;
    std::uint64_t digits = 0;
    std::size_t point = std::string_view::npos;
    constexpr std::size_t kUsual = 17;  // digits that cannot overflow
    if (field.size() - first <= kUsual) {
        for (; at < field.size(); ++at) {
            const auto digit = static_cast<unsigned>(field[at] - '0');
            if (digit <= 9) {
                digits = 10 * digits + digit;
            } else if (field[at] == mark && point == std::string_view::npos) {
                point = at;
            } else {
                break;
            }
        }
        const std::size_t count = at - first - (point != std::string_view::npos ? 1 : 0);
        // Both are exact, and the quotient is correctly rounded.
        if (at == field.size() && count > 0 && digits <= (std::uint64_t{1} << 53)) {
            const std::size_t decimals = point == std::string_view::npos ? 0 : at - point - 1;
            const double value = static_cast<double>(digits) / kPowers[decimals];
            number = {is_negative ? -value : value, static_cast<int>(decimals), false};
            return CsvCell::number;
        }
    }
    return unusualCell(field, decimal_comma, number);
}

}  // namespace triptych::formats
