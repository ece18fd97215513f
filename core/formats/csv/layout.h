// How a text file of numbers is laid out, found by looking: delimiter, decimal comma, header, names, units, and what
// its first column counts.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace triptych::formats {

enum class CsvClock { none, seconds, sample_number };

struct CsvColumn {
    std::string name;  // without its unit; "" where the file names none
    std::string unit;  // "" where the file states none
};

struct CsvLayout {
    char delimiter = ',';  // ' ' stands for any number of blanks
    bool decimal_comma = false;
    std::size_t data_offset = 0;      // byte of the first row of numbers
    std::size_t first_line = 1;       // its line, counted from 1
    std::vector<CsvColumn> columns;   // as many as the first row has
    CsvClock clock = CsvClock::none;  // what the first column is, if no lead
    double clock_scale_s = 1;         // seconds per unit of a clock in seconds
    std::string guess;                // what was taken without being stated, for a warning; "" where nothing was
    std::optional<double> rate_hz;    // where a line above the rows states it ("Sample Rate: 1000Hz")
};

// `beginning`: the first bytes of the file. nullopt where two rows of numbers do not follow each other.
[[nodiscard]] std::optional<CsvLayout> csvLayoutOf(std::string_view beginning);

// The next field of `row` and the delimiter behind it are removed; without blanks and quotation marks around it.
[[nodiscard]] std::string_view takeCsvField(std::string_view& row, char delimiter);

// The next line of `text` and its end are removed.
[[nodiscard]] std::string_view takeLine(std::string_view& text);

// A number, with the digits behind its point. nullopt for anything else; NaN for an empty field, "-", "NaN", "null".
struct CsvNumber {
    double value = 0;
    int decimals = 0;
};
[[nodiscard]] std::optional<CsvNumber> csvNumber(std::string_view field, bool decimal_comma);

// "0:01.250", "10:20:30,5", "2023-04-29T10:20:30.5", "29.04.2023 10:20:30": seconds, of the day or since 1970. nullopt
// for anything else.
[[nodiscard]] std::optional<double> clockTime(std::string_view field);

}  // namespace triptych::formats
