#include "core/formats/csv/layout.h"

#include "core/formats/csv/cells.h"
#include "core/formats/csv/clock.h"
#include "core/formats/csv/columns.h"
#include "core/formats/csv/long_table.h"
#include "core/formats/csv/programs.h"
#include "core/formats/csv/remarks.h"
#include "core/formats/lead_names.h"
#include "core/text/numbers.h"
#include "core/text/said.h"
#include "core/text/unicode.h"
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

// Where rows have a field that no name is for, it is the first if that counts or ascends and the first name is none of
// a clock or counter, or if the second ascends, too; or if it is a word or a time.
SurplusField surplusOf(const TableBeginning& beginning, const CsvDialect& dialect) {
    if (dialect.columns.size() < 2 || dialect.first_row == 0) return SurplusField::last;
    std::string_view names = beginning.lines[dialect.first_row - 1];
    const bool is_clock = isClockOrCounterName(text::asUtf8(csvTextOf(takeCsvField(names, dialect.delimiter))));
    if (dialect.columns.front() == CsvLook::word || dialect.columns.front() == CsvLook::empty) {
        return SurplusField::first;
    }
    if (dialect.columns.front() != CsvLook::number) return is_clock ? SurplusField::last : SurplusField::first;
    constexpr std::size_t kLooked = 50;
    const auto ascends = [&](std::size_t column) {
        std::optional<double> last;
        for (std::size_t i = 0; i < kLooked && dialect.first_row + i < beginning.lines.size(); ++i) {
            std::string_view row = beginning.lines[dialect.first_row + i];
            skipCsvFields(row, dialect.delimiter, column);
            CsvNumber number;
            if (csvCellOf(takeCsvField(row, dialect.delimiter), dialect.decimal_comma, number) != CsvCell::number)
                continue;
            if (last && !(number.value > *last)) return false;
            last = number.value;
        }
        return last.has_value();
    };
    const bool is_stamp = dialect.columns[1] == CsvLook::stamp || dialect.columns[1] == CsvLook::day;
    const bool is_first = ascends(0) && (!is_clock || is_stamp || ascends(1));
    return is_first ? SurplusField::first : SurplusField::last;
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
    // What stands before zeros that a loss of power left is a table; other bytes have them from the first line on.
    const std::size_t zeros = bytes.find('\0');
    if (zeros != std::string_view::npos) {
        bytes = bytes.substr(0, zeros);
        is_whole = false;
    }
    const TableBeginning beginning = tableBeginningOf(bytes, is_whole);
    auto dialect = csvDialectOf(beginning);
    if (!dialect) return std::nullopt;
    CsvLayout layout;
    layout.line_end = beginning.line_end;
    layout.dialect = std::move(*dialect);
    skipRowWithoutTime(beginning, layout.dialect);
    for (const CsvLook look : layout.dialect.columns) layout.columns.push_back({.look = look});
    const std::size_t first_row = layout.dialect.first_row;
    const bool is_own = first_row > 0 && beginning.lines[first_row - 1].starts_with("time_s,");
    readColumnNames(beginning.lines, first_row, layout.dialect.delimiter, surplusOf(beginning, layout.dialect), is_own,
                    layout.columns);
    std::string_view row = beginning.lines[layout.dialect.first_row];
    skipCsvFields(row, layout.dialect.delimiter, layout.columns.size());
    layout.has_more_columns = layout.columns.size() >= kMostCsvFields && !row.empty();
    if (first_row > 0) layout.header = beginning.lines[first_row - 1];
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
    layout.long_by = longTableOf(beginning, layout);
    addWords(layout, kept);
    layout.data_offset = beginning.offsets[layout.dialect.first_row];
    layout.first_line = layout.dialect.first_row + 1;
    return layout;
}

std::string nameOfCsvColumn(const std::vector<CsvColumn>& columns, std::size_t index) {
    const std::string& name = columns[index].name;
    return name.empty() ? "column " + std::to_string(index + 1) : name;
}

Result<void> chooseCsvColumns(std::vector<CsvColumn>& columns, const std::vector<std::string>& wanted,
                              const std::string& path) {
    if (wanted.empty()) return {};
    std::vector<bool> is_wanted(columns.size(), false);
    for (const std::string& name : wanted) {
        const auto found = findCsvColumn(columns, name);
        if (!found) {
            std::string names;
            for (std::size_t i = 0; i < columns.size(); ++i) {
                names += (names.empty() ? "" : ", ") + nameOfCsvColumn(columns, i);
            }
            return fail(ErrorCode::not_found, text::say("the table has no column {1}", text::inQuotes(name)), path,
                        text::say("name one of these, or its number from 1: {1}", names));
        }
        is_wanted[*found] = true;
    }
    for (std::size_t i = 0; i < columns.size(); ++i) {
        CsvColumn& column = columns[i];
        if (is_wanted[i]) {
            column.use = CsvUse::lead;
        } else if (column.use == CsvUse::lead) {
            column.use = CsvUse::left_out;
            column.look = CsvLook::empty;  // as the reader wishes: nothing is to be said of it
        }
    }
    return {};
}

}  // namespace triptych::formats
