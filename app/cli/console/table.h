// Tables for people: aligned columns, numbers to the right, words to the left.
#pragma once

#include "core/text/said.h"

#include <string>
#include <utility>
#include <vector>

namespace triptych::cli {

enum class Align { left, right };

struct Column {
    text::Said title;
    Align align = Align::right;
};

// Rows are made safe for a terminal as they come in; short rows are filled with blanks.
class Table {
public:
    explicit Table(std::vector<Column> columns) : columns_(std::move(columns)) {}
    void add(const std::vector<std::string>& cells);
    [[nodiscard]] bool empty() const { return rows_.empty(); }
    // Title line, rule, rows; every line ends with a newline and none with blanks.
    [[nodiscard]] std::string text() const;

private:
    std::vector<Column> columns_;
    std::vector<std::vector<std::string>> rows_;
};

// "Label   value" lines, the values under one another.
[[nodiscard]] std::string pairs(const std::vector<std::pair<text::Said, std::string>>& lines);

}  // namespace triptych::cli
