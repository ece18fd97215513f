#include "core/formats/csv/turned.h"

#include "core/formats/csv/cells.h"
#include "core/formats/csv/dialect.h"
#include "core/text/words.h"

#include <algorithm>
#include <cstddef>
#include <vector>

namespace triptych::formats {
namespace {

constexpr std::size_t kMostRows = 32;
constexpr std::size_t kMostLines = 200;  // with what stands above
constexpr std::size_t kFewestFields = 250;
constexpr std::size_t kFieldsPerRow = 4;
constexpr double kMostWords = 0.05;  // of the fields: "missing"

using Fields = std::vector<std::string_view>;

Fields fieldsOf(std::string_view line, char delimiter) {
    Fields fields;
    line = text::trimmed(line);
    while (!line.empty()) fields.push_back(takeCsvField(line, delimiter));
    while (!fields.empty() && fields.back().empty()) fields.pop_back();
    return fields;
}

// A number, or a word for none.
bool isSample(std::string_view field) {
    CsvNumber number;
    return csvCellOf(field, false, number) != CsvCell::word || csvCellOf(field, true, number) != CsvCell::word;
}

// Mostly samples, from the second field on.
bool isRow(const Fields& fields) {
    const auto words =
        std::count_if(fields.begin() + 1, fields.end(), [](std::string_view field) { return !isSample(field); });
    return static_cast<double>(words) <= kMostWords * static_cast<double>(fields.size());
}

struct Rows {
    std::vector<Fields> fields;
    std::string remarks;
};

std::optional<Rows> rowsOf(const std::vector<std::string_view>& lines, char delimiter) {
    Rows rows;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        if (text::trimmed(lines[i]).empty()) continue;
        Fields fields = fieldsOf(lines[i], delimiter);
        if (fields.size() < kFewestFields) {  // what is said of the rows, above or below them
            rows.remarks += std::string(lines[i]) + '\n';
            continue;
        }
        if (rows.fields.size() >= kMostRows || !isRow(fields)) return std::nullopt;
        rows.fields.push_back(std::move(fields));
    }
    if (rows.fields.empty() || rows.fields.front().size() < kFieldsPerRow * rows.fields.size()) return std::nullopt;
    const std::size_t width = rows.fields.front().size();
    const bool are_even = std::all_of(rows.fields.begin(), rows.fields.end(),
                                      [width](const Fields& fields) { return fields.size() == width; });
    return are_even ? std::optional(std::move(rows)) : std::nullopt;
}

}  // namespace

std::optional<std::string> turnedTable(std::string_view text) {
    const TableBeginning all = tableBeginningOf(text, true);
    if (all.lines.size() > kMostLines) return std::nullopt;
    for (const char delimiter : {'\t', ';', ',', '|', ' '}) {
        const auto rows = rowsOf(all.lines, delimiter);
        if (!rows) continue;
        std::string turned = rows->remarks;
        turned.reserve(text.size());
        for (std::size_t column = 0; column < rows->fields.front().size(); ++column) {
            for (std::size_t row = 0; row < rows->fields.size(); ++row) {
                if (row > 0) turned += '\t';
                turned += rows->fields[row][column];
            }
            turned += '\n';
        }
        return turned;
    }
    return std::nullopt;
}

}  // namespace triptych::formats
