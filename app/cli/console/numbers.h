// Numbers as the command line prints them (core/text writes them): the shortest form that reads back as the same
// number, or a fixed one for people, and something else than "nan" where there is none.
#pragma once

#include <cstdint>
#include <string>

namespace triptych::cli {

// Shortest decimal that reads back exactly; "" for NaN (an empty field), "inf" and "-inf".
[[nodiscard]] std::string shortest(double value);
[[nodiscard]] std::string shortest(float value);

// With `decimals` digits behind the point, for tables; "-" for NaN.
[[nodiscard]] std::string fixed(double value, int decimals);

// "12.34 %" style share of 0..1; "-" for NaN.
[[nodiscard]] std::string percent(double fraction, int decimals = 2);

// "1,234,567": thousands apart, for tables.
[[nodiscard]] std::string grouped(std::int64_t value);

// "0:30:05.556" (hours, minutes, seconds) for a time in seconds.
[[nodiscard]] std::string clock(double seconds);

// The double whose shortest decimal is that of `value`: 0.1F gives 0.1 and not 0.10000000149011612.
[[nodiscard]] double exact(float value);

}  // namespace triptych::cli
