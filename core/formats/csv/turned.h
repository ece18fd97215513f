// Tables that have a lead in each row, as matrices are written whose rows are leads: turned, so that whatever reads
// columns reads them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace triptych::formats {

// Such a table is held in memory, and is no longer than this.
inline constexpr std::int64_t kMostTurned_bytes = 64 << 20;

// `text`, the whole of it, with columns for rows and tabs between them, and all short lines above them; nullopt
// where it is no such table: up to 32 rows of as many fields, 250 or more and far more than there are rows, all
// numbers but a name at the front.
[[nodiscard]] std::optional<std::string> turnedTable(std::string_view text);

}  // namespace triptych::formats
