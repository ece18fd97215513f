// Tables in the long form of statistics programs: a row for each lead and moment, and a column that says which lead.
#pragma once

#include "core/formats/csv/layout.h"

#include <cstddef>
#include <optional>

namespace triptych::formats {

struct TableBeginning;

// The column of the leads' names, where the rows are of several leads in turn: as one signal they would be interleaved.
[[nodiscard]] std::optional<std::size_t> longTableOf(const TableBeginning& beginning, const CsvLayout& layout);

}  // namespace triptych::formats
