// Triptych's own export: "time_s", a column for each lead, and, where the start is known, one that states it in the
// first row.
#include "core/formats/csv/cells.h"
#include "core/formats/csv/programs.h"
#include "core/formats/csv/stamps.h"

namespace triptych::formats {

bool readTriptych(const ProgramInput& input, CsvLayout& layout) {
    if (layout.columns.size() < 2 || layout.dialect.delimiter != ',' || layout.dialect.first_row == 0) return false;
    const std::string_view line = input.beginning.lines[layout.dialect.first_row - 1];
    if (!line.starts_with("time_s,")) return false;
    CsvColumn& last = layout.columns.back();
    if (last.name == "start" && last.unit.empty()) {
        const auto fields = csvFieldsOf(input.beginning.lines[layout.dialect.first_row], ',');
        const auto stamp = fields.size() == layout.columns.size() ? stampOf(fields.back()) : std::nullopt;
        if (stamp && stamp->has_date) {
            layout.start = std::string(fields.back());
            last.use = CsvUse::left_out;
            last.look = CsvLook::empty;
        }
    }
    return true;
}

}  // namespace triptych::formats
