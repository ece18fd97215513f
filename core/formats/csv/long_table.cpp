#include "core/formats/csv/long_table.h"

#include "core/formats/csv/cells.h"

#include <algorithm>
#include <string_view>
#include <vector>

namespace triptych::formats {
namespace {

constexpr std::size_t kLooked_rows = 600;
constexpr std::size_t kMostLeads = 100;
constexpr std::size_t kFewestTurns = 4;

std::string_view fieldAt(std::string_view row, char delimiter, std::size_t column) {
    skipCsvFields(row, delimiter, column);
    return takeCsvField(row, delimiter);
}

}  // namespace

std::optional<std::size_t> longTableOf(const TableBeginning& beginning, const CsvLayout& layout) {
    const auto leads = std::count_if(layout.columns.begin(), layout.columns.end(), [](const CsvColumn& column) {
        return column.use == CsvUse::lead && column.look == CsvLook::number;
    });
    if (leads != 1) return std::nullopt;
    const std::vector<std::string_view>& lines = beginning.lines;
    const std::size_t first = layout.dialect.first_row;
    const std::size_t end = std::min(lines.size(), first + kLooked_rows);
    for (std::size_t column = 0; column < layout.columns.size(); ++column) {
        if (layout.columns[column].look != CsvLook::word) continue;
        std::vector<std::string_view> words;
        std::vector<std::string_view> times;
        for (std::size_t i = first; i < end; ++i) {
            words.push_back(fieldAt(lines[i], layout.dialect.delimiter, column));
            if (layout.clock.column) times.push_back(fieldAt(lines[i], layout.dialect.delimiter, *layout.clock.column));
        }
        // The names come round: each but once in a turn, and the moment is one throughout.
        const auto again =
            std::find(words.begin() + (words.empty() ? 0 : 1), words.end(), words.empty() ? "" : words[0]);
        const auto turn = static_cast<std::size_t>(again - words.begin());
        if (turn < 2 || turn > kMostLeads || words.size() < kFewestTurns * turn) continue;
        bool comes_round = true;
        for (std::size_t i = turn; i < words.size() && comes_round; ++i) comes_round = words[i] == words[i - turn];
        for (std::size_t i = 1; i < times.size() && comes_round; ++i) {
            comes_round = i % turn == 0 || times[i] == times[i - 1];
        }
        for (std::size_t i = 0; i < turn && comes_round; ++i) {
            comes_round = !words[i].empty() && std::find(words.begin(), words.begin() + static_cast<std::ptrdiff_t>(i),
                                                         words[i]) == words.begin() + static_cast<std::ptrdiff_t>(i);
        }
        if (comes_round) return column;
    }
    return std::nullopt;
}

}  // namespace triptych::formats
