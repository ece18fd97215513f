// How a text file of numbers is laid out: its rows' dialect, the names and units of its columns, what they are for, and
// what the lines above say of rate and start.
#pragma once

#include "core/domain/error.h"
#include "core/formats/csv/dialect.h"
#include "core/text/said.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace triptych::formats {

enum class CsvUse : std::uint8_t {
    lead,
    clock,
    index,     // counts the rows
    left_out,  // another time, words, or what the program that wrote the file says is no signal
};

struct CsvColumn {
    std::string name{};  // without its unit; "" where the file names none
    std::string unit{};  // "" where the file states none
    CsvLook look = CsvLook::number;
    CsvUse use = CsvUse::lead;
    bool unit_assumed = false;  // not stated: what the program that wrote the file always writes
    double rate_hz = 0;         // of this column alone, where its name states one; 0: that of the rows
    std::string lead{};         // the lead's common name, where it does not follow from `name`
};

// What places the rows in time.
struct CsvClock {
    std::optional<std::size_t> column;  // nullopt: there is none
    bool is_stamp = false;              // times as people write them, else numbers
    std::optional<std::size_t> day;     // the column of their dates, where that is another
    double scale_s = 1;                 // seconds of one unit of a number
    std::optional<double> epoch_s;      // what 0 is, since 1970, where the numbers are dates
    bool is_hms = false;                // numbers like 125959.5 for 12:59:59.5
    bool is_short = false;              // stamps like "10:02", which may be minutes and seconds or hours and minutes
    bool is_guessed = false;            // nothing states the unit of a number
    bool is_wall_clock = false;         // times without a date are of the day, by the column's name
};

struct CsvLayout {
    CsvDialect dialect;
    char line_end = '\n';
    bool has_more_columns = false;   // than csvFieldsOf() takes
    std::string header;              // the line above the rows, which further ones that say the same repeat
    std::size_t data_offset = 0;     // byte of the first row of numbers
    std::size_t first_line = 1;      // its line, counted from 1
    std::vector<CsvColumn> columns;  // as many as the rows have
    CsvClock clock;
    std::optional<std::size_t> long_by;  // the column that says of which lead a row is, where leads come in turn
    std::optional<double> rate_hz;       // where a line above the rows states it ("Sample Rate: 1000Hz")
    std::optional<std::string> start;    // where a line above the rows, or a column, states it
    std::vector<text::Said> guesses;     // what was taken without being stated, each a clause; said with the recording
    std::string program;                 // that wrote the file, where it is known: "AcqKnowledge"
};

// `bytes`: the beginning of the file, `is_whole` where it is all of it. nullopt where two rows of numbers do not follow
// each other. `wanted`: columns by name or number that are leads, whatever they look like.
[[nodiscard]] std::optional<CsvLayout> csvLayoutOf(std::string_view bytes, bool is_whole,
                                                   const std::vector<std::string>& wanted = {});

// The column that a reader calls `wanted`: by its name, with or without its unit, or by its number from 1.
[[nodiscard]] std::optional<std::size_t> findCsvColumn(const std::vector<CsvColumn>& columns, std::string_view wanted);
// "II", or "column 3" where the file names none, counted from 1 as a reader who chooses columns counts them.
[[nodiscard]] std::string nameOfCsvColumn(const std::vector<CsvColumn>& columns, std::size_t index);
// Leaves out all leads but the wanted ones; all stay where none are. Error: not_found, with the names that there are.
[[nodiscard]] Result<void> chooseCsvColumns(std::vector<CsvColumn>& columns, const std::vector<std::string>& wanted,
                                            const std::string& path);

}  // namespace triptych::formats
