// Tables of text whose fields may be quoted, as RFC 4180 has them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace triptych::text {

// Rows and their fields, quotes taken off; within quotes commas and line ends belong to the field, and two quotes are
// one. A line may end in CR LF. Empty lines are no rows.
[[nodiscard]] std::vector<std::vector<std::string>> quotedTable(std::string_view text);

}  // namespace triptych::text
