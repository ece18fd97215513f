// The units of time by the words that people and programs have for them: one list for the names of columns, rows of
// units, durations in cells and statements above a table.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace triptych::formats {

// Seconds of one "ms", "sec", "Minuten", "hrs", "s/256", "мс"; with or without a point or brackets behind it,
// in any case. 0 for what is no unit of time. `is_time`: the word stands behind something that is a time, where "m"
// means minutes.
[[nodiscard]] double secondsPer(std::string_view unit, bool is_time = false);

// Small letters of Latin, Cyrillic and Greek.
[[nodiscard]] std::string loweredLetters(std::string_view utf8);

}  // namespace triptych::formats
