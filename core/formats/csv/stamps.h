// Times as people and programs write them in tables.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace triptych::formats {

struct Stamp {
    double time_s = 0;  // of the day; since 1970 where it has a date; in UTC where it has a zone
    int decimals = 0;   // of its seconds
    bool has_date = false;
    bool is_certain = false;        // its date can be read in one way only
    std::optional<int> zone_min{};  // its offset from UTC, where it states one
    bool is_of_day = false;         // says "AM" or "PM": no time since a beginning does
    bool is_short = false;          // "10:02": minutes and seconds were taken, hours and minutes may be meant
};

// "0:01.250", "10:20:30,5", "10:00:00:004", "1:00:00.5 PM", "2023-04-29T10:20:30.5+02:00", "20240301T100000Z",
// "20240301100000004", "29.04.2023 10:20:30", "01-Mar-2024 10:20:30", "Fri, 1 Mar 2024 10:20:30", "Fri Mar 1 10:20:30
// 2024", "01/Mar/2024:10:20:30", "2024-03-01_10-20-30", "[10:20:30.000 01/03/2024]", "0 days 00:00:01.5", "0.004 sec".
// nullopt for anything else, a date
// alone and a number included. A month and a day that could be either are taken as day, month: that changes no rate.
[[nodiscard]] std::optional<Stamp> stampOf(std::string_view field);

// 45,296.5 of 123456.5, which says 12:34:56.5; nullopt where it cannot.
[[nodiscard]] std::optional<double> secondsOfHms(double number);

// Seconds of stampOf().
[[nodiscard]] std::optional<double> clockTime(std::string_view field);

// Reads the stamps of a column one after the other: what a stamp shares with the one before it is not read again.
class StampReader {
public:
    [[nodiscard]] std::optional<Stamp> read(std::string_view field);

private:
    std::string before_;  // the last stamp up to its seconds, and from behind them on
    std::string behind_;
    Stamp last_;
    double minute_s_ = 0;  // of the last stamp without its seconds
};

}  // namespace triptych::formats
