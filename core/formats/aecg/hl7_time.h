// Points in time as HL7 version 3 writes them (data type TS): "20021122091000.250+0100".
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace triptych::formats {

struct Hl7Time {
    std::int64_t us = 0;  // microseconds since 1970-01-01T00:00 of the clock that wrote it, its offset taken off
    std::string iso;      // "2002-11-22T09:10:00.25+01:00"; "" where the text says no hour
};

// nullopt for what is no date of the years 1600 to 9999. Parts that are left out are taken as their first value.
[[nodiscard]] std::optional<Hl7Time> parseHl7Time(std::string_view text);

}  // namespace triptych::formats
