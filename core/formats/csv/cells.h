// The fields of a row and the numbers in them. Every sample of a table passes here, when it is opened and when it is
// shown, so that the usual number is read without a call.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace triptych::formats {

// The next field of `row` and the delimiter behind it are removed; without blanks and quotation marks around it. A
// delimiter within quotation marks is a letter like others (RFC 4180); ' ' stands for any number of blanks.
[[nodiscard]] std::string_view takeCsvField(std::string_view& row, char delimiter);

// Removes `count` fields.
void skipCsvFields(std::string_view& row, char delimiter, std::size_t count);

inline constexpr std::size_t kMostCsvFields = 1'000;
// All fields of a row, so many at most. An empty field is a field, also the last; with ' ' there is no empty one.
[[nodiscard]] std::vector<std::string_view> csvFieldsOf(std::string_view row, char delimiter);

// What a field that was taken from a row says: two quotation marks in it mean one.
[[nodiscard]] std::string csvTextOf(std::string_view field);

// Does a field of the line begin with a quotation mark that the line does not close? Its text goes on in the next one
// then (RFC 4180). Whatever parts the fields.
[[nodiscard]] bool hasOpenQuote(std::string_view line);
// No text of a field has more lines or bytes: what goes on for longer is a mark that nobody closed.
inline constexpr int kMostQuoted_lines = 64;
inline constexpr std::size_t kMostQuoted_bytes = 1 << 14;

struct CsvNumber {
    double value = 0;
    int decimals = 0;  // digits behind the point
    // "1,234": thousands where the table's decimals have a point, and a number with three decimals where not.
    bool is_perhaps_grouped = false;
};
enum class CsvCell : std::uint8_t { empty, number, word };

// Does a line say that nothing was measured: "nan", "NA,NA", "null;;" - fields of words for nothing, and empty ones? A
// line of dashes or of blanks says nothing at all. Whatever parts the fields.
[[nodiscard]] bool saysNothing(std::string_view line);

// What a field holds: a number ("-1.5e-3", "1.5D-03", "1,234.5", "1'234.5", "1 234.5", ="1.5", a minus sign of
// typographers), nothing ("", "-", "NaN", "null", "Inf"...), or anything else.
[[nodiscard]] CsvCell csvCellOf(std::string_view field, bool decimal_comma, CsvNumber& number);

}  // namespace triptych::formats
