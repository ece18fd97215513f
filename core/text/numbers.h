// Numbers as text and back, in one way that no locale bends: a decimal point, no grouping, and what is not exactly a
// number is no number. Nothing outside the display may write or read a number by other means (tests/house).
#pragma once

#include <charconv>
#include <cmath>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>

namespace triptych::text {

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

// The shortest decimal text that reads back as `value`; "nan", "inf" and "-inf" where it is no number.
[[nodiscard]] std::string shortestText(double value);
[[nodiscard]] std::string shortestText(float value);

// With exactly `decimals` digits behind the point ("0.50", "-1234.6"), rounded to nearest; "nan" and "inf" where it is
// no number. As C's "%.*f" in the C locale.
[[nodiscard]] std::string fixedText(double value, int decimals);

// With at most `decimals` digits behind the point and no zeros at their end ("0.5", "-1234.6", "3"); never "-0".
[[nodiscard]] std::string decimalText(double value, int decimals);

// With at most `digits` significant digits and no zeros at the end ("0.25", "1e-07"). As C's "%.*g" in the C locale.
[[nodiscard]] std::string generalText(double value, int digits);

}  // namespace triptych::text
