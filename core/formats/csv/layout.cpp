#include "core/formats/csv/layout.h"

#include "core/formats/csv/cells.h"
#include "core/formats/csv/clock.h"
#include "core/formats/csv/columns.h"
#include "core/formats/csv/programs.h"
#include "core/formats/csv/remarks.h"
#include "core/formats/lead_names.h"
#include "core/text/numbers.h"
#include "core/text/words.h"

#include <algorithm>

namespace triptych::formats {
namespace {

// A row whose first field is empty where the next ones' is not counts the samples, or numbers the columns.
void skipRowWithoutTime(const TableBeginning& beginning, CsvDialect& dialect) {
    const auto firstFieldOf = [&](std::size_t row) {
        std::string_view rest = beginning.lines[row];
        return takeCsvField(rest, dialect.delimiter);
    };
    if (dialect.delimiter == ' ' || dialect.columns.size() < 2) return;
    if (dialect.first_row + 2 >= beginning.lines.size() || !firstFieldOf(dialect.first_row).empty()) return;
    for (std::size_t i = 1; i <= 2; ++i) {
        if (firstFieldOf(dialect.first_row + i).empty()) return;
    }
    ++dialect.first_row;
}

// Names and a unit that lines above state, where no row names the columns.
void readStatedNames(const std::vector<TableRemark>& remarks, CsvLayout& layout) {
    std::vector<CsvColumn>& columns = layout.columns;
    const bool has_names =
        std::any_of(columns.begin(), columns.end(), [](const CsvColumn& column) { return !column.name.empty(); });
    const auto labels = statedLabelsOf(remarks);
    if (!has_names && labels.size() == columns.size()) {
        for (std::size_t i = 0; i < labels.size(); ++i) {
            const CsvColumn named = namedColumnOf(labels[i]);
            columns[i].name = named.name;
            columns[i].unit = named.unit;
        }
    }
    if (columns.size() != 1 || !columns.front().unit.empty()) return;
    for (const TableRemark& remark : remarks) {
        const std::string unit = tableUnitOf(remark.value);
        if (!remark.key.empty() && millivoltsPer(unit)) columns.front().unit = unit;
    }
}

void addWords(CsvLayout& layout, const std::vector<std::size_t>& kept) {
    for (std::size_t i = 0; i < layout.columns.size(); ++i) {
        CsvColumn& column = layout.columns[i];
        if (column.use == CsvUse::lead && column.look == CsvLook::word &&
            std::find(kept.begin(), kept.end(), i) == kept.end()) {
            column.use = CsvUse::left_out;
        }
    }
}

}  // namespace

std::optional<std::size_t> findCsvColumn(const std::vector<CsvColumn>& columns, std::string_view wanted) {
    const std::string_view name = text::trimmed(wanted);
    const auto matches = [&](auto spelling) -> std::optional<std::size_t> {
        for (std::size_t i = 0; i < columns.size(); ++i) {
            if (spelling(columns[i])) return i;
        }
        return std::nullopt;
    };
    if (name.empty()) return std::nullopt;
    if (auto found = matches([&](const CsvColumn& column) { return column.name == name; })) return found;
    if (auto found = matches([&](const CsvColumn& column) { return column.name + " (" + column.unit + ')' == name; })) {
        return found;
    }
    const std::string small = text::lowered(name);
    if (auto found = matches([&](const CsvColumn& column) {
            return text::lowered(column.name) == small || text::lowered(normalisedLeadName(column.name)) == small;
        })) {
        return found;
    }
    // "column 3", as a column without a name is called.
    const auto number = text::wholeNumber<std::size_t>(name.substr(small.starts_with("column ") ? 7 : 0));
    if (number && *number >= 1 && *number <= columns.size()) return *number - 1;
    return std::nullopt;
}

std::optional<CsvLayout> csvLayoutOf(std::string_view bytes, bool is_whole, const std::vector<std::string>& wanted) {
    if (bytes.find('\0') != std::string_view::npos) return std::nullopt;
    const TableBeginning beginning = tableBeginningOf(bytes, is_whole);
    auto dialect = csvDialectOf(beginning);
    if (!dialect) return std::nullopt;
    CsvLayout layout;
    layout.line_end = beginning.line_end;
    layout.dialect = std::move(*dialect);
    skipRowWithoutTime(beginning, layout.dialect);
    for (const CsvLook look : layout.dialect.columns) layout.columns.push_back({.look = look});
    readColumnNames(beginning.lines, layout.dialect.first_row, layout.dialect.delimiter, layout.columns);
    const auto remarks = tableRemarksOf(beginning.lines, layout.dialect.first_row);
    layout.rate_hz = statedRateOf(remarks, layout.dialect.decimal_comma);
    layout.start = statedStartOf(remarks);
    readStatedNames(remarks, layout);
    readProgram({beginning, remarks}, layout);
    // "Low pass (40 Hz)" is no rate: only our own columns state one.
    if (layout.program != "Triptych") {
        for (CsvColumn& column : layout.columns) column.rate_hz = 0;
    }
    std::vector<std::size_t> kept;
    for (const std::string& column : wanted) {
        if (const auto found = findCsvColumn(layout.columns, column)) kept.push_back(*found);
    }
    findClock(beginning, kept, layout);
    addWords(layout, kept);
    layout.data_offset = beginning.offsets[layout.dialect.first_row];
    layout.first_line = layout.dialect.first_row + 1;
    return layout;
}

}  // namespace triptych::formats
