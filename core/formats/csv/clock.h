// Which column of a table is its clock, which ones count rows, and in what unit the clock is.
#pragma once

#include "core/formats/csv/layout.h"

#include <string_view>
#include <vector>

namespace triptych::formats {

struct TableBeginning;

// Sets what each column is for, and layout.clock. Columns of `kept` are leads, whatever they look like. Guesses are
// added to layout.guesses.
void findClock(const TableBeginning& beginning, const std::vector<std::size_t>& kept, CsvLayout& layout);

// Does a column's name say that it is a time or counts the rows?
[[nodiscard]] bool isClockOrCounterName(std::string_view name);

}  // namespace triptych::formats
