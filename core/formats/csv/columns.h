// The names and units of a table's columns, from the rows of words above its numbers.
#pragma once

#include "core/formats/csv/layout.h"

#include <string>
#include <string_view>
#include <vector>

namespace triptych::formats {

// "MLII (mV)", "MLII [mV]", "MLII, mV", "MLII_mV", "time_s", "Resp (mV, 25 Hz)": the name, the unit and the rate behind
// it.
[[nodiscard]] CsvColumn namedColumnOf(std::string_view field);

// One spelling for the units of voltage that programs write ("mVolts", "Volts", "microV"); others as they are, "" for
// words that say that there is none.
[[nodiscard]] std::string tableUnitOf(std::string_view unit);

// Does the word stand for a unit, as in a row of units?
[[nodiscard]] bool isUnitWord(std::string_view word);

// Where rows have one field more than the lines of names above them, the one without a name.
enum class SurplusField : std::uint8_t { first, last };

// Names and units into `columns`, from the lines directly above `first`; nothing where there are none. `is_own`: the
// last of them is a row of names, whatever it looks like.
void readColumnNames(const std::vector<std::string_view>& lines, std::size_t first, char delimiter,
                     SurplusField surplus, bool is_own, std::vector<CsvColumn>& columns);

}  // namespace triptych::formats
