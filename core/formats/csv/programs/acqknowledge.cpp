// BIOPAC's AcqKnowledge and Student Lab, saved as text: a title, "1 msec/sample", "2 channels", name and unit of each
// in a line of its own, the row "min CH1 CH2" and a row of sample counts.
#include "core/formats/csv/cells.h"
#include "core/formats/csv/columns.h"
#include "core/formats/csv/programs.h"
#include "core/text/numbers.h"
#include "core/text/unicode.h"
#include "core/text/words.h"

#include <algorithm>
#include <optional>

namespace triptych::formats {
namespace {

constexpr std::size_t kMostLinesAbove = 20;
constexpr std::size_t kMostChannels = 500;

std::optional<std::size_t> channelsIn(std::string_view line) {
    std::string_view rest = line;
    const auto count = text::wholeNumber<std::size_t>(text::takeWord(rest));
    const std::string_view word = text::trimmed(rest);
    if (!count || *count == 0 || *count > kMostChannels || (word != "channels" && word != "channel"))
        return std::nullopt;
    return count;
}

// Whole numbers that are as many as the samples below.
bool isRowOfCounts(const TableBeginning& beginning, std::size_t row, char delimiter) {
    if (row + 1 >= beginning.lines.size()) return false;
    const auto below = static_cast<double>(beginning.lines.size() - row - 1);
    double most = 0;
    for (const std::string_view field : csvFieldsOf(beginning.lines[row], delimiter)) {
        CsvNumber number;
        const CsvCell cell = csvCellOf(field, false, number);
        if (cell == CsvCell::empty) continue;
        if (cell != CsvCell::number || number.decimals > 0 || number.value < 1) return false;
        most = std::max(most, number.value);
    }
    return most >= below - 2 && (!beginning.is_whole || most <= below + 2);
}

}  // namespace

bool readAcqKnowledge(const ProgramInput& input, CsvLayout& layout) {
    const std::vector<std::string_view>& lines = input.beginning.lines;
    for (std::size_t i = 0; i < std::min(kMostLinesAbove, lines.size()); ++i) {
        const auto channels = channelsIn(lines[i]);
        if (!channels) continue;
        const std::size_t title = i + 1 + 2 * *channels;
        if (title + 1 >= lines.size()) return false;
        const auto titles = csvFieldsOf(lines[title], layout.dialect.delimiter);
        const std::size_t columns = layout.columns.size();
        const bool has_times = !titles.empty() && text::lowered(titles.front().substr(0, 2)) != "ch";
        const std::size_t before = has_times ? 1 : 0;
        if (titles.size() < before + 1 || columns < titles.size()) return false;
        layout.dialect.first_row =
            isRowOfCounts(input.beginning, title + 1, layout.dialect.delimiter) ? title + 2 : title + 1;
        for (std::size_t k = 0; k < columns; ++k) layout.columns[k].name.clear();
        if (has_times) {
            layout.columns[0].name = "time";
            layout.columns[0].unit = text::asUtf8(titles.front());
        }
        for (std::size_t k = 0; k < *channels && before + k < columns; ++k) {
            CsvColumn& column = layout.columns[before + k];
            column.name = text::asUtf8(text::trimmed(lines[i + 1 + 2 * k]));
            column.unit = tableUnitOf(text::asUtf8(text::trimmed(lines[i + 2 + 2 * k])));
        }
        return true;
    }
    return false;
}

}  // namespace triptych::formats
