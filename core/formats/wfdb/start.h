// When a WFDB record began, as its record line says it and as programs that write such lines without WFDB say it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace triptych::formats {

// "HH:MM:SS.fff", "MM:SS" or "SS", blanks allowed where WFDB pads: "T10:20:30.25". nullopt for what is no time.
[[nodiscard]] std::optional<std::string> wfdbTime(std::string_view text);

// WFDB's "26/10/1994"; and, as other programs write it, "05-May-2020", "26.10.1994", "2020-05-05": the year is the part
// of four digits where it comes first, else the last. "1994-10-26"; nullopt for what is no day.
[[nodiscard]] std::optional<std::string> wfdbDate(std::string_view text);

}  // namespace triptych::formats
