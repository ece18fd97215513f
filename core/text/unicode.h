// From the character sets of files to UTF-8, so that every header can be shown.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace triptych::text {

// `text` if it is UTF-8 already, else its bytes taken as Latin-1 and written as UTF-8: every header can be shown.
[[nodiscard]] std::string asUtf8(std::string_view text);

// Appends a code point as UTF-8.
void appendUtf8(std::string& out, std::uint32_t code);

// UTF-16 as UTF-8, surrogates that stand alone as U+FFFD; a byte left over at the end is dropped.
[[nodiscard]] std::string utf8OfUtf16(std::string_view bytes, bool is_little_endian);

// Text of a character set, by the name that iconv knows it by, as UTF-8; nullopt where it is not of that set, or the
// system cannot convert it.
[[nodiscard]] std::optional<std::string> utf8From(const char* charset, std::string_view text);

}  // namespace triptych::text
