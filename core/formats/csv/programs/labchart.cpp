// ADInstruments' LabChart, saved as text: "Interval=", "ExcelDateTime=", "ChannelTitle=", "Range=", "UnitName=", before
// every block of rows.
#include "core/formats/csv/cells.h"
#include "core/formats/csv/columns.h"
#include "core/formats/csv/days.h"
#include "core/formats/csv/programs.h"
#include "core/formats/csv/stamps.h"
#include "core/text/unicode.h"
#include "core/text/words.h"

#include <algorithm>
#include <cmath>

namespace triptych::formats {
namespace {

// Days since 30 December 1899, as spreadsheets count them, in seconds since 1970.
std::optional<double> excelSeconds(std::string_view field) {
    CsvNumber days;
    if (csvCellOf(field, false, days) != CsvCell::number && csvCellOf(field, true, days) != CsvCell::number) {
        return std::nullopt;
    }
    if (!(days.value > 1) || !(days.value < 1e6)) return std::nullopt;
    return std::round((days.value - 25'569) * 86'400 * 1000) / 1000;
}

// Columns of times and dates, in either order, before those of the channels; comments stand behind.
std::size_t columnsBefore(const CsvLayout& layout, std::size_t channels) {
    constexpr std::size_t kMost = 2;
    std::size_t before = 0;
    for (std::size_t i = 0; i < std::min(kMost, layout.columns.size()); ++i) {
        const CsvLook look = layout.columns[i].look;
        if (look == CsvLook::stamp || look == CsvLook::day) before = i + 1;
    }
    if (before > 0) return before;
    std::size_t numbers = layout.columns.size();
    while (numbers > 0 && layout.columns[numbers - 1].look == CsvLook::word) --numbers;
    return numbers > channels ? 1 : 0;
}

}  // namespace

bool readLabChart(const ProgramInput& input, CsvLayout& layout) {
    std::vector<std::string> titles;
    std::vector<std::string> units;
    std::vector<std::string> ranges;
    std::optional<std::string> start;
    bool has_interval = false;
    for (const std::string_view line : input.linesAbove(layout)) {
        auto fields = csvFieldsOf(line, layout.dialect.delimiter);
        if (fields.empty() || !fields.front().ends_with('=')) continue;
        const std::string_view key = fields.front();
        std::vector<std::string> values;
        for (std::size_t i = 1; i < fields.size(); ++i) values.push_back(text::asUtf8(fields[i]));
        if (key == "Interval=") has_interval = true;
        if (key == "ChannelTitle=") titles = values;
        if (key == "UnitName=") units = values;
        if (key == "Range=") ranges = values;
        if (key == "ExcelDateTime=" && !values.empty() && !start) {
            if (const auto unix_s = excelSeconds(fields[1])) start = isoOf(*unix_s, std::nullopt);
        }
    }
    if (!has_interval || titles.empty()) return false;
    while (!titles.empty() && titles.back().empty()) titles.pop_back();
    const std::size_t before = columnsBefore(layout, titles.size());
    for (CsvColumn& column : layout.columns) column = {.look = column.look};
    for (std::size_t i = 0; i < before; ++i) {
        CsvColumn& column = layout.columns[i];
        column.name = column.look == CsvLook::day ? "date" : "time";
        if (column.look == CsvLook::number) column.unit = "s";
    }
    for (std::size_t i = 0; i < titles.size() && before + i < layout.columns.size(); ++i) {
        CsvColumn& column = layout.columns[before + i];
        column.name = titles[i];
        if (i < units.size()) column.unit = tableUnitOf(units[i]);
        if (column.unit.empty() && i < ranges.size()) {
            const std::size_t blank = ranges[i].find_last_of(" \xa0");
            if (blank != std::string::npos) column.unit = tableUnitOf(ranges[i].substr(blank + 1));
        }
    }
    // Behind the channels: comments.
    for (std::size_t i = before + titles.size(); i < layout.columns.size(); ++i) {
        layout.columns[i].use = CsvUse::left_out;
        layout.columns[i].name = "comments";
    }
    if (!layout.start) layout.start = start;
    return true;
}

}  // namespace triptych::formats
