// When a recording began, taken apart: what its `start` says in ISO 8601 becomes a day, where one is known, and a time
// of day, so that moments in it can be named by the clock.
#pragma once

#include "core/text/said.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace triptych {

struct StartTime {
    std::optional<std::chrono::sys_days> day;  // nullopt: the file withholds it ("22:14:09" alone)
    std::chrono::microseconds of_day{0};       // since midnight, on the clock that the file shows
    std::string offset;                        // "Z", "+01:00"; "" where the file states none
};

// Of "2002-03-02T10:20:30.25+01:00" and "22:14:09"; nullopt for anything else.
[[nodiscard]] std::optional<StartTime> parseStart(std::string_view iso);

// The same, `seconds` later (earlier where negative), with as many decimals as that needs, six at most; `start` as it
// is where it cannot be read or the way is longer than thirty years.
[[nodiscard]] std::string startMovedBy(const std::string& start, double seconds);

// The clock at a moment of the recording: "14:03:20", with `decimals` behind the seconds.
[[nodiscard]] std::string clockAt(const StartTime& start, double time_s, int decimals = 0);
// Midnights between the start and that moment: 0 on the first day.
[[nodiscard]] std::int64_t daysSinceStart(const StartTime& start, double time_s);

// What a reader types to go somewhere: "14:03" and "14:03:20.5" by the clock, on the first day on which the recording
// has it ("day 2 14:03" on that one); "+1:20:00", "+90" since its beginning; "83.5" in seconds. Where no start is
// known, times with colons count from the beginning, too. Seconds since the beginning, or why not, for the reader.
struct TypedTime {
    std::optional<double> time_s;
    text::Said complaint;
};
[[nodiscard]] TypedTime typedTime(std::string_view text, const std::optional<StartTime>& start, double duration_s);

}  // namespace triptych
