// What is known of the programs whose tables people have, a file each: names, units, counters and starts that only
// their own words state. A new one is a file in programs/ and a line in the table of programs.cpp.
#pragma once

#include "core/formats/csv/layout.h"
#include "core/formats/csv/remarks.h"

#include <string_view>
#include <vector>

namespace triptych::formats {

struct TableBeginning;

// What a program's file is known by. Columns have their names and units already, as far as rows above them give any.
struct ProgramInput {
    const TableBeginning& beginning;
    const std::vector<TableRemark>& remarks;

    // The lines above the first row.
    [[nodiscard]] std::vector<std::string_view> linesAbove(const CsvLayout& layout) const;
};

// Each returns false, and leaves `layout` as it is, where the file is not that program's. They may move the first row.
bool readTriptych(const ProgramInput& input, CsvLayout& layout);
bool readAcqKnowledge(const ProgramInput& input, CsvLayout& layout);
bool readLabChart(const ProgramInput& input, CsvLayout& layout);
bool readOpenSignals(const ProgramInput& input, CsvLayout& layout);
bool readOpenBci(const ProgramInput& input, CsvLayout& layout);
bool readAppleWatch(const ProgramInput& input, CsvLayout& layout);

// The first that knows the file; layout.program says which.
void readProgram(const ProgramInput& input, CsvLayout& layout);

}  // namespace triptych::formats
