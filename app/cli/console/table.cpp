#include "app/cli/console/table.h"

#include "app/cli/console/text.h"
#include "core/text/said.h"

#include <algorithm>

namespace triptych::cli {
namespace {

std::string line(const std::vector<Column>& columns, const std::vector<std::size_t>& widths,
                 const std::vector<std::string>& cells) {
    std::string out;
    for (std::size_t i = 0; i < columns.size(); ++i) {
        const std::string padding(widths[i] - width(cells[i]), ' ');
        if (i > 0) out += "  ";
        out += columns[i].align == Align::right ? padding + cells[i] : cells[i] + padding;
    }
    out.erase(out.find_last_not_of(' ') + 1);
    return out + '\n';
}

}  // namespace

void Table::add(const std::vector<std::string>& cells) {
    std::vector<std::string> row;
    row.reserve(columns_.size());
    for (std::size_t i = 0; i < columns_.size(); ++i) row.push_back(i < cells.size() ? printable(cells[i]) : "");
    rows_.push_back(std::move(row));
}

std::string Table::text() const {
    std::vector<std::size_t> widths;
    std::vector<std::string> titles;
    std::size_t total = 0;
    for (std::size_t i = 0; i < columns_.size(); ++i) {
        std::size_t widest = width(columns_[i].title);
        for (const auto& row : rows_) widest = std::max(widest, width(row[i]));
        widths.push_back(widest);
        titles.push_back(columns_[i].title);
        total += widest + (i > 0 ? 2 : 0);
    }
    std::string out = line(columns_, widths, titles);
    for (std::size_t i = 0; i < total; ++i) out += "─";
    out += '\n';
    for (const auto& row : rows_) out += line(columns_, widths, row);
    return out;
}

std::string pairs(const std::vector<std::pair<text::Said, std::string>>& lines) {
    std::size_t widest = 0;
    for (const auto& [label, value] : lines) widest = std::max(widest, width(label));
    std::string out;
    for (const auto& [label, value] : lines) {
        out += label.text() + std::string(widest - width(label) + 2, ' ') + printable(value) + '\n';
    }
    return out;
}

}  // namespace triptych::cli
