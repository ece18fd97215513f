// Small, strict text tools of the readers: what is not exactly a number is no number, whatever the machine's locale.
#pragma once

#include <charconv>
#include <cmath>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace triptych::formats {

// Takes a number from the front of `text`; nullopt, and `text` as it was, where there is none or it is out of T's
// range. A leading '+' is accepted for signed types. Infinities and NaN are refused.
template <class T>
[[nodiscard]] std::optional<T> takeNumber(std::string_view& text) {
    std::string_view rest = text;
    if (rest.size() > 1 && rest[0] == '+' && rest[1] != '-') rest.remove_prefix(1);
    T value{};
    const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), value);
    if (error != std::errc{}) return std::nullopt;
    if constexpr (std::is_floating_point_v<T>) {
        if (!std::isfinite(value)) return std::nullopt;
    }
    text = rest.substr(static_cast<std::size_t>(end - rest.data()));
    return value;
}

// The whole text is one number.
template <class T>
[[nodiscard]] std::optional<T> wholeNumber(std::string_view text) {
    const auto value = takeNumber<T>(text);
    return text.empty() ? value : std::nullopt;
}

// The next word between blanks, removed from `text` together with the blanks before it; "" at the end.
[[nodiscard]] std::string_view takeWord(std::string_view& text);

// Without blanks and NULs on both sides.
[[nodiscard]] std::string_view trimmed(std::string_view text);

// Letters A-Z to a-z; other bytes as they are.
[[nodiscard]] std::string lowered(std::string_view text);

// `text` if it is UTF-8 already, else its bytes taken as Latin-1 and written as UTF-8: every header can be shown.
[[nodiscard]] std::string asUtf8(std::string_view text);

// Appends a code point as UTF-8.
void appendUtf8(std::string& out, std::uint32_t code);

// UTF-16 as UTF-8, surrogates that stand alone as U+FFFD; a byte left over at the end is dropped.
[[nodiscard]] std::string utf8OfUtf16(std::string_view bytes, bool is_little_endian);

// Text of a character set, by the name that iconv knows it by, as UTF-8; nullopt where it is not of that set, or the
// system cannot convert it.
[[nodiscard]] std::optional<std::string> utf8From(const char* charset, std::string_view text);

// The shortest decimal text that reads back as `value`.
[[nodiscard]] std::string shortestText(double value);

// For messages: `raw` as UTF-8, cut to a readable length and in quotation marks.
[[nodiscard]] std::string inQuotes(std::string_view raw);

}  // namespace triptych::formats
