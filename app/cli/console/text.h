// Text of unknown origin made safe for a terminal: a lead's name must not move the cursor.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace triptych::cli {

// Control characters (C0, DEL and UTF-8 encoded C1) become "\xNN".
[[nodiscard]] std::string printable(std::string_view text);

// Columns that a UTF-8 text takes: its code points.
[[nodiscard]] std::size_t width(std::string_view text);

// The file name without its folders, for headings.
[[nodiscard]] std::string fileName(std::string_view path);

}  // namespace triptych::cli
