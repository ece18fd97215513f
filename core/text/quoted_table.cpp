#include "core/text/quoted_table.h"

namespace triptych::text {

std::vector<std::vector<std::string>> quotedTable(std::string_view text) {
    std::vector<std::vector<std::string>> rows;
    std::vector<std::string> row(1);
    bool quoted = false;
    const auto endRow = [&] {
        if (row.size() > 1 || !row.front().empty()) rows.push_back(row);
        row.assign(1, {});
    };
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char letter = text[i];
        const bool doubled = letter == '"' && i + 1 < text.size() && text[i + 1] == '"';
        if (quoted && doubled) {
            row.back() += letter;
            ++i;
        } else if (letter == '"') {
            quoted = !quoted;
        } else if (letter == ',' && !quoted) {
            row.emplace_back();
        } else if (letter == '\n' && !quoted) {
            if (!row.back().empty() && row.back().back() == '\r') row.back().pop_back();
            endRow();
        } else {
            row.back() += letter;
        }
    }
    endRow();
    return rows;
}

}  // namespace triptych::text
