// OpenBCI's GUI: lines that begin with "%", microvolts that no line states.
#include "core/formats/csv/programs.h"
#include "core/text/words.h"

#include <algorithm>

namespace triptych::formats {

bool readOpenBci(const ProgramInput& input, CsvLayout& layout) {
    const auto above = input.linesAbove(layout);
    const bool is_ours = std::any_of(above.begin(), above.end(), [](std::string_view line) {
        return line.starts_with("%OpenBCI") ||
               (line.starts_with("%Board") && line.find("OpenBCI") != std::string_view::npos);
    });
    if (!is_ours) return false;
    const bool has_names = std::any_of(layout.columns.begin(), layout.columns.end(),
                                       [](const CsvColumn& column) { return !column.name.empty(); });
    std::size_t channels = 0;
    for (const TableRemark& remark : input.remarks) {
        if (remark.key != "number of channels") continue;
        for (const char digit : remark.value) {
            if (digit < '0' || digit > '9' || channels > 100) break;
            channels = 10 * channels + static_cast<std::size_t>(digit - '0');
        }
    }
    if (!has_names && layout.columns.size() > channels + 1 && layout.columns.back().look == CsvLook::number) {
        layout.columns.back().name = "Timestamp";
    }
    for (std::size_t i = 0; i < layout.columns.size(); ++i) {
        CsvColumn& column = layout.columns[i];
        if (!has_names && i == 0) column.use = CsvUse::index;  // before version 5 no row names the columns
        if (!has_names && i >= 1 && i <= channels) column.name = "EXG Channel " + std::to_string(i - 1);
        const std::string name = text::lowered(column.name);
        if ((name.starts_with("exg channel") || name.starts_with("eeg channel")) && column.unit.empty()) {
            column.unit = "uV";
            column.unit_assumed = true;
        }
    }
    return true;
}

}  // namespace triptych::formats
