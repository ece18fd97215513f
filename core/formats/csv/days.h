// Days as people and programs write them in tables, and back into ISO 8601.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace triptych::formats {

// "2023-04-29", "29.04.2023", "29/04/2023", "20230429", "01-Mar-2024", "Mar 1, 2024": a day, in seconds since 1970. The
// month's name in the languages that instruments are set to.
struct DayStamp {
    double time_s = 0;
    bool is_certain = false;  // it can be read in one way only
};
// Of a month and a day that could be either the day stands first, unless `is_month_first`.
[[nodiscard]] std::optional<DayStamp> dayOf(std::string_view field, bool is_month_first = false);

// ISO 8601 of seconds since 1970, with the offset where there is one ("Z" for 0), microseconds at most; "" where the
// year has no four digits.
[[nodiscard]] std::string isoOf(double unix_s, std::optional<int> zone_min);

}  // namespace triptych::formats
