// How a table's rows are written: what ends a line and a field, which mark a decimal has, what each column holds, and
// where the rows begin. Found by looking at the whole beginning of the file.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace triptych::formats {

// The lines of the first bytes of a table, which must outlive it.
struct TableBeginning {
    std::vector<std::string_view> lines;
    std::vector<std::size_t> offsets;
    char line_end = '\n';
    bool is_whole = false;  // else the last line may be cut, and is left out
};
[[nodiscard]] TableBeginning tableBeginningOf(std::string_view bytes, bool is_whole);

// What most fields of a column are.
enum class CsvLook : std::uint8_t { empty, number, stamp, day, word };
[[nodiscard]] CsvLook csvLookOf(std::string_view field, bool decimal_comma);

struct CsvDialect {
    char delimiter = ',';  // ' ' stands for any number of blanks
    bool decimal_comma = false;
    std::vector<CsvLook> columns;
    std::size_t usual = 0;      // fields of most rows: the last columns may be empty for long
    std::size_t first_row = 0;  // its line, of the beginning
    std::size_t ragged = 0;     // line above it, from 1, where rows with more fields stand; 0: none
};

// A table has as many columns as the line of words directly above its rows has, where that is more than most rows have:
// their last fields may be empty for long. nullopt where two rows of numbers do not follow each other. Of delimiters
// that fit as well the one that is no letter of numbers or times; a comma is a decimal mark where what follows it has
// leading zeros.
[[nodiscard]] std::optional<CsvDialect> csvDialectOf(const TableBeginning& beginning);

// Is a line a row of such a table?
[[nodiscard]] bool isCsvRow(const CsvDialect& dialect, std::string_view line);

}  // namespace triptych::formats
